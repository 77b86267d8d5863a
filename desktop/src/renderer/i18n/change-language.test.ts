// @vitest-environment jsdom
import i18next from 'i18next';
import { expect, it, vi } from 'vitest';
import { changeLanguage, startI18n } from './i18n.ts';

const english = vi.hoisted(() => Promise.withResolvers<void>());
vi.mock(import('./en.ts'), async (original) => {
  await english.promise;
  return original();
});

const shown = () => [i18next.t('action.undo'), document.documentElement.lang];

it('stays in one language until the words of another have come, and ends in the one chosen last', async () => {
  await startI18n('ru');
  const toEnglish = changeLanguage('en');
  expect(shown()).toEqual(['Отменить', 'ru']);
  const back = changeLanguage('ru');
  english.resolve();
  await Promise.all([toEnglish, back]);
  expect(shown()).toEqual(['Отменить', 'ru']);
  await changeLanguage('en');
  expect(shown()).toEqual(['Undo', 'en']);
});

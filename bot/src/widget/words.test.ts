import { typographyFaults } from '@inbetwin/shared/testing/typography.ts';
import { expect, it } from 'vitest';
import { chooseLanguage, wordsOf } from './words.ts';

it.each(['ru', 'en'] as const)('are set as type is set in %s', (language) => {
  const words = wordsOf(language);
  const { fileTooLarge, left, over, ...plain } = words;
  const made = [fileTooLarge('a.pdf', '20\u00a0MB'), left(3), over(3)];
  const faults = [...Object.values(plain), ...made].flatMap((text) =>
    typographyFaults(text, language).map((fault) => `${text}: ${fault}`),
  );
  expect(faults).toEqual([]);
});

it('speaks the first language of the browser that it knows, and English to everybody else', () => {
  expect(chooseLanguage(['de-DE', 'ru-RU', 'en'])).toBe('ru');
  expect(chooseLanguage(['de'])).toBe('en');
});

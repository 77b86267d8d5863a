import type { Page } from '@playwright/test';
import { en } from '../../../desktop/src/renderer/i18n/en.ts';
import { ru } from '../../../desktop/src/renderer/i18n/ru.ts';
import { seeText } from './see-text.ts';
import { phoneDark, phoneLight } from './variants.ts';
import type { WorkspaceScreen } from './workspace-screen.ts';

const labQuestions = { ru: 'сколько стоит аренда шатра', en: 'how much is the marquee' };

/** Runs once, because a second visit would remove the mark. */
const markFirst = async (page: Page): Promise<void> => {
  const relevant = page.getByRole('button', { name: /^(Подходит|Relevant)/ }).first();
  if ((await relevant.getAttribute('aria-pressed')) === 'false') await relevant.click();
  await page.locator('[aria-pressed=true]').first().waitFor();
};

/** Two columns without headings that would explain them. */
const table = {
  name: 'Площадки.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    'Лофт «Фабрика»,До 120 гостей за столами\nШатёр «Ривьера»,До 300 гостей на берегу Истры\nКаминный зал,До 40 гостей',
  ),
};

/** Screens of the knowledge base and the search lab. */
export const knowledgeScreens: readonly WorkspaceScreen[] = [
  {
    name: 'knowledge',
    about: 'What the agents may answer from',
    variants: phoneLight,
    address: () => '/knowledge',
    ready: (page) => seeText(page, 'Условия работы'),
  },
  {
    name: 'import-table',
    about: 'A table whose columns do not say what they mean: it is asked about, with what the agents would remember',
    variants: phoneDark,
    address: () => '/knowledge',
    ready: async (page, { language }) => {
      await page.locator('input[type=file]').setInputFiles(table);
      await page.getByRole('button', { name: (language === 'ru' ? ru : en).knowledge.table.skip }).waitFor();
    },
    leave: (page) =>
      page
        .getByRole('button', { name: new RegExp(`^(${ru.knowledge.table.skip}|${en.knowledge.table.skip})$`) })
        .click(),
  },
  {
    name: 'knowledge-search',
    about: 'Search on this device: the very passages an agent would answer from',
    variants: phoneDark,
    address: ({ language }) =>
      `/knowledge?q=${encodeURIComponent(language === 'ru' ? 'перенос даты' : 'move the date')}`,
    ready: async (page) => {
      await page.locator('mark').first().waitFor();
    },
  },
  {
    name: 'source',
    about: 'One material as the agents read it, passage by passage',
    variants: phoneLight,
    address: () => '/knowledge',
    ready: async (page, { language }) => {
      await page.getByRole('link', { name: language === 'ru' ? 'Условия работы' : 'Noon event studio' }).click();
      await seeText(page, language === 'ru' ? 'Бронь закрепляется' : 'A standing buffet starts');
    },
  },
  {
    name: 'search-lab',
    about: 'The search tried out: what an agent would answer, why each passage ranked, and what the team thinks of it',
    variants: phoneDark,
    address: ({ language }) => `/knowledge/lab?q=${encodeURIComponent(labQuestions[language])}`,
    ready: async (page) => {
      await page
        .getByRole('button', { name: /^(Подробно|Details)/ })
        .first()
        .waitFor();
      await markFirst(page);
    },
  },
  {
    name: 'search-lab-why',
    about: 'One place of the ranking in full: every word that met, its weight and part, and the scores that were fused',
    variants: phoneLight,
    address: ({ language }) => `/knowledge/lab?q=${encodeURIComponent(labQuestions[language])}`,
    ready: async (page) => {
      const details = page.getByRole('button', { name: /^(Подробно|Details)/ }).first();
      await details.waitFor();
      if ((await details.getAttribute('aria-expanded')) === 'false') await details.click();
      await page.getByRole('table').waitFor();
    },
  },
  {
    name: 'search-lab-set',
    about: 'The team’s own evaluation set: how good the search is by it, the worst queries first',
    variants: phoneLight,
    address: ({ language }) => `/knowledge/lab?q=${encodeURIComponent(labQuestions[language])}`,
    ready: async (page) => {
      await markFirst(page);
      await page.getByRole('radio', { name: /^(Набор|Set)$/ }).click();
      await page.getByRole('button', { name: /^(Прогнать|Run)/ }).click();
      await page.getByText('nDCG@10').waitFor();
    },
  },
];

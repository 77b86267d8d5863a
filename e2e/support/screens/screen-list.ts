import type { Page } from '@playwright/test';
import { agentScreens } from './agent-screens.ts';
import { approvalScreens } from './approval-screens.ts';
import { syncScreens } from './sync-screens.ts';
import { everyLayout, phoneDark, phoneLight, type Variant } from './variants.ts';

/** One picture of the workspace: where it is, and what has to be in sight before it is taken. */
export type WorkspaceScreen = {
  readonly name: string;
  readonly about: string;
  readonly variants: readonly Variant[];
  /** Behind `#`. */
  readonly address: (variant: Variant) => string;
  readonly ready: (page: Page, variant: Variant) => Promise<void>;
  /** Puts right what the picture needed. */
  readonly leave?: (page: Page) => Promise<void>;
};

const anna = 'web-chat:site:demo-1';
const dmitry = 'telegram:demo:demo-2';
const emily = 'web-chat:site:demo-3';
const at = (conversationId: string) => `/inbox/${encodeURIComponent(conversationId)}`;
const contactAt = (place: string) => `/contacts/${encodeURIComponent(`contact:${place}`)}`;

const seeText = async (page: Page, text: string | RegExp): Promise<void> => {
  await page.getByText(text).first().waitFor();
};

const labQuestions = { ru: 'сколько стоит аренда шатра', en: 'how much is the marquee' };

/** Once: a second visit would take the mark back. */
const markFirst = async (page: Page): Promise<void> => {
  const relevant = page.getByRole('button', { name: /^(Подходит|Relevant)/ }).first();
  if ((await relevant.getAttribute('aria-pressed')) === 'false') await relevant.click();
  await page.locator('[aria-pressed=true]').first().waitFor();
};

/** The daily work. */
export const dailyScreens: readonly WorkspaceScreen[] = [
  {
    name: 'inbox',
    about:
      'Conversations, newest first, with who answers each; the open one with its sources; the customer card beside it',
    variants: everyLayout,
    address: ({ language, width }) => (width === 390 ? '/inbox' : at(language === 'ru' ? anna : emily)),
    ready: async (page, { language }) => {
      const customer = language === 'ru' ? 'Анна Ковалёва' : 'Emily Carter';
      await page
        .getByRole('list', { name: /Разговоры|Conversations/ })
        .getByText(customer)
        .waitFor();
    },
  },
  {
    name: 'conversation',
    about: 'An answer with its passage open, one click from the source',
    variants: phoneLight,
    address: ({ language }) => at(language === 'ru' ? anna : emily),
    ready: async (page) => {
      await page
        .getByRole('button', { name: /(Источник|Source) 1/ })
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'hand-over',
    about: 'The customer asked for a person: why, what to know, and that a reply waits until this channel is connected',
    variants: phoneDark,
    address: () => at(dmitry),
    ready: (page) => seeText(page, 'Просит обсудить скидку'),
  },
  {
    name: 'leads',
    about: 'Every deal with stage, score, need and amount; sortable, filtered by stage and words',
    variants: phoneLight,
    address: () => '/leads',
    ready: (page) => seeText(page, 'Анна Ковалёва'),
  },
  {
    name: 'contact',
    about: 'The customer twin: facts with their confidence and origin, the score with its reasons, all conversations',
    variants: phoneDark,
    address: ({ language }) => contactAt(language === 'ru' ? anna : emily),
    ready: (page, { language }) => seeText(page, language === 'ru' ? 'ООО «Северный ветер»' : 'Brightline Ltd'),
  },
  {
    name: 'knowledge',
    about: 'What the agents may answer from',
    variants: phoneLight,
    address: () => '/knowledge',
    ready: (page) => seeText(page, 'Условия работы'),
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
  {
    name: 'settings',
    about: 'Appearance, channels, the model, sync and the account',
    variants: phoneDark,
    address: () => '/settings',
    ready: (page) => seeText(page, /fake_4200_bot/),
  },
  {
    name: 'palette',
    about: 'Everything by name: Ctrl+K',
    variants: phoneLight,
    address: () => '/inbox',
    ready: async (page) => {
      await seeText(page, 'Анна Ковалёва');
      await page.keyboard.press('Control+K');
      await page.getByRole('option').first().waitFor();
    },
  },
];

export const workspaceScreens: readonly WorkspaceScreen[] = [
  ...dailyScreens,
  ...agentScreens,
  ...syncScreens,
  ...approvalScreens,
];

/** The pages of those who are not signed in. */
export const outsideScreens = [
  { name: 'sign-in', about: 'Sign in, or begin a team', variants: phoneLight },
  { name: 'begin-alone', about: 'A workspace without a server: a name, and no network', variants: phoneDark },
  { name: 'chat', about: 'The page for customers, before the first word', variants: phoneLight },
  {
    name: 'chat-answer',
    about: 'A customer is answered from the knowledge base, with the source',
    variants: phoneDark,
  },
] as const;

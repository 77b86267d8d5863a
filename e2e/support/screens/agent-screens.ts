import type { Page } from '@playwright/test';
import { en } from '../../../desktop/src/renderer/i18n/en.ts';
import { ru } from '../../../desktop/src/renderer/i18n/ru.ts';
import { discardChanges } from './discard-changes.ts';
import { phoneDark, phoneLight, type Variant } from './variants.ts';
import type { WorkspaceScreen } from './workspace-screen.ts';

const wordsOf = ({ language }: Pick<Variant, 'language'>) => (language === 'ru' ? ru : en);

/** Questions of customers that the knowledge base answers; which of them was asked depends on the team. */
const answered = /Сколько гостей вмещает шатёр|how much does the live stream cost/;

const openAnsweredRun = async (page: Page): Promise<void> => {
  await page.locator('a[data-run]', { hasText: answered }).first().click();
  await page.locator('[aria-expanded]').first().waitFor();
};

const topicsOf = ({ language }: Variant): string =>
  language === 'ru' ? 'доставка\nвозврат денег' : 'delivery\nrefunds';

const tasks = {
  ru: 'Отвечай коротко, одним предложением, и называй цену вместе со сроком.',
  en: 'Answer briefly, in one sentence, and name the price together with the term.',
};

const titles = { ru: 'Доставка и возврат', en: 'Delivery and returns' };

/** An agent that the team created, created on the first visit. */
const openMade = async (page: Page, { language }: Variant): Promise<void> => {
  const { make, form } = wordsOf({ language }).agents;
  await page.getByRole('button', { name: make.action }).waitFor();
  const made = page.getByRole('link', { name: titles[language] });
  if (await made.isVisible()) await made.click();
  else {
    await page.getByRole('button', { name: make.action }).click();
    await page.getByRole('textbox', { name: form.title }).fill(titles[language]);
    await page.getByRole('button', { name: make.save }).click();
  }
  await page.getByRole('heading', { name: titles[language] }).waitFor();
  await page.getByRole('textbox', { name: form.topics }).waitFor();
};

/** Screens of agents and their runs. */
export const agentScreens: readonly WorkspaceScreen[] = [
  {
    name: 'agents',
    about: 'Who works for the team: what each agent is for, with how many tools, and whether it is as built in',
    variants: phoneDark,
    address: () => '/agents',
    ready: (page, variant) => page.getByRole('link', { name: wordsOf(variant).agents.name.rag }).waitFor(),
  },
  {
    name: 'agent',
    about: 'One agent: its task in both languages, tools with consent call by call, limits, and the test beside them',
    variants: phoneLight,
    address: () => '/agents/rag',
    ready: (page, variant) => page.getByRole('combobox', { name: wordsOf(variant).agents.test.choose }).waitFor(),
  },
  {
    name: 'agent-unsaved',
    about:
      'An agent whose task was edited, left and opened again: the changes are still there, and nothing is saved yet',
    variants: phoneDark,
    address: () => '/agents/rag',
    ready: async (page, variant) => {
      const { form } = wordsOf(variant).agents;
      const task = page.getByRole('textbox', { name: form[variant.language], exact: true });
      await task.fill(tasks[variant.language]);
      await page.getByRole('button', { name: wordsOf(variant).action.back }).click();
      await page.getByRole('link', { name: wordsOf(variant).agents.name.rag }).click();
      await page.getByText(new RegExp(`^${wordsOf(variant).forms.unsaved.split('{{')[0]}`)).waitFor();
    },
    leave: discardChanges,
  },
  {
    name: 'agent-made',
    about: 'An agent that the team made for a topic: what it answers, in which languages, by which materials',
    variants: phoneDark,
    address: () => '/agents',
    ready: async (page, variant) => {
      const { topics, someSources, done } = wordsOf(variant).agents.form;
      await openMade(page, variant);
      await page.getByRole('textbox', { name: topics }).fill(topicsOf(variant));
      await page.getByRole('radio', { name: someSources }).click();
      await page.getByRole('checkbox').first().click();
      await page.getByRole('button', { name: done }).click();
    },
    leave: discardChanges,
  },
  {
    name: 'agent-sources',
    about: 'The materials that an agent is given, found by words out of as many as there are',
    variants: phoneLight,
    address: () => '/agents',
    ready: async (page, variant) => {
      await openMade(page, variant);
      await page.getByRole('radio', { name: wordsOf(variant).agents.form.someSources }).click();
      await page.getByRole('checkbox').first().click();
    },
    leave: async (page) => {
      await page.keyboard.press('Escape');
      await discardChanges(page);
    },
  },
  {
    name: 'agent-test',
    about: 'A draft tried on a past run: what was and what would be, side by side, with nothing sent or changed',
    variants: phoneDark,
    address: () => '/agents/rag',
    ready: async (page, variant) => {
      const { form, test } = wordsOf(variant).agents;
      const runs = page.getByLabel(test.choose, { exact: true });
      const run = runs.locator('option', { hasText: answered }).first();
      await runs.selectOption(await run.getAttribute('value'));
      await page.getByRole('switch', { name: form.enabled }).click();
      await page.getByRole('button', { name: test.start }).click();
      await page.getByText(wordsOf(variant).runs.compare.now, { exact: true }).first().waitFor();
      await page.getByRole('heading', { name: test.title }).scrollIntoViewIfNeeded();
    },
    leave: discardChanges,
  },
  {
    name: 'monitor',
    about: 'What the agents do at this moment and did before, with what the day has used up',
    variants: phoneLight,
    address: () => '/agents/runs',
    ready: (page) => page.locator('a[data-run]').first().waitFor(),
  },
  {
    name: 'trace',
    about:
      'One run: what was asked and answered, the agents beside one another in time, and every step with its result',
    variants: phoneDark,
    address: () => '/agents/runs',
    ready: async (page, variant) => {
      await openAnsweredRun(page);
      const search = wordsOf(variant).agents.tool.searchKnowledge;
      await page.getByRole('button', { name: search, expanded: false }).first().click();
      await page.getByRole('heading', { name: wordsOf(variant).runs.detail.passages }).waitFor();
    },
  },
];

import type { Page } from '@playwright/test';
import { en } from '../../../desktop/src/renderer/i18n/en.ts';
import { ru } from '../../../desktop/src/renderer/i18n/ru.ts';
import { phoneDark, phoneLight, type Variant } from './variants.ts';
import type { WorkspaceScreen } from './workspace-screen.ts';

const wordsOf = ({ language }: Pick<Variant, 'language'>) => (language === 'ru' ? ru : en);

/** Signs in from the sign-in page in either language. */
export const openBeginning = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: oneOf((words) => words.local.start.action) }).click();
  await page.getByRole('textbox', { name: oneOf((words) => words.signIn.name) }).waitFor();
};

/** Starts a workspace without a server and creates a lead in it. */
export const beginAlone = async (page: Page): Promise<void> => {
  await openBeginning(page);
  await page.getByRole('textbox', { name: oneOf((words) => words.signIn.name) }).fill('Ольга Белова');
  await page.getByRole('button', { name: oneOf((words) => words.local.start.submit) }).click();
  await page
    .locator('footer')
    .getByText(oneOf((words) => words.status.local))
    .waitFor();
};

const oneOf = (wordOf: (words: typeof ru | typeof en) => string): RegExp =>
  new RegExp(`^(${wordOf(ru)}|${wordOf(en)})$`);

/** A workspace without a server. */
export const localScreens: readonly WorkspaceScreen[] = [
  {
    name: 'local',
    about: 'A workspace begun without a server: what works at once, and what waits for a team',
    variants: phoneLight,
    address: () => '/inbox',
    ready: (page, variant) => page.getByText(wordsOf(variant).local.needs.inbox).waitFor(),
  },
  {
    name: 'local-leads',
    about: 'Deals without a server, before the first one',
    variants: phoneDark,
    address: () => '/leads',
    ready: (page, variant) => page.getByText(wordsOf(variant).local.needs.leads).waitFor(),
  },
  {
    name: 'local-device',
    about: 'Settings without a server: everything is on this device alone, and the way into a team',
    variants: phoneDark,
    address: () => '/settings#sync',
    ready: (page, variant) => page.getByText(wordsOf(variant).local.account.hint).waitFor(),
  },
  {
    name: 'join-team',
    about: 'Into a team, with everything that was entered: by e-mail, as a new team, or by a link',
    variants: phoneLight,
    address: () => '/settings',
    ready: async (page, variant) => {
      const { join } = wordsOf(variant).local;
      await page.getByRole('button', { name: join.action }).last().click();
      await page.getByText(join.text).waitFor();
    },
  },
];

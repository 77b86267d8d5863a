import type { Page } from '@playwright/test';
import { en } from '../../../desktop/src/renderer/i18n/en.ts';
import { ru } from '../../../desktop/src/renderer/i18n/ru.ts';
import { changeLead, leadOf, otherDeviceOf } from '../other-device.ts';
import { refuseNothing, refuseStages } from '../refuse-stage.ts';
import { letPullsPass, stallFirstPull, stallLaterPull } from './stall-pulls.ts';
import { phoneDark, phoneLight, type Variant } from './variants.ts';
import type { WorkspaceScreen } from './workspace-screen.ts';

const wordsOf = ({ language }: Pick<Variant, 'language'>) => (language === 'ru' ? ru : en);
const contactAt = (place: string) => `/contacts/${encodeURIComponent(`contact:${place}`)}`;
const anna = { name: 'Анна Ковалёва', address: contactAt('web-chat:site:demo-1') };
const dmitry = { name: 'Дмитрий Орлов', address: contactAt('telegram:demo:demo-2') };

const origin = (page: Page): string => new URL(page.url()).origin;
const noteOf = (page: Page) => page.getByRole('note').filter({ hasText: /не принял|rejected this/ });

/** Runs once: two devices change the same fields of a lead without knowing of each other. */
const contest = async (page: Page): Promise<void> => {
  const device = await otherDeviceOf(page, () => page.reload());
  const lead = await leadOf(device, anna.name);
  if (lead.conflicts?.length) return;
  await changeLead(device, lead, {
    stage: 'proposal',
    bant: { ...lead.bant, need: `${lead.bant.need}, меню без орехов для двоих` },
  });
  await changeLead(device, lead, {
    stage: 'won',
    bant: { ...lead.bant, need: `${lead.bant.need} с террасой, меню без орехов` },
  });
};

/** Runs once: the server rejects this change. Afterwards the page shows the customer. */
const beRefused = async (page: Page, variant: Variant): Promise<void> => {
  await page.goto(`${origin(page)}/#${dmitry.address}`);
  const stage = page.getByRole('combobox', { name: wordsOf(variant).leads.field.stage });
  await stage.waitFor();
  if (await noteOf(page).isVisible()) return;
  await refuseStages(page);
  await stage.selectOption('won');
  await noteOf(page).waitFor();
  await refuseNothing(page);
};

/** Screens of sync. */
export const syncScreens: readonly WorkspaceScreen[] = [
  {
    name: 'attention',
    about: 'What the server refused, and every field with more than one value, side by side',
    variants: phoneDark,
    address: () => '/attention',
    ready: async (page, variant) => {
      const words = wordsOf(variant);
      await contest(page);
      await beRefused(page, variant);
      await page.goto(`${origin(page)}/#/attention`);
      await page.getByRole('button', { name: new RegExp(`^${words.sync.refused.fix} `) }).waitFor();
      await page
        .getByRole('button', { name: new RegExp(`^${words.sync.choice.take} `) })
        .first()
        .waitFor();
    },
  },
  {
    name: 'fix',
    about: 'The field that the server refused, with the reason beside it and the server’s value one click away',
    variants: phoneLight,
    address: () => dmitry.address,
    ready: async (page, variant) => {
      await beRefused(page, variant);
      await page.goto(`${origin(page)}/#/attention`);
      await page.getByRole('button', { name: `${wordsOf(variant).sync.refused.fix} ${dmitry.name}` }).click();
      await noteOf(page).waitFor();
    },
  },
  {
    name: 'choice',
    about: 'Two values of one field, who entered each and when: one is kept by mouse, 1 and 2, or arrows',
    variants: phoneLight,
    address: () => anna.address,
    ready: async (page, variant) => {
      await contest(page);
      await page.getByRole('button', { name: new RegExp(`^${wordsOf(variant).sync.field.need}: 2`) }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'device',
    about: 'What this device holds and knows: its state, how far behind it is, the space it takes, and the way out',
    variants: phoneDark,
    address: () => '/settings#sync',
    ready: (page, variant) =>
      page.getByRole('button', { name: wordsOf(variant).device.startOver.action, exact: true }).waitFor(),
  },
  {
    name: 'sign-out',
    about: 'Signing out: what is not sent yet, and whether the data stays on this device',
    variants: phoneLight,
    address: () => '/settings',
    ready: async (page, variant) => {
      await page.getByRole('button', { name: wordsOf(variant).device.signOut.removeAction }).click();
      // The dialog reads unsent changes from the disk before it lists them.
      const answer = page.getByRole('alertdialog').getByRole('status');
      await answer.filter({ hasNotText: wordsOf(variant).device.unsent.reading }).waitFor();
    },
  },
  {
    name: 'behind',
    about: 'Back after some days without a network: how far this device is behind, while everything works',
    variants: phoneDark,
    address: () => '/leads',
    ready: async (page) => {
      await stallLaterPull(page, 1_204);
      await page.reload();
      await page
        .locator('footer')
        .getByText(/Отстаёт|ehind/)
        .waitFor();
    },
    leave: letPullsPass,
  },
  {
    name: 'first-sync',
    about: 'The first download: how far it is, while the inbox works already',
    variants: phoneLight,
    address: () => '/settings#sync',
    ready: async (page, variant) => {
      const { action, confirm } = wordsOf(variant).device.startOver;
      await stallFirstPull(page);
      await page.getByRole('button', { name: action, exact: true }).click();
      await page.getByRole('button', { name: confirm, exact: true }).click();
      await page.getByRole('progressbar').waitFor();
      await page.goto(`${origin(page)}/#/inbox`);
      await page.getByText('Дмитрий Орлов').first().waitFor();
      await page.getByText(/\d (из|of) \d/).waitFor();
    },
    leave: letPullsPass,
  },
];

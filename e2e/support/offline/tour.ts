import { expect, type Page } from '@playwright/test';
import type { places } from '../../../desktop/src/renderer/base/places.ts';
import type { Speech } from './words.ts';

type Stop = { readonly address: string; readonly see: (page: Page) => Promise<void> };

/** Every place of the workspace: a new one does not compile until it is stated here how it looks without a server. */
type Stops = Readonly<Record<(typeof places)[number]['to'], Stop>>;

const contactOf = (place: string): string => `/contacts/${encodeURIComponent(`contact:${place}`)}`;

const sectionsOf = ({ words, sample, lab, source }: Speech): Stops => ({
  '/inbox': {
    address: '/inbox',
    see: (page) => expect(listOfConversations(page, words.inbox.list).getByText(sample.name)).toBeVisible(),
  },
  '/approvals': {
    address: '/approvals',
    see: async (page) => {
      await expect(page.getByRole('heading', { name: words.approvals.title })).toBeVisible();
      await expect(
        page.getByText(words.approvals.empty.open).or(page.getByText(words.local.needs.model)),
      ).toBeVisible();
    },
  },
  '/leads': {
    address: '/leads',
    see: async (page) => {
      await page.getByRole('searchbox', { name: words.leads.filter }).fill(sample.company);
      await expect(page.getByRole('table').getByRole('link', { name: sample.name })).toBeVisible();
    },
  },
  '/knowledge': {
    address: '/knowledge',
    see: (page) => expect(page.getByRole('link', { name: source.title })).toBeVisible(),
  },
  '/knowledge/lab': {
    address: `/knowledge/lab?q=${encodeURIComponent(lab.query)}`,
    see: (page) => expect(page.getByText(lab.answer).first()).toBeVisible(),
  },
  '/attention': {
    address: '/attention',
    see: async (page) => {
      await expect(page.getByRole('heading', { name: words.sync.attention.title })).toBeVisible();
      await expect(page.getByText(words.sync.attention.empty)).toBeVisible();
    },
  },
  '/agents': {
    address: '/agents',
    see: (page) => expect(page.getByRole('link', { name: words.agents.name.rag })).toBeVisible(),
  },
  '/agents/wording': {
    address: '/agents/wording',
    see: (page) => expect(page.getByRole('heading', { name: words.agents.wording })).toBeVisible(),
  },
  '/agents/runs': {
    address: '/agents/runs',
    see: async (page) => {
      await page.getByRole('list', { name: words.runs.list }).getByRole('link').first().click();
      await expect(page.getByRole('heading', { name: words.runs.steps, exact: true })).toBeVisible();
    },
  },
  '/settings': {
    address: '/settings',
    see: async (page) => {
      for (const section of Object.values(words.settings.section)) {
        await expect(page.getByRole('heading', { name: section, exact: true }).first()).toBeVisible();
      }
    },
  },
});

const placesWithin = ({ words, sample, source }: Speech): readonly Stop[] => [
  {
    address: `/inbox/${encodeURIComponent(sample.place)}`,
    see: (page) =>
      expect(page.getByRole('region', { name: words.inbox.messages }).getByText(sample.phrase).first()).toBeVisible(),
  },
  {
    address: contactOf(sample.place),
    see: async (page) => {
      await expect(page.getByRole('heading', { name: sample.name })).toBeVisible();
      await expect(page.getByRole('button', { name: actionsOnFact(words) }).first()).toBeVisible();
    },
  },
  {
    address: '/knowledge',
    see: async (page) => {
      await page.getByRole('link', { name: source.title }).click();
      await expect(page.getByText(source.phrase).first()).toBeVisible();
      await page.reload();
      await expect(page.getByText(source.phrase).first()).toBeVisible();
    },
  },
];

export const actionsOnFact = (words: Speech['words']): RegExp =>
  new RegExp(`^${words.contacts.twin.actions.split('{{')[0]}`);

export const listOfConversations = (page: Page, name: string) => page.getByRole('list', { name });

export const openContact = (page: Page, url: string, place: string) => page.goto(`${url}/#${contactOf(place)}`);

/** Opens every screen by its address while the server is unreachable, reloads it, and checks what it shows. */
export const seeEverything = async (page: Page, url: string, speech: Speech): Promise<void> => {
  for (const { address, see } of [...Object.values(sectionsOf(speech)), ...placesWithin(speech)]) {
    await page.goto(`${url}/#${address}`);
    await page.reload();
    await see(page);
    await expect(page.getByText(speech.words.errors.title)).toBeHidden();
  }
};

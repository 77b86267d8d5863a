import { expect, type Page } from '@playwright/test';
import { actionsOnFact, listOfConversations, openContact } from './tour.ts';
import type { Speech } from './words.ts';

/** A sample customer whom an agent has handed over. */
const HANDED_OVER = 'Дмитрий Орлов';
export const handedOverPlace = 'telegram:demo:demo-2';

/**
 * Two replies and their conversation, a lead, a taken conversation, a closed one, a twin, a source and its passage, a judgement. The score
 * that follows from the twin is nobody's change.
 */
export const CHANGES = 10;

const openConversation = async (page: Page, { words }: Speech, name: string): Promise<void> => {
  await page.getByRole('link', { name: words.nav.inbox }).first().click();
  await listOfConversations(page, words.inbox.list).getByText(name, { exact: true }).click();
};

const messages = (page: Page, { words }: Speech) => page.getByRole('region', { name: words.inbox.messages });

const inConversations = async (page: Page, speech: Speech): Promise<void> => {
  const { words, customer, sample, replies } = speech;
  await openConversation(page, speech, customer.name);
  for (const reply of replies) {
    await page.getByRole('textbox', { name: words.inbox.reply.label }).fill(reply);
    await page.keyboard.press('Enter');
    await expect(messages(page, speech).getByText(reply)).toBeVisible();
  }
  await page.getByRole('combobox', { name: words.leads.field.stage }).selectOption('proposal');

  await openConversation(page, speech, sample.name);
  await page.getByRole('button', { name: words.inbox.mode.take }).click();
  await expect(page.getByRole('button', { name: words.inbox.mode.handBack })).toBeVisible();

  await openConversation(page, speech, HANDED_OVER);
  await page.getByRole('button', { name: words.action.more, exact: true }).click();
  await page.getByRole('menuitem', { name: words.inbox.close }).click();
  await expect(page.getByText(words.inbox.closed, { exact: true })).toBeVisible();
};

const onContact = async (page: Page, url: string, { words, sample, fact }: Speech): Promise<void> => {
  await openContact(page, url, sample.place);
  await page
    .getByRole('button', { name: actionsOnFact(words) })
    .first()
    .click();
  await page.getByRole('menuitem', { name: words.contacts.twin.correct }).click();
  await page.getByRole('textbox', { name: words.contacts.twin.value }).fill(fact);
  await page.getByRole('button', { name: words.action.save }).click();
  await expect(page.getByText(fact, { exact: true })).toBeVisible();
};

const inKnowledge = async (page: Page, url: string, { words, file, lab }: Speech): Promise<void> => {
  await page.goto(`${url}/#/knowledge`);
  await page.locator('input[type=file]').setInputFiles({
    name: 'chairs.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from(file.content),
  });
  const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: file.title }) });
  await expect(row.getByText(words.knowledge.state.ready)).toBeVisible();
  await page.getByRole('searchbox', { name: words.knowledge.search }).fill(file.question);
  await expect(page.getByText(file.answer).first()).toBeVisible();

  await page.goto(`${url}/#/knowledge/lab?q=${encodeURIComponent(lab.query)}`);
  const relevant = page.getByRole('button', { name: new RegExp(`^${words.searchLab.grade.relevant}`) }).first();
  await relevant.click();
  await expect(relevant).toHaveAttribute('aria-pressed', 'true');
};

const inSettings = async (page: Page, url: string, { words }: Speech): Promise<void> => {
  await page.goto(`${url}/#/settings`);
  await page.getByRole('radio', { name: words.settings.theme.dark }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const waiting = page.locator('#sync').getByText(words.settings.sync.pending, { exact: true });
  await expect(waiting.locator('..').getByText(String(CHANGES), { exact: true })).toBeVisible();
};

/** A day's work of one user across the workspace. */
export const doEverything = async (page: Page, url: string, speech: Speech): Promise<void> => {
  await inConversations(page, speech);
  await onContact(page, url, speech);
  await inKnowledge(page, url, speech);
  await inSettings(page, url, speech);
};

/** Checks that all the work is present on the device where it was done. */
export const seeEverythingDone = async (page: Page, url: string, speech: Speech): Promise<void> => {
  const { words, customer, sample, replies, fact, file } = speech;
  await openConversation(page, speech, customer.name);
  for (const reply of replies) await expect(messages(page, speech).getByText(reply)).toHaveCount(1);
  await expect(page.getByRole('combobox', { name: words.leads.field.stage })).toHaveValue('proposal');
  await openConversation(page, speech, sample.name);
  await expect(page.getByRole('button', { name: words.inbox.mode.handBack })).toBeVisible();
  await page.goto(`${url}/#/inbox?filter=closed`);
  await expect(listOfConversations(page, words.inbox.list).getByText(HANDED_OVER)).toBeVisible();
  await openContact(page, url, sample.place);
  await expect(page.getByText(fact, { exact: true })).toHaveCount(1);
  await page.goto(`${url}/#/knowledge`);
  await expect(page.getByRole('link', { name: file.title })).toHaveCount(1);
};

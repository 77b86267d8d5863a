import { type Contact, contactSchema } from '@inbetwin/shared/entities/contact.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { newestFirst } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import { NEVER, type Work } from '@inbetwin/shared/entities/work.ts';
import { expect, type Locator, type Page } from '@playwright/test';
import type { GuestTeam } from './support/shared-server.ts';
import { test } from './support/test.ts';

const COUNT = 240;
const LONG = 340;
const NEWEST = Date.UTC(2030, 0, 1);
const nameOf = (at: number): string => `Гость ${String(at).padStart(3, '0')}`;

/** Newer than all sample data; the first is the newest. */
const timeAt = (at: number): number => NEWEST - at * 60_000;

const contactAt = (at: number): Contact =>
  contactSchema.parse({
    id: `contact:${at}`,
    kind: 'person',
    name: nameOf(at),
    identities: [],
    createdAt: timeAt(at),
    updatedAt: timeAt(at),
  });
const leadAt = (at: number): Lead => ({
  id: `lead:${at}`,
  contactId: `contact:${at}`,
  title: 'Праздник',
  stage: at % 2 === 0 ? 'proposal' : 'lost',
  score: at % 90,
  scoreReasons: [],
  bant: {},
  createdAt: timeAt(at),
  updatedAt: timeAt(at),
});
const conversationAt = (at: number): Conversation => ({
  id: `site:1:${at}`,
  channel: 'web-chat',
  account: '1',
  chatId: String(at),
  contactId: `contact:${at}`,
  leadId: `lead:${at}`,
  language: 'ru',
  mode: 'human',
  status: 'open',
  lastMessage: { id: `site:1:${at}:1`, text: 'Здравствуйте', direction: 'outbound', at: timeAt(at) },
  recency: newestFirst(timeAt(at)),
  createdAt: timeAt(at),
  updatedAt: timeAt(at),
});
const runAt = (at: number): Run => ({
  id: `run:site:1:${at}:1`,
  conversationId: `site:1:${at}`,
  messageId: `site:1:${at}:1`,
  state: 'done',
  outcome: 'replied',
  steps: [],
  createdAt: timeAt(at),
  updatedAt: timeAt(at),
});
const approvalAt = (at: number): Work => ({
  id: `work:${at}`,
  kind: 'approval',
  state: at % 2 === 0 ? 'open' : 'refused',
  title: `Заказ ${nameOf(at)}`,
  conversationId: `site:1:${at}`,
  contactId: `contact:${at}`,
  createdBy: 'agent:rag',
  dueAt: NEVER,
  approval: { runId: `run:site:1:${at}:1`, step: 1, agent: 'rag', tool: 'create_order', arguments: '{}' },
  createdAt: timeAt(at),
  updatedAt: timeAt(at),
});
const messageAt = (at: number): Message => ({
  id: `site:1:0:${at}`,
  conversationId: 'site:1:0',
  direction: 'inbound',
  author: { kind: 'customer', name: nameOf(0) },
  text: `Слово ${at}`,
  citations: [],
  delivery: { state: 'received', attempts: 0, platformIds: [] },
  sentAt: timeAt(0) - (LONG - at) * 1_000,
  createdAt: timeAt(0) - (LONG - at) * 1_000,
  demo: true,
});

/** Writes into the server's store as another of its processes would. */
const store = async ({ documents }: GuestTeam): Promise<void> => {
  const all = Array.from({ length: COUNT }, (_, at) => at);
  await documents.contacts.insertMany(all.map(contactAt));
  await documents.leads.insertMany(all.map(leadAt));
  await documents.conversations.insertMany(all.map(conversationAt));
  await documents.runs.insertMany(all.map(runAt));
  await documents.work.insertMany(all.map(approvalAt));
  await documents.messages.insertMany(Array.from({ length: LONG }, (_, at) => messageAt(at)));
};

const signIn = async (page: Page, team: GuestTeam): Promise<void> => {
  await page.goto(team.link);
  await expect(page.getByText('Анна Ковалёва').first()).toBeVisible();
  await store(team);
  await expect(page.getByRole('link', { name: nameOf(0) })).toBeVisible();
};

const scrollTo = (pane: Locator, top: number) =>
  pane.evaluate((element, to) => {
    element.scrollTop = to;
  }, top);

test('lists far longer than a screen are read on as one scrolls, filtered and sorted as a whole', async ({
  page,
  team,
}) => {
  await signIn(page, team);
  const inbox = page.getByRole('list', { name: 'Разговоры' });
  const pane = inbox.locator('xpath=..');
  await expect(async () => {
    await scrollTo(pane, 1e7);
    await expect(inbox.getByRole('link', { name: nameOf(COUNT - 1) })).toBeVisible({ timeout: 500 });
  }).toPass();

  await page.getByRole('link', { name: 'Сделки' }).click();
  const table = page.getByRole('region', { name: 'Сделки' });
  const rows = table.getByRole('row');
  await expect(rows.nth(1)).toContainText(nameOf(0));
  await expect(page.getByText(/^2\d\d сдел/)).toBeVisible();
  await expect(async () => {
    await scrollTo(table, 1e7);
    await expect(table.getByRole('link', { name: nameOf(COUNT - 1) })).toBeVisible({ timeout: 500 });
  }).toPass();

  await page.getByRole('radio', { name: 'Предложение' }).click();
  await scrollTo(table, 0);
  await expect(rows.nth(2)).toContainText(nameOf(2));
  await page.getByRole('button', { name: 'Оценка' }).click();
  await expect(rows.nth(1)).toContainText(nameOf(88));
  await page.getByRole('radio', { name: 'Все' }).click();
  await page.getByRole('button', { name: 'Клиент' }).click();
  await page.getByRole('searchbox').fill('гость 23');
  await expect(rows.nth(1)).toContainText(nameOf(23));
  await expect(rows.nth(13)).toContainText(nameOf(239));
  await expect(page.getByText('13 сделок')).toBeVisible();
});

test('the monitor and the approvals are read by windows, and no more rows are drawn the further one scrolls', async ({
  page,
  team,
}) => {
  await signIn(page, team);
  await page.goto(`${team.url}/#/agents/runs`);
  const runs = page.getByRole('list', { name: 'Разборы' });
  await expect(runs.getByText(nameOf(0))).toBeVisible();
  await readThrough(runs, nameOf(COUNT - 1));

  await page.goto(`${team.url}/#/approvals`);
  const approvals = page.getByRole('list', { name: 'Запросы агентов' });
  await expect(approvals.getByText(nameOf(COUNT - 2)).first()).toBeVisible();
  await readThrough(approvals, nameOf(0));
  await page.getByRole('radio', { name: 'Решённые' }).click();
  await expect(approvals.getByText(nameOf(1)).first()).toBeVisible();
  await readThrough(approvals, nameOf(COUNT - 1));
});

/** Scrolls to the end of a virtualized list. */
const readThrough = async (list: Locator, last: string): Promise<void> => {
  const pane = list.locator('xpath=..');
  await expect(async () => {
    await scrollTo(pane, 1e7);
    await expect(list.getByText(last).first()).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(await list.getByRole('listitem').count()).toBeLessThan(60);
};

test('a long conversation opens at its end, goes back as one reads up, and stays in its place', async ({
  page,
  team,
}) => {
  await signIn(page, team);
  await page.getByRole('link', { name: nameOf(0) }).click();
  const pane = page.getByRole('region', { name: 'Сообщения' });
  // The newest message arrives last; a conversation that is opened earlier continues from what it was opened with.
  await expect(pane.getByText(`Слово ${LONG - 1}`, { exact: true })).toBeInViewport();
  await page.reload();
  await expect(pane.getByText(`Слово ${LONG - 1}`, { exact: true })).toBeInViewport();
  await expect(pane.getByText(`Слово ${LONG - 101}`, { exact: true })).not.toBeAttached();

  const seen = pane.getByText(`Слово ${LONG - 98}`, { exact: true });
  await scrollTo(pane, 250);
  const before = (await seen.boundingBox())?.y ?? Number.NaN;
  await expect(pane.getByText(`Слово ${LONG - 110}`, { exact: true })).toBeAttached();
  const after = (await seen.boundingBox())?.y ?? Number.NaN;
  expect(Math.abs(after - before)).toBeLessThan(3);

  await page.goto(`${team.url}/#/inbox/site:1:0?message=site:1:0:40`);
  await page.reload();
  await expect(pane.getByText('Слово 40', { exact: true })).toBeInViewport();
  await expect(pane.getByText(`Слово ${LONG - 1}`, { exact: true })).toBeAttached();
});

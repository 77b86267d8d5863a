import { twinSchema } from '@inbetwin/shared/entities/twin.ts';
import { type ApiClient, signInByLink } from '@inbetwin/sync-server/testing/api-client.ts';
import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { watchErrors } from './support/watch-errors.ts';
import { test, type World } from './support/world.ts';

const CHAT = 31;
const QUESTION = 'Меня зовут Марина, бюджет 250 000 рублей, телефон +7 905 111-22-33. Есть ли парковка у шатра?';
const REPLIES = ['Марина, парковка у шатра есть.', 'Ждём вас в субботу на показ.'];

test('the workspace opens without its server, works there in full, and hands everything over once', async ({
  context,
  page: first,
  world,
}) => {
  const errors = watchErrors(context);
  await fillOnline(first, world);
  await world.stopServer();
  await first.close();

  const page = await context.newPage();
  await page.goto(world.server().url);
  await readEverything(page);
  await writeEverything(page);
  await expect(page.getByText('Нет сети')).toBeVisible();
  await expect(page.getByText('5 правок ждут отправки')).toBeVisible();
  await page.close();

  const reopened = await context.newPage();
  await reopened.goto(world.server().url);
  await expect(reopened.getByText('5 правок ждут отправки')).toBeVisible();
  await seeEverythingWritten(reopened);
  expect(world.telegram.sent(CHAT)).toHaveLength(1);

  const { link } = await world.startServer();
  await expect(reopened.getByText(/ждут? отправки/)).toBeHidden({ timeout: 40_000 });
  await expect.poll(() => world.telegram.sent(CHAT).map(({ text }) => text)).toEqual(expect.arrayContaining(REPLIES));
  expect(await readServer((await signInByLink(link)).api)).toEqual({
    replies: REPLIES,
    stage: 'proposal',
    budgets: ['300 000 рублей'],
  });
  expect(world.telegram.sent(CHAT)).toHaveLength(1 + REPLIES.length);
  await seeEverythingWritten(reopened);
  expect(errors).toEqual([]);
});

test('a browser can install it', async ({ launchOptions, playwright, world }) => {
  // With a profile on disk: what is private cannot be installed.
  const context = await playwright.chromium.launchPersistentContext('', launchOptions);
  const page = await context.newPage();
  await page.goto(world.server().url);
  const browser = await context.newCDPSession(page);
  const manifest = await browser.send('Page.getAppManifest');
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
  await context.close();
  expect(manifest.url).toBe(`${world.server().url}/manifest.webmanifest`);
  expect([...manifest.errors, ...installabilityErrors]).toEqual([]);
});

/** Signs in, waits until this device holds everything, the workspace's own files included. */
const fillOnline = async (page: Page, { server, telegram }: World): Promise<void> => {
  await page.goto(server().link);
  await expect(page.getByText('Анна Ковалёва').first()).toBeVisible();
  telegram.customerWrites({ chatId: CHAT, text: QUESTION, from: { first_name: 'Марина' } });
  await openConversation(page, 'Марина');
  await expect(factOf(page, '250 000 рублей')).toBeVisible();
  await expect.poll(() => telegram.sent(CHAT).length).toBe(1);
  await expect(page.getByText('Отправлено', { exact: true })).toBeAttached();
  await expect(page.getByText('На связи')).toBeVisible();
  await expect(page.getByText('Первая загрузка')).toBeHidden();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
};

const readEverything = async (page: Page): Promise<void> => {
  await expect(page.getByText('Анна Ковалёва').first()).toBeVisible();
  await openConversation(page, 'Анна Ковалёва');
  await expect(page.getByText('У двоих аллергия на орехи', { exact: false }).first()).toBeVisible();

  await page.getByRole('link', { name: 'Сделки' }).click();
  await page.getByRole('searchbox', { name: 'Имя, компания или потребность' }).fill('Северный');
  await expect(page.getByText('1 сделка')).toBeVisible();
  await page.getByRole('table').getByRole('link', { name: 'Анна Ковалёва' }).click();
  await expect(page.getByRole('heading', { name: 'Анна Ковалёва' })).toBeVisible();
  await expect(page.getByText('+79161234567').first()).toBeVisible();

  await page.getByRole('link', { name: 'База знаний' }).click();
  await page.getByRole('searchbox', { name: 'Поиск по базе знаний' }).fill('где оставить машину: парковка');
  await expect(page.getByText('у шатра — на 90 машин').first()).toBeVisible();
};

/** Two messages with their conversation, a lead and a twin: five documents. */
const writeEverything = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Входящие' }).click();
  await openConversation(page, 'Марина');
  for (const reply of REPLIES) {
    await page.getByRole('textbox', { name: 'Ответ клиенту' }).fill(reply);
    await page.keyboard.press('Enter');
    await expect(messages(page).getByText(reply)).toBeVisible();
  }
  await page.getByRole('combobox', { name: 'Этап' }).selectOption('Предложение');
  await page.getByRole('button', { name: 'Действия с фактом: Бюджет: 250 000 рублей' }).click();
  await page.getByRole('menuitem', { name: 'Исправить' }).click();
  await page.getByRole('textbox', { name: 'Бюджет: Верное значение' }).fill('300 000 рублей');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(factOf(page, '300 000 рублей')).toBeVisible();
};

const seeEverythingWritten = async (page: Page): Promise<void> => {
  await openConversation(page, 'Марина');
  for (const reply of REPLIES) await expect(messages(page).getByText(reply)).toHaveCount(1);
  await expect(page.getByRole('combobox', { name: 'Этап' })).toHaveValue('proposal');
  await expect(factOf(page, '300 000 рублей')).toBeVisible();
};

const openConversation = (page: Page, name: string): Promise<void> =>
  page.getByRole('list', { name: 'Разговоры' }).getByText(name, { exact: true }).click();

const messages = (page: Page) => page.locator('[id^="message-"]');

const factOf = (page: Page, value: string) => page.getByRole('complementary').getByText(value, { exact: true }).first();

/** What an integrator reads of Marina once everything has arrived. */
const readServer = async (api: ApiClient) => {
  const { items } = await api('listConversations', { query: { limit: '200' } });
  const conversation = items.find(({ lastMessage }) => lastMessage.text === REPLIES.at(-1));
  if (!conversation?.leadId) throw new Error('Marina has no conversation with a lead.');
  const { id, leadId, contactId } = conversation;
  const written = await api('listMessages', { params: { id }, query: { limit: '200' } });
  const lead = await api('getLead', { params: { id: leadId } });
  const { documents } = await api('pull', { body: { collection: 'twins', checkpoint: null, limit: 2000 } });
  const facts = documents.flatMap((twin) => (twin.id === contactId ? twinFacts(twin) : []));
  return {
    replies: written.items.flatMap(({ author, text }) => (author.kind === 'person' ? [text] : [])),
    stage: lead.stage,
    budgets: facts.filter(({ key }) => key === 'budget').map(({ value }) => value),
  };
};

const twinFacts = (document: unknown) => z.object({ facts: twinSchema.shape.facts }).parse(document).facts;

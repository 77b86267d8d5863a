import { type BrowserContext, expect, type Page, type Request } from '@playwright/test';
import { watchErrors } from './support/watch-errors.ts';
import { test } from './support/world.ts';

const CHAT = 47;
const FIRST_REPLY = 'Пётр, лофт свободен.';
const SECOND_REPLY = 'Высылаю смету сегодня.';

/** The pages that hold a live stream open, one entry per stream. */
const watchStreams = (context: BrowserContext): (() => Page[]) => {
  const open = new Map<Request, Page>();
  const isStream = (request: Request) => new URL(request.url()).pathname === '/sync/v1/stream';
  context.on('request', (request) => {
    if (isStream(request)) open.set(request, request.frame().page());
  });
  context.on('requestfinished', (request) => open.delete(request));
  context.on('requestfailed', (request) => open.delete(request));
  return () => [...open.values()].filter((page) => !page.isClosed());
};

const online = (page: Page) => expect(page.getByText('На связи')).toBeVisible();

const openConversation = (page: Page) =>
  page.getByRole('list', { name: 'Разговоры' }).getByText('Пётр', { exact: true }).click();

const reply = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Ответ клиенту' }).fill(text);
  await page.keyboard.press('Enter');
};

test('of two tabs one replicates; when it closes the other takes over, and every change leaves once', async ({
  context,
  page,
  world: { server, telegram },
}) => {
  const errors = watchErrors(context);
  const streams = watchStreams(context);
  await page.goto(server().link);
  await online(page);
  const second = await context.newPage();
  await second.goto(server().url);
  await online(second);
  expect(streams()).toEqual([page]);

  telegram.customerWrites({ chatId: CHAT, text: 'Лофт свободен в субботу?', from: { first_name: 'Пётр' } });
  for (const tab of [page, second]) await openConversation(tab);
  await expect.poll(() => telegram.sent(CHAT).length).toBe(1);

  await reply(second, FIRST_REPLY);
  await expect(page.getByRole('region', { name: 'Сообщения' }).getByText(FIRST_REPLY)).toHaveCount(1);
  await expect.poll(() => telegram.sent(CHAT).length).toBe(2);

  await page.close();
  await reply(second, SECOND_REPLY);
  await expect.poll(streams).toEqual([second]);
  await expect
    .poll(() =>
      telegram
        .sent(CHAT)
        .map(({ text }) => text)
        .slice(1),
    )
    .toEqual([FIRST_REPLY, SECOND_REPLY]);

  telegram.customerWrites({ chatId: CHAT, text: 'Спасибо, жду' });
  await expect(second.getByRole('region', { name: 'Сообщения' }).getByText('Спасибо, жду')).toBeVisible();
  await expect(second.getByText(/ждут? отправки/)).toBeHidden();
  expect(telegram.sent(CHAT).slice(1)).toHaveLength(2);
  expect(errors).toEqual([]);
});

test('signing out in one tab signs the others out and ends the stream', async ({
  context,
  page,
  world: { server },
}) => {
  const errors = watchErrors(context);
  const streams = watchStreams(context);
  await page.goto(server().link);
  await online(page);
  const second = await context.newPage();
  await second.goto(server().url);
  await online(second);

  await second.getByRole('link', { name: 'Настройки' }).click();
  await second.getByRole('button', { name: 'Выйти' }).click();
  for (const tab of [second, page]) {
    await expect(tab.getByRole('textbox', { name: 'Почта' })).toBeVisible();
    await expect(tab.getByText('Анна Ковалёва')).toBeHidden();
  }
  await expect.poll(streams).toEqual([]);
  await second.reload();
  await expect(second.getByRole('textbox', { name: 'Почта' })).toBeVisible();
  expect(errors).toEqual([]);
});

import { expect, type Page } from '@playwright/test';
import { freeze, online, openConversation, openTabs, reply, watchStreams } from './support/tabs.ts';
import { test } from './support/test.ts';
import { watchErrors } from './support/watch-errors.ts';

const CHAT = 47;
const FIRST_REPLY = 'Пётр, лофт свободен.';
const SECOND_REPLY = 'Высылаю смету сегодня.';

test('of two tabs one replicates; when it closes the other takes over, and every change leaves once', async ({
  context,
  page,
  team,
}) => {
  const errors = watchErrors(context);
  const streams = watchStreams(context);
  const { telegram } = team;
  await page.goto(team.link);
  await online(page);
  const second = await context.newPage();
  await second.goto(team.url);
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

test('signing out in one tab signs the others out and ends the stream', async ({ context, page, team }) => {
  const errors = watchErrors(context);
  const streams = watchStreams(context);
  await page.goto(team.link);
  await online(page);
  const second = await context.newPage();
  await second.goto(team.url);
  await online(second);

  await second.getByRole('link', { name: 'Настройки' }).click();
  await second.getByRole('button', { name: 'Выйти', exact: true }).click();
  for (const tab of [second, page]) {
    await expect(tab.getByRole('textbox', { name: 'Почта' })).toBeVisible();
    await expect(tab.getByText('Анна Ковалёва')).toBeHidden();
  }
  await expect.poll(streams).toEqual([]);
  await second.reload();
  await expect(second.getByRole('textbox', { name: 'Почта' })).toBeVisible();
  expect(errors).toEqual([]);
});

test('a tab that was frozen while it led goes on as the others do when it is looked at again', async ({
  context,
  team,
}) => {
  const streams = watchStreams(context);
  const [first, second] = await openTabs(context, team);
  if (!first || !second) throw new Error('There are three tabs.');
  const { thaw } = await freeze(first);
  await expect.poll(() => streams().some((page) => page !== first)).toBe(true);
  await thaw();
  await first.bringToFront();
  await online(first);
  await expect.poll(() => streams().length).toBe(1);
  expect(streams()).not.toEqual([first]);
  team.telegram.customerWrites({ chatId: CHAT, text: 'Лофт свободен?', from: { first_name: 'Пётр' } });
  await openConversation(first);
  await expect(first.getByRole('region', { name: 'Сообщения' }).getByText('Лофт свободен?')).toBeVisible();
});

test('of three tabs one has the search and the others ask it; when it closes another one has it', async ({
  context,
  team,
}) => {
  const errors = watchErrors(context);
  const tabs = await openTabs(context, team);
  const withSearch = () =>
    tabs.filter((tab) => !tab.isClosed() && tab.workers().some((worker) => worker.url().includes('search')));
  const find = async (tab: Page, query: string, answer: string) => {
    await tab.bringToFront();
    await tab.getByRole('link', { name: 'База знаний' }).click();
    await tab.getByRole('searchbox', { name: 'Поиск по базе знаний' }).fill(query);
    await expect(tab.getByText(answer).first()).toBeVisible();
  };
  for (const tab of tabs) await find(tab, 'где оставить машину: парковка', 'у шатра — на 90 машин');
  expect(withSearch()).toHaveLength(1);
  await withSearch()[0]?.close();
  for (const tab of tabs.filter((one) => !one.isClosed())) await find(tab, 'перенос даты', 'перен');
  await expect.poll(() => withSearch().length).toBe(1);
  expect(errors).toEqual([]);
});

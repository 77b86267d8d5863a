import { type BrowserContext, expect, type Page, type Request } from '@playwright/test';
import type { Team } from './support/team.ts';
import { test } from './support/test.ts';
import { watchErrors } from './support/watch-errors.ts';

const CHAT = 47;
const FIRST_REPLY = 'Пётр, лофт свободен.';
const SECOND_REPLY = 'Высылаю смету сегодня.';

/** The pages with an open live stream, one entry per stream. */
const watchStreams = (context: BrowserContext): (() => Page[]) => {
  const open = new Map<Request, Page>();
  const crashed = new Set<Page>();
  context.on('page', (page) => page.on('crash', () => crashed.add(page)));
  const isStream = (request: Request) => new URL(request.url()).pathname === '/sync/v1/stream';
  context.on('request', (request) => {
    if (isStream(request)) open.set(request, request.frame().page());
  });
  context.on('requestfinished', (request) => open.delete(request));
  context.on('requestfailed', (request) => open.delete(request));
  return () => [...open.values()].filter((page) => !page.isClosed() && !crashed.has(page));
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

/**
 * A page that a browser freezes is told, and then runs nothing. Pages without a screen always count as looked at, and such
 * ones the browser itself never freezes.
 */
const freeze = async (page: Page): Promise<{ thaw(): Promise<void> }> => {
  const browser = await page.context().newCDPSession(page);
  await browser.send('Debugger.enable');
  const paused = new Promise((resolve) => browser.once('Debugger.paused', resolve));
  await page.evaluate(() => {
    document.dispatchEvent(new Event('freeze'));
    setTimeout(() => {
      // biome-ignore lint/suspicious/noDebugger: this is what stops the page
      debugger;
    });
  });
  await paused;
  return {
    thaw: async () => {
      await browser.send('Debugger.resume');
      await browser.send('Debugger.disable');
      await page.evaluate(() => document.dispatchEvent(new Event('resume')));
    },
  };
};

/** What happens to the leading tab, and how soon another must lead on a busy machine: a hanging tab is noticed only after 12 seconds. */
const ends = [
  { name: 'closes', withinMs: 30_000, befall: (page: Page) => page.close() },
  {
    name: 'crashes',
    withinMs: 30_000,
    befall: async (page: Page) => {
      const crashed = page.waitForEvent('crash');
      const browser = await page.context().newCDPSession(page);
      browser.send('Page.crash').catch(() => undefined);
      await crashed;
    },
  },
  {
    name: 'is frozen',
    withinMs: 30_000,
    befall: freeze,
  },
  {
    name: 'hangs',
    withinMs: 90_000,
    befall: async (page: Page) => {
      // The answer never comes.
      page
        .evaluate(() => {
          for (;;);
        })
        .catch(() => undefined);
    },
  },
];

/** Puts each tab in its own process, as a browser with enough memory does. */
const openTabs = async (context: BrowserContext, team: Team): Promise<readonly Page[]> => {
  const tabs: Page[] = [];
  for (const address of [team.link, team.url, team.url]) {
    const page = await context.newPage();
    await page.goto(address);
    await online(page);
    tabs.push(page);
  }
  return tabs;
};

for (const { name, withinMs, befall } of ends) {
  test(`of three tabs one replicates; when it ${name} another takes over, and what waited leaves once`, async ({
    context,
    team,
  }, { annotations }) => {
    const streams = watchStreams(context);
    const [first, ...others] = await openTabs(context, team);
    if (!first) throw new Error('There is no first tab.');
    expect(streams()).toEqual([first]);

    const { telegram } = team;
    telegram.customerWrites({ chatId: CHAT, text: 'Лофт свободен в субботу?', from: { first_name: 'Пётр' } });
    for (const tab of others) await openConversation(tab);
    await expect.poll(() => telegram.sent(CHAT).length).toBe(1);
    for (const tab of others) await expect(tab.getByText('Отправлено', { exact: true })).toBeAttached();

    await befall(first);
    const since = performance.now();
    const [writing, reading] = others;
    if (!writing || !reading) throw new Error('There are three tabs.');
    await writing.bringToFront();
    await reply(writing, FIRST_REPLY);
    await expect.poll(() => streams().some((page) => page !== first), { timeout: withinMs }).toBe(true);
    annotations.push({ type: 'took over', description: `${Math.round(performance.now() - since)} ms` });
    await expect.poll(() => telegram.sent(CHAT).length).toBe(2);
    expect(streams().filter((page) => page !== first)).toHaveLength(1);

    telegram.customerWrites({ chatId: CHAT, text: 'Спасибо, жду' });
    for (const tab of others) {
      await tab.bringToFront();
      await online(tab);
      await expect(tab.getByText(/ждут? отправки/)).toBeHidden();
      const messages = tab.getByRole('region', { name: 'Сообщения' });
      await expect(messages.getByText('Спасибо, жду')).toBeVisible();
      await expect(messages.getByText(FIRST_REPLY)).toHaveCount(1);
    }
    expect(
      telegram
        .sent(CHAT)
        .map(({ text }) => text)
        .filter((text) => text === FIRST_REPLY),
    ).toHaveLength(1);
  });
}

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

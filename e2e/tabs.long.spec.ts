import { expect, type Page } from '@playwright/test';
import { freeze, online, openConversation, openTabs, reply, watchStreams } from './support/tabs.ts';
import { test } from './support/test.ts';

const CHAT = 47;
const FIRST_REPLY = 'Пётр, лофт свободен.';

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
    await expect.poll(() => streams().filter((page) => page !== first).length).toBe(1);

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

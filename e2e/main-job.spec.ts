import type { FakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { expect, type Page } from '@playwright/test';
import { holdsEverything, holdsProgram } from './support/device.ts';
import { test } from './support/test.ts';

test.use({ serviceWorkers: 'allow' });

const CHAT = 77;
const QUESTION = 'Меня зовут Марина, телефон +7 905 111-22-33, бюджет 250 000 рублей. Сколько стоит дрон-шоу?';
const REPLY = 'Марина, забронировали дрон-шоу на субботу.';

test('a customer is answered from imported knowledge, the rep sees it live, and an offline reply leaves once', async ({
  page,
  world,
}) => {
  const { telegram } = world;
  await recordNotifications(page);
  await page.goto(world.link);
  await expect(page.getByText('Анна Ковалёва').first()).toBeVisible();

  await page.getByRole('link', { name: 'База знаний' }).click();
  await dropFile(page, 'дроны.md', '# Дрон-шоу\n\nДрон-шоу на 50 дронов стоит 190 000 рублей и длится восемь минут.\n');
  await expect(page.getByRole('link', { name: 'Дрон-шоу' })).toBeVisible();
  await untilServerKnows(telegram, 'Сколько стоит дрон-шоу?', '190 000 рублей');

  telegram.customerWrites({ chatId: CHAT, text: QUESTION, from: { first_name: 'Марина' } });
  await expect.poll(() => telegram.sent(CHAT).at(0)?.text).toContain('190 000 рублей');
  expect(telegram.sent(CHAT)[0]?.text).toContain('Источник: Дрон-шоу');

  await page.getByRole('link', { name: 'Входящие' }).click();
  await page.getByText('Марина').first().click();
  await expect(page.getByText('190 000 рублей').first()).toBeVisible();
  const context = page.getByRole('complementary');
  await expect(context.getByText('назван бюджет')).toBeVisible();
  await expect(context.getByText('+7 905 111-22-33').first()).toBeVisible();

  await holdsEverything(page);
  await holdsProgram(page);
  await world.stopServer();
  await expect(page.getByText(/[Нн]ет сети|[Оо]флайн|[Нн]ет связи/).first()).toBeVisible();
  await page.reload();
  await expect(page.getByText('190 000 рублей').first()).toBeVisible();
  await page.getByRole('textbox', { name: 'Ответ клиенту' }).fill(REPLY);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Уйдёт, когда появится связь').first()).toBeAttached();
  expect(telegram.sent(CHAT)).toHaveLength(1);

  await world.startServer();
  await expect.poll(() => telegram.sent(CHAT).map(({ text }) => text)).toContain(REPLY);
  await expect(page.getByText('Отправлено', { exact: true }).last()).toBeAttached();
  const before = await unreadIn(page);
  telegram.customerWrites({ chatId: CHAT, text: 'Спасибо, ждём' });
  await expect(page.getByRole('list', { name: 'Разговоры' }).getByText('Спасибо, ждём')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Сообщения' }).getByText('Спасибо, ждём')).toBeVisible();
  expect(telegram.sent(CHAT).filter(({ text }) => text === REPLY)).toHaveLength(1);

  // Messages of the open conversation are read at once; others count as unread and notify until they are read.
  await expect.poll(() => unreadIn(page)).toBe(before);
  await page.getByRole('link', { name: 'Сделки' }).click();
  telegram.customerWrites({ chatId: CHAT, text: 'Во сколько начало?' });
  await expect.poll(() => unreadIn(page)).toBe(before + 1);
  await expect.poll(() => notificationsOf(page)).toContain('Во сколько начало?');
  expect(await notificationsOf(page)).not.toContain('Спасибо, ждём');
  await page.getByRole('link', { name: 'Входящие' }).click();
  await page.getByRole('link', { name: 'Марина' }).first().click();
  await expect.poll(() => unreadIn(page)).toBe(before);
});

const unreadIn = async (page: Page): Promise<number> => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0);

/** The browser's notifications cannot be inspected, so they are recorded instead. */
const recordNotifications = (page: Page) =>
  page.addInitScript(() => {
    const shown: string[] = [];
    const Recorded = class {
      static permission = 'granted';
      constructor(_title: string, { body }: { readonly body: string }) {
        shown.push(body);
      }
    };
    Object.assign(window, { Notification: Recorded, shownNotifications: shown });
    ServiceWorkerRegistration.prototype.showNotification = async (_title, { body = '' } = {}) => {
      shown.push(body);
    };
  });

const notificationsOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (window as unknown as { readonly shownNotifications: readonly string[] }).shownNotifications);

/** The desktop's import reaches the server on its own, so another customer asks until it has. */
const untilServerKnows = async (telegram: FakeTelegram, question: string, answer: string) => {
  for (let chatId = CHAT + 1; ; chatId++) {
    telegram.customerWrites({ chatId, text: question });
    await expect.poll(() => telegram.sent(chatId).length).toBe(1);
    if (telegram.sent(chatId)[0]?.text.includes(answer)) return;
  }
};

const dropFile = async (page: Page, name: string, text: string) => {
  const dataTransfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], fileName, { type: 'text/markdown' }));
      return transfer;
    },
    [name, text] as const,
  );
  await page.getByRole('heading', { name: 'База знаний' }).dispatchEvent('drop', { dataTransfer });
};

import { type Browser, expect, type Page } from '@playwright/test';
import type { Team } from './support/team.ts';
import { test } from './support/test.ts';

const REPLY = 'Ирина, здравствуйте. Шатёр на 12 июня свободен, держу за вами.';
const LATE = 'Спасибо. А парковка там есть?';

/** Somebody new, who has no account. */
const visit = async (browser: Browser, { chatPage }: Team, locale: string): Promise<Page> => {
  const context = await browser.newContext({ locale, timezoneId: 'Europe/Moscow' });
  const page = await context.newPage();
  await page.goto(chatPage);
  return page;
};

const write = async (visitor: Page, text: string): Promise<void> => {
  await visitor.getByRole('textbox').fill(text);
  await visitor.keyboard.press('Enter');
};

test('a newcomer is answered in either language from the knowledge base, with the source', async ({
  browser,
  team,
}) => {
  const russian = await visit(browser, team, 'ru-RU');
  await write(russian, 'Здравствуйте! Сколько стоит аренда шатра на день?');
  await expect(russian.getByText('240 000 рублей').first()).toBeVisible();
  await russian.getByRole('button', { name: /Площадки/ }).click();
  await expect(russian.locator('blockquote')).toContainText('240 000 рублей');

  const english = await visit(browser, team, 'en-GB');
  await write(english, 'Hello! How much does a three-camera live stream cost?');
  await expect(english.getByText('85,000 roubles').first()).toBeVisible();
  await english.getByRole('button', { name: /Equipment/ }).click();
  await expect(english.locator('blockquote')).toContainText('85,000 roubles');
  await expect(english.getByText('240 000 рублей')).toHaveCount(0);
});

test('the rep sees the customer live and takes over; a restart in between neither loses nor repeats a word', async ({
  browser,
  page,
  world,
}) => {
  await page.goto(world.link);
  await expect(page.getByText('Анна Ковалёва').first()).toBeVisible();

  const visitor = await visit(browser, world, 'ru-RU');
  await write(visitor, 'Меня зовут Ирина, телефон +7 905 222-33-44. Сколько стоит шатёр? Бюджет 500 000 рублей');
  await expect(visitor.getByRole('log').getByText('240 000 рублей').first()).toBeVisible();

  await page.getByRole('listitem').getByText('Ирина', { exact: true }).first().click();
  await expect(page.getByText('Чат на сайте').first()).toBeVisible();
  await expect(page.getByText('240 000 рублей').first()).toBeVisible();
  const context = page.getByRole('complementary');
  await expect(context.getByText('назван бюджет')).toBeVisible();
  await expect(context.getByRole('img', { name: /Оценка \d+ из 100/ })).toBeVisible();
  await expect(context.getByText('+7 905 222-33-44').first()).toBeVisible();

  await page.getByRole('textbox', { name: 'Ответ клиенту' }).fill(REPLY);
  await page.keyboard.press('Enter');
  await expect(visitor.getByText(REPLY)).toBeVisible();
  await expect(page.getByText('Отвечаете вы')).toBeAttached();
  await visitor.reload();
  await expect(visitor.getByText(REPLY)).toBeVisible();
  await expect(visitor.getByText('240 000 рублей').first()).toBeVisible();

  await world.stopServer();
  await expect(visitor.getByText('Нет связи')).toBeVisible();
  await write(visitor, LATE);
  await expect(visitor.getByText('Пока не отправлено')).toBeVisible();
  await world.startServer();
  await expect(visitor.getByText('Пока не отправлено')).toBeHidden();
  const inWorkspace = page.getByRole('region', { name: 'Сообщения' }).getByText(LATE);
  await expect(inWorkspace).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByRole('log').getByText(LATE)).toHaveCount(1);
  await expect(inWorkspace).toHaveCount(1);
});

test('a reply that the messenger refused is sent again at the rep’s word, and the conversation is theirs', async ({
  page,
  team,
}) => {
  const { telegram } = team;
  await page.goto(team.link);
  telegram.customerWrites({ chatId: 88, text: 'Позовите менеджера, пожалуйста', from: { first_name: 'Павел' } });
  await page.getByRole('listitem').getByText('Павел', { exact: true }).first().click();
  await expect(page.getByText('клиент просит человека')).toBeVisible();
  await expect.poll(() => telegram.sent(88)).toHaveLength(1);

  telegram.trouble({ kind: 'error', status: 400, description: 'Bad Request' }, { method: 'sendMessage' });
  const reply = 'Добрый день, я на связи.';
  await page.getByRole('textbox', { name: 'Ответ клиенту' }).fill(reply);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Не доставлено')).toBeVisible();
  await page.getByRole('button', { name: 'Отправить снова' }).click();
  await expect.poll(() => telegram.sent(88).map(({ text }) => text)).toContain(reply);
  await expect(page.getByRole('button', { name: 'Отправить снова' })).toBeHidden();
  expect(telegram.sent(88)).toHaveLength(2);

  await page.getByRole('radio', { name: 'Мои' }).click();
  const list = page.getByRole('list', { name: 'Разговоры' });
  await expect(list.getByText('Павел')).toBeVisible();
  await expect(list.getByText('Анна Ковалёва')).toBeHidden();
});

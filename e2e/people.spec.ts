import { randomUUID } from 'node:crypto';
import { type Browser, expect, type Page } from '@playwright/test';
import type { Team } from './support/team.ts';
import { test } from './support/test.ts';

const PASSWORD = 'long enough';

const openSettings = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Настройки' }).first().click();
  await expect(page.getByRole('heading', { name: 'Люди' })).toBeVisible();
};

/** Creates an invitation and returns its link. */
const invite = async (page: Page, role: string): Promise<string> => {
  await page.getByRole('button', { name: 'Пригласить', exact: true }).click();
  const panel = page.getByRole('dialog');
  await panel.getByLabel('Роль').selectOption({ label: role });
  await panel.getByRole('button', { name: 'Создать ссылку' }).click();
  const link = await panel.getByLabel('Отправьте эту ссылку').inputValue();
  await panel.getByRole('button', { name: 'Закрыть' }).click();
  return link;
};

const openOther = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ locale: 'ru-RU', ignoreHTTPSErrors: true })).newPage();

/** Joins with a new account and returns its e-mail. */
const join = async (page: Page, link: string, name: string): Promise<string> => {
  const email = `${randomUUID()}@example.com`;
  await page.goto(link);
  await expect(page.getByText('Ваша роль: Менеджер.')).toBeVisible();
  await page.getByLabel('Ваше имя').fill(name);
  await page.getByLabel('Почта').fill(email);
  await page.getByLabel('Пароль').fill(PASSWORD);
  await page.getByRole('button', { name: 'Вступить' }).click();
  return email;
};

const conversations = (page: Page) => page.getByRole('list', { name: 'Разговоры' });

const begin = async (page: Page, team: Team): Promise<void> => {
  await page.goto(team.link);
  await expect(conversations(page)).toBeVisible();
};

test('two people: one invites, the other joins, works, gets another role, and is removed', async ({
  page,
  browser,
  team,
}) => {
  await begin(page, team);
  await openSettings(page);
  const link = await invite(page, 'Менеджер');
  await expect(page.getByText('По ссылке, кто угодно')).toBeVisible();

  const other = await openOther(browser);
  await join(other, link, 'Борис');
  await expect(conversations(other).getByRole('listitem').first()).toBeVisible();
  // The link is used up, and nothing of it is left in the address.
  await expect(other).toHaveURL(/#\/inbox/);

  await page.reload();
  const row = page.getByRole('listitem').filter({ hasText: 'Борис' });
  await expect(row).toBeVisible();
  await expect(page.getByText('По ссылке, кто угодно')).toHaveCount(0);

  await page.goto(`${team.url}/#/inbox`);
  await conversations(page).getByRole('listitem').first().click();
  await page.getByRole('button', { name: 'Ещё', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Передать коллеге' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Борис' }).click();
  await expect(page.getByRole('button', { name: /^Кто отвечает: Ответ(ит|ает) Борис$/ })).toBeVisible();
  await other.goto(`${team.url}/#/inbox?filter=mine`);
  await conversations(other).getByRole('listitem').first().click();
  await expect(other.getByRole('button', { name: 'Кто отвечает: Отвечаете вы' })).toBeVisible();
  await openSettings(page);

  await row.getByLabel('Роль: Борис').selectOption({ label: 'Наблюдатель' });
  await expect(page.getByText('Роль изменена: Борис, Наблюдатель')).toBeVisible();
  await other.getByRole('link', { name: 'Настройки' }).first().click();
  await expect(other.getByText('· наблюдатель')).toBeVisible();
  await expect(other.getByRole('button', { name: 'Пригласить', exact: true })).toHaveCount(0);
  await expect(other.getByLabel(/^Роль:/)).toHaveCount(0);

  await row.getByRole('button', { name: 'Ещё: Борис' }).click();
  await page.getByRole('menuitem', { name: 'Убрать из команды' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Убрать из команды' }).click();
  await expect(page.getByText('Больше не в команде: Борис')).toBeVisible();
  await expect(row).toHaveCount(0);
  await expect(other.getByRole('textbox', { name: 'Почта' })).toBeVisible();
  await other.context().close();
});

test('a person sees where they are signed in, and signs out another device', async ({ page, browser, team }) => {
  await begin(page, team);
  await openSettings(page);
  const link = await invite(page, 'Менеджер');
  const other = await openOther(browser);
  const email = await join(other, link, 'Вера');
  await expect(conversations(other)).toBeVisible();
  const third = await openOther(browser);
  await third.goto(team.url);
  await third.getByLabel('Почта').fill(email);
  await third.getByLabel('Пароль').fill(PASSWORD);
  await third.getByRole('button', { name: 'Войти' }).click();
  await expect(conversations(third)).toBeVisible();

  await openSettings(other);
  await expect(other.getByRole('heading', { name: 'Где выполнен вход' })).toBeVisible();
  await expect(other.getByText('Это устройство')).toHaveCount(1);
  await other.getByRole('button', { name: 'Выйти: Chrome, Linux' }).click();
  await expect(third.getByLabel('Почта')).toBeVisible();
  await expect(other.getByRole('button', { name: 'Выйти: Chrome, Linux' })).toHaveCount(0);
  await Promise.all([other, third].map((one) => one.context().close()));
});

test('an invitation that does not work says so', async ({ page, team }) => {
  await page.goto(`${team.url}/#/join/${'x'.repeat(43)}`);
  await expect(page.getByText('Приглашение уже использовано, отозвано или истекло. Попросите новое.')).toBeVisible();
  await page.getByRole('button', { name: 'Не сейчас' }).click();
  await expect(page.getByRole('textbox', { name: 'Почта' })).toBeVisible();
});

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CDPSession, expect, type Page } from '@playwright/test';
import { filesOf } from './support/files.ts';
import { openProfile, type Profile } from './support/profile.ts';
import { limitRoom, readStored, tokenOnDisk } from './support/storage.ts';
import { test as base } from './support/test.ts';

const test = base.extend<{ profile: Profile }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  profile: async ({}, use) => {
    const profile = await openProfile();
    await use(profile);
    await profile.close();
  },
});

const DRAFT = 'Анна, высылаю смету: шатёр на 140 гостей, пол и свет';

const box = (page: Page) => page.getByRole('textbox', { name: 'Ответ клиенту' });
const messages = (page: Page) => page.getByRole('region', { name: 'Сообщения' });

const openAnna = async (page: Page, address: string): Promise<void> => {
  await page.goto(address);
  await page.getByRole('list', { name: 'Разговоры' }).getByText('Анна Ковалёва', { exact: true }).click();
  await expect(box(page)).toBeVisible();
};

const isOnDisk = async (page: Page, text: string): Promise<boolean> => {
  const rows = await readStored(page);
  return rows.some(({ record }) => JSON.stringify(record).includes(JSON.stringify(text)));
};

test('a draft survives that the browser is killed as soon as it is saved, moments after the sign-in', async ({
  profile,
  team,
}) => {
  const page = await profile.context().newPage();
  await openAnna(page, team.link);
  await box(page).fill(DRAFT);
  await expect.poll(() => isOnDisk(page, DRAFT)).toBe(true);
  await profile.kill();

  await profile.start();
  const again = await profile.context().newPage();
  await openAnna(again, team.url);
  await expect(box(again)).toHaveValue(DRAFT);
});

test('a browser that is killed after it renewed its token twice comes back with the newest one', async ({
  profile,
  team,
}) => {
  const page = await profile.context().newPage();
  await openAnna(page, team.link);
  // From here on Chromium writes less and less often.
  await expect.poll(() => isWritten(profile, 'inbetwin.profile'), slowly).toBe(true);
  for (const _ of ['first', 'second']) {
    const before = await tokenOnDisk(page);
    await page.reload();
    await expect.poll(() => tokenOnDisk(page)).not.toBe(before);
  }
  await box(page).fill(DRAFT);
  await expect.poll(() => isOnDisk(page, DRAFT)).toBe(true);
  await profile.kill();

  await profile.start();
  const again = await profile.context().newPage();
  const renewed = again.waitForResponse(/\/auth\/refresh$/);
  await again.goto(team.url);
  expect((await renewed).status()).toBe(200);
  await openAnna(again, team.url);
  await expect(box(again)).toHaveValue(DRAFT);
});

const slowly = { intervals: [500] };

const isWritten = ({ folder }: Profile, words: string): boolean =>
  filesOf(path.join(folder, 'Default', 'Local Storage')).some((file) => readFileSync(file).includes(words));

test('a draft survives that its tab crashes, and the next tab goes on with it', async ({ context, page, team }) => {
  await openAnna(page, team.link);
  await box(page).fill(DRAFT);
  await expect.poll(() => isOnDisk(page, DRAFT)).toBe(true);
  await crash(await context.newCDPSession(page), page);

  const next = await context.newPage();
  await openAnna(next, team.url);
  await expect(box(next)).toHaveValue(DRAFT);
  await box(next).press('End');
  await next.keyboard.type('!');
  await next.keyboard.press('Enter');
  await expect(messages(next).getByText(`${DRAFT}!`)).toBeVisible();
  await expect(box(next)).toHaveValue('');
  await next.reload();
  await expect(messages(next).getByText(`${DRAFT}!`)).toHaveCount(1);
  await expect(box(next)).toHaveValue('');
});

/** The page responds to nothing any more, including the call that crashes it. */
const crash = async (browser: CDPSession, page: Page): Promise<void> => {
  const crashed = page.waitForEvent('crash');
  browser.send('Page.crash').catch(() => undefined);
  await crashed;
};

test('what was typed into a reply or a form right before a reload is there after it', async ({ page, team }) => {
  await openAnna(page, team.link);
  // Typed key by key, so that the draft has been saved before and the last step has not.
  await box(page).pressSequentially(DRAFT);
  await page.reload();
  await expect(box(page)).toHaveValue(DRAFT);

  await page.goto(`${team.url}/#/agents/rag`);
  const prompt = page.getByRole('textbox', { name: 'По-русски' });
  await prompt.fill('Отвечай кратко.');
  await page.reload();
  await expect(prompt).toHaveValue('Отвечай кратко.');
  const left = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('left-behind')));
  await expect.poll(left).toEqual([]);
});

test('two tabs on one conversation do not eat one another’s draft', async ({ context, page, team }) => {
  await openAnna(page, team.link);
  const second = await context.newPage();
  await openAnna(second, team.url);
  await box(page).fill('Первая вкладка');
  await box(second).fill('Вторая вкладка');
  await expect(page.getByText('Редактируется в другой вкладке')).toBeVisible();
  await expect(second.getByText('Редактируется в другой вкладке')).toBeVisible();
  await box(page).fill('Первая вкладка пишет дальше');
  await expect(second.getByText('Первая вкладка пишет дальше')).toBeVisible();
  await expect.poll(() => isOnDisk(second, 'Вторая вкладка')).toBe(true);
  for (const tab of [page, second]) await tab.reload();
  await expect(box(page)).toHaveValue('Первая вкладка пишет дальше');
  await expect(box(second)).toHaveValue('Вторая вкладка');

  await page.close();
  await expect(second.getByText('Первая вкладка пишет дальше')).toBeVisible();
  await second.getByRole('button', { name: 'Вставить' }).click();
  const both = 'Вторая вкладка\n\nПервая вкладка пишет дальше';
  await expect(box(second)).toHaveValue(both);
  await expect(second.getByRole('button', { name: 'Вставить' })).toBeHidden();
  await expect.poll(() => isOnDisk(second, both)).toBe(true);
  await second.reload();
  await expect(box(second)).toHaveValue(both);
  await expect(second.getByRole('button', { name: 'Вставить' })).toBeHidden();
});

test('a draft stays on this device and with its author', async ({ page, team }) => {
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.postData() ?? ''));
  await openAnna(page, team.link);
  await box(page).fill(DRAFT);
  await box(page).blur();
  await expect.poll(() => isOnDisk(page, DRAFT)).toBe(true);
  await page.getByRole('link', { name: 'Настройки' }).click();
  await page.getByRole('button', { name: 'Выйти', exact: true }).click();

  await page.getByRole('button', { name: 'Создать новую команду' }).click();
  await page.getByRole('textbox', { name: 'Ваше имя' }).fill('Борис');
  await page.getByRole('textbox', { name: 'Название команды' }).fill('Другая команда');
  await page.getByRole('textbox', { name: 'Почта' }).fill(`boris-${randomUUID()}@example.com`);
  await page.getByLabel('Пароль').fill('a long enough password');
  await page.locator('button[type=submit]').click();
  await expect(page.getByRole('status').getByText('На связи')).toBeVisible();
  expect(await page.evaluate(() => document.body.innerText)).not.toContain(DRAFT);
  // Still hers alone, in the database with her id.
  const holding = (await readStored(page)).filter(({ record }) => JSON.stringify(record).includes(DRAFT));
  expect(new Set(holding.map(({ database }) => database)).size).toBe(1);
  const names = (await readStored(page)).map(({ database }) => database.split('--')[0]);
  expect(new Set(names).size).toBe(2);
  expect(sent.filter((body) => body.includes(DRAFT))).toEqual([]);
});

test('a draft that cannot be saved says so beside it, and is saved when there is room', async ({ page, team }) => {
  const room = await limitRoom(page, team.url);
  await openAnna(page, team.link);
  await room.fill();
  await box(page).fill(DRAFT);
  await expect(page.getByText('Черновик не сохраняется на устройстве', { exact: false })).toBeVisible();
  await expect(box(page)).toHaveValue(DRAFT);
  await room.free();
  await expect(page.getByText('Черновик не сохраняется на устройстве', { exact: false })).toBeHidden();
  await page.reload();
  await expect(box(page)).toHaveValue(DRAFT);
});

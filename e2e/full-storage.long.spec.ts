import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { filesOf } from './support/files.ts';
import { box, CHAT, messages, openChat, REPLY, reply, sentBy } from './support/rep.ts';
import { databaseNames, limitRoom } from './support/storage.ts';
import { test } from './support/test.ts';

// The service worker is not what these tests are about, and takes long to install.
test.use({ serviceWorkers: 'block' });

const notice = (page: Page) => page.getByText('Новое не сохраняется', { exact: false });

const workspaceOf = async (page: Page): Promise<string> => {
  const [, name] =
    /^rxdb-dexie-(.+?)--/.exec((await databaseNames(page)).find((one) => /--leads$/.test(one)) ?? '') ?? [];
  if (name === undefined) throw new Error('There is no workspace on this device.');
  return name;
};

test('a reply that finds no room stays on the screen, and leaves once when there is room', async ({ page, team }) => {
  const room = await limitRoom(page, team.url);
  await openChat(page, team);
  await room.fill();
  await reply(page, REPLY);
  await expect(page.getByText('Не сохранено: на устройстве нет места', { exact: false })).toBeVisible();
  await expect(notice(page)).toBeVisible();
  await expect(box(page)).toHaveValue(REPLY);
  await expect(messages(page).getByText(REPLY)).toHaveCount(0);

  await room.free();
  await page.getByRole('alert').getByRole('button', { name: 'Повторить' }).click();
  await expect(notice(page)).toBeHidden();
  await box(page).press('Enter');
  await expect(messages(page).getByText(REPLY)).toHaveCount(1);
  await expect.poll(() => sentBy(team).filter((text) => text === REPLY)).toHaveLength(1);
  await expect(box(page)).toHaveValue('');
  await page.reload();
  await expect(messages(page).getByText(REPLY)).toHaveCount(1);
});

test('the search snapshot makes room by itself, and nobody notices', async ({ page, team }) => {
  const room = await limitRoom(page, team.url);
  await openChat(page, team);
  const snapshot = `${await workspaceOf(page)}-search`;
  await room.fill(snapshot);
  await reply(page, REPLY);
  await expect(messages(page).getByText(REPLY)).toHaveCount(1);
  await expect.poll(() => sentBy(team)).toContain(REPLY);
  await expect(notice(page)).toBeHidden();
  expect(await databaseNames(page)).not.toContain(snapshot);
});

test('an import that finds no room says so, and works when there is', async ({ page, team }) => {
  const room = await limitRoom(page, team.url);
  await openChat(page, team);
  await page.getByRole('link', { name: 'База знаний' }).click();
  await expect(page.getByRole('link', { name: 'Условия работы' })).toBeVisible();
  await room.fill();
  const file = {
    name: 'дроны.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from('# Дрон-шоу\n\nДрон-шоу на 50 дронов стоит 190 000 рублей.\n'),
  };
  const choose = page.locator('input[type=file]').first();
  await choose.setInputFiles(file);
  await expect(page.getByText('Не сохранено: на устройстве нет места', { exact: false })).toBeVisible();
  await room.free();
  await expect(notice(page)).toBeHidden();
  await choose.setInputFiles(file);
  await expect(page.getByRole('link', { name: 'Дрон-шоу' })).toBeVisible();
});

test('what comes from the server and finds no room comes when there is', async ({ page, team }) => {
  const room = await limitRoom(page, team.url);
  await openChat(page, team);
  await room.fill();
  const coming = 'А парковка есть?';
  team.telegram.customerWrites({ chatId: CHAT, text: coming });
  await expect(notice(page)).toBeVisible();
  await room.free();
  await expect(messages(page).getByText(coming)).toBeVisible();
  await expect(notice(page)).toBeHidden();
  await reply(page, REPLY);
  await expect.poll(() => sentBy(team)).toContain(REPLY);
});

test('settings say honestly whether the browser may delete the data', async ({ page, team }) => {
  await page.goto(team.link);
  await page.getByRole('link', { name: 'Настройки' }).click();
  await expect(page.getByText('Браузер может удалить данные', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Попросить хранить постоянно' }).click();
  await expect(page.getByText('Браузер пока не согласился', { exact: false })).toBeVisible();
});

const canLimit = spawnSync('prlimit').status === 0;

test('a server whose disk is full: changes wait here, are told, and leave when there is room', async ({
  page,
  world,
}) => {
  test.skip(!canLimit, 'prlimit is not there');
  await openChat(page, world);
  const limit = (bytes: string) =>
    execFileSync('prlimit', [`--fsize=${bytes}:unlimited`, '--pid', String(world.server().pid)]);
  const longest = Math.max(...filesOf(world.folder).map((file) => statSync(file).size));
  limit(String(longest));
  for (let at = 0; at < 40 && !(await page.getByText('На сервере нет места').isVisible()); at++) {
    await reply(page, `${REPLY} ${at} ${'Подробности в приложении. '.repeat(200)}`);
    await expect(box(page)).toHaveValue('');
  }
  await expect(page.getByText('На сервере нет места')).toBeVisible();
  await expect(page.getByText(/прав(ка|ки|ок) ж(дёт|дут) отправки/)).toBeVisible();

  limit('unlimited');
  await expect(page.getByText(/прав(ка|ки|ок) ж(дёт|дут) отправки/)).toBeHidden();
  await expect(page.getByText('На сервере нет места')).toBeHidden();
});

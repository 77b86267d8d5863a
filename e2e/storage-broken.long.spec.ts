import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { filesOf } from './support/files.ts';
import { openProfile } from './support/profile.ts';
import { box, CHAT, downloadUnsent, messages, openChat, REPLY, writeUnsent } from './support/rep.ts';
import { databaseNames } from './support/storage.ts';
import { test } from './support/test.ts';

test.use({ serviceWorkers: 'allow' });

test('a browser without IndexedDB: said clearly, and nothing else is promised', async ({ page, team }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
  });
  await page.goto(team.link);
  await expect(page.getByRole('heading', { name: 'Браузер не даёт хранить данные' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Начать заново с сервера' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Открыть снова' })).toBeVisible();
});

test('a browser that stores nothing for this site: said at once, before anybody signs in', async ({ team }) => {
  const BLOCKED = 2;
  const profile = await openProfile((folder) => {
    const preferences = { profile: { default_content_setting_values: { cookies: BLOCKED } } };
    mkdirSync(path.join(folder, 'Default'));
    writeFileSync(path.join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  });
  const page = await profile.context().newPage();
  await page.goto(team.url);
  await expect(page.getByRole('heading', { name: 'Браузер не даёт хранить данные' })).toBeVisible();
  await profile.close();
});

test('files that the disk has spoilt: the browser throws them away, and the person is told what that cost', async ({
  world,
}) => {
  const profile = await openProfile();
  const page = await profile.context().newPage();
  await writeUnsent(page, world);
  // The browser writes local storage some seconds late: a key, the value's length, a byte for its encoding, and the value.
  await expect
    .poll(() => isWritten(path.join(profile.folder, 'Default', 'Local Storage'), 'inbetwin.held:', '2'), slowly)
    .toBe(true);
  await profile.kill();
  spoil(path.join(profile.folder, 'Default', 'IndexedDB'));
  await world.startServer();

  await profile.start();
  const again = await profile.context().newPage();
  await again.goto(world.url);
  const broken = again.getByRole('heading', { name: 'Копия данных на этом устройстве не читается' });
  const lost = again.getByText('Браузер удалил копию данных на этом устройстве', { exact: false });
  await expect(broken.or(lost)).toBeVisible();
  if (await broken.isVisible()) {
    await expect(again.getByText('Не удалось прочитать неотправленное.')).toBeVisible();
    await again.getByRole('button', { name: 'Открыть снова' }).click();
  }
  await expect(lost).toBeVisible();
  await expect(again.getByText('Не успели уйти 2 правки', { exact: false })).toBeVisible();
  await expect(again.getByRole('list', { name: 'Разговоры' }).getByText('Пётр', { exact: true })).toBeVisible();
  await again.getByRole('button', { name: 'Понятно' }).click();
  await expect(lost).toBeHidden();
  await profile.close();
});

const slowly = { intervals: [500] };

const isWritten = (folder: string, key: string, digit: string): boolean =>
  filesOf(folder).some((file) =>
    readFileSync(file, 'latin1')
      .split(key)
      .slice(1)
      .some((rest) => rest.slice(0, 200).includes(`\u0002\u0001${digit}`)),
  );

/** Corrupts it as a failing disk would. */
const spoil = (folder: string): void => {
  for (const file of filesOf(folder)) {
    const bytes = readFileSync(file);
    if (bytes.length < 4096) continue;
    bytes.fill(0x5a, 1024, Math.min(bytes.length, 32_768));
    writeFileSync(file, bytes);
  }
};

/** Damages the database of a collection directly. */
const breakCollection = (page: Page, collection: string): Promise<void> =>
  page.evaluate(async (part) => {
    const name = (await indexedDB.databases()).map((one) => one.name ?? '').find((one) => one.endsWith(`--${part}`));
    if (name === undefined) throw new Error(`${part} is not stored.`);
    const settled = (request: IDBRequest) =>
      new Promise((resolve, reject) => {
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error);
      });
    await settled(indexedDB.deleteDatabase(name));
    const opening = indexedDB.open(name, 10);
    // A table that our program never creates: its records have no key of their own.
    opening.onupgradeneeded = () => opening.result.createObjectStore('docs');
    await settled(opening);
    opening.result.close();
  }, collection);

test('a database that cannot be read: the unsent is offered, starting over brings back what the server has', async ({
  page,
  world,
}) => {
  await writeUnsent(page, world);
  await page.goto('about:blank');
  await page.goto(`${world.url}/manifest.webmanifest`).catch(() => undefined);
  await world.startServer();
  await page.goto(`${world.url}/manifest.webmanifest`);
  await breakCollection(page, 'leads');
  await page.goto(world.url);
  await expect(page.getByRole('heading', { name: 'Копия данных на этом устройстве не читается' })).toBeVisible();
  await expect(page.getByText(/Не отправлено: .*1 черновик/)).toBeVisible();
  const file = await downloadUnsent(page);
  expect(file).toContain(REPLY);
  expect(file).toContain('Недописанное');

  await page.getByRole('button', { name: 'Начать заново с сервера' }).click();
  await expect(page.getByRole('alertdialog').getByText('1 черновик', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Удалить и загрузить снова' }).click();
  await expect(page.getByRole('list', { name: 'Разговоры' }).getByText('Пётр', { exact: true })).toBeVisible();
  await expect(page.getByText('Первая загрузка')).toBeHidden();
  await page.getByRole('link', { name: 'Сделки' }).click();
  await expect(page.getByText('Анна Ковалёва').first()).toBeVisible();
});

test('a record that is no document: the rest of the workspace works, and starting over is at hand', async ({
  page,
  team,
}) => {
  await openChat(page, team);
  await page.evaluate(async () => {
    const name = (await indexedDB.databases())
      .map((one) => one.name ?? '')
      .find((one) => one.endsWith('--conversations'));
    const opening = indexedDB.open(name ?? '');
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    const writing = opening.result.transaction('docs', 'readwrite');
    const marks = { _deleted: '0', _rev: '1-odd', _meta: { lwt: Date.now() }, _attachments: {} };
    const odd = { id: 'odd', recency: 1, status: 'open', mode: 'human', channel: 'telegram', ...marks };
    writing.objectStore('docs').put(odd);
    await new Promise((resolve) => {
      writing.oncomplete = resolve;
    });
    opening.result.close();
  });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Экран не открылся' })).toBeVisible();
  team.telegram.customerWrites({ chatId: CHAT, text: 'Ещё вопрос' });
  await page.getByRole('link', { name: 'Настройки' }).click();
  await expect(page.getByRole('status').getByText('На связи')).toBeVisible();
  await page.getByRole('button', { name: 'Начать заново с сервера' }).click();
  await page.getByRole('button', { name: 'Удалить и загрузить снова' }).click();
  await page.getByRole('link', { name: 'Входящие' }).click();
  await page.getByRole('list', { name: 'Разговоры' }).getByText('Пётр', { exact: true }).click();
  await expect(messages(page).getByText('Ещё вопрос')).toBeVisible();
});

test('what a newer program stored is left alone, and said to be so', async ({ page, team }) => {
  await openChat(page, team);
  const newer = (await databaseNames(page))
    .find((name) => /--\d+--leads$/.test(name))
    ?.replace(/--\d+--leads$/, '--99--leads');
  await page.evaluate(async (name) => {
    const opening = indexedDB.open(name ?? '', 10);
    opening.onupgradeneeded = () => opening.result.createObjectStore('docs', { keyPath: 'id' });
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    opening.result.close();
  }, newer);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Копию данных создала другая версия приложения' })).toBeVisible();
  const before = await databaseNames(page);
  await page.getByRole('button', { name: 'Открыть снова' }).click();
  await expect(page.getByRole('heading', { name: 'Копию данных создала другая версия приложения' })).toBeVisible();
  expect(await databaseNames(page)).toEqual(before);
});

test('a window whose copy was deleted elsewhere says so and keeps what is typed', async ({ context, page, team }) => {
  await openChat(page, team);
  await box(page).fill('Ещё не отправил');
  const second = await context.newPage();
  await second.goto(`${team.url}/#/settings`);
  await second.getByRole('button', { name: 'Начать заново с сервера' }).click();
  await second.getByRole('button', { name: 'Удалить и загрузить снова' }).click();
  await expect(page.getByText('Копия данных на этом устройстве закрыта', { exact: false })).toBeVisible();
  await expect(box(page)).toHaveValue('Ещё не отправил');
  await page.getByRole('alert').getByRole('button', { name: 'Открыть снова' }).click();
  await expect(messages(page).getByText('Лофт свободен в субботу?')).toBeVisible();
});

test('site data that is cleared under an open window: said there, and after opening again what it cost', async ({
  page,
  team,
}) => {
  await openChat(page, team);
  await expect(page.getByText('На связи')).toBeVisible();
  const browser = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await browser.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await expect(page.getByText('Копия данных на этом устройстве закрыта', { exact: false })).toBeVisible();
  await page.getByRole('alert').getByRole('button', { name: 'Открыть снова' }).click();
  await expect(page.getByText('Неотправленных правок не было', { exact: false })).toBeVisible();
  await expect(messages(page).getByText('Лофт свободен в субботу?')).toBeVisible();
});

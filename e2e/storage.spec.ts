import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { openProfile } from './support/profile.ts';
import { databaseNames, limitRoom, readStored } from './support/storage.ts';
import { test, type World } from './support/world.ts';

const CHAT = 61;
const REPLY = 'Пётр, лофт свободен в субботу.';

const box = (page: Page) => page.getByRole('textbox', { name: 'Ответ клиенту' });
const messages = (page: Page) => page.getByRole('region', { name: 'Сообщения' });
const notice = (page: Page) => page.getByText('Новое не сохраняется', { exact: false });

/** Signed in, filled, and on a conversation of a customer who wrote by Telegram. */
const openChat = async (page: Page, { server, telegram }: World): Promise<void> => {
  telegram.customerWrites({ chatId: CHAT, text: 'Лофт свободен в субботу?', from: { first_name: 'Пётр' } });
  await expect.poll(() => telegram.sent(CHAT).length).toBe(1);
  await page.goto(server().link);
  await page.getByRole('list', { name: 'Разговоры' }).getByText('Пётр', { exact: true }).click();
  await expect(box(page)).toBeVisible();
  await expect(page.getByText('Первая загрузка')).toBeHidden();
};

const reply = async (page: Page, text: string): Promise<void> => {
  await box(page).fill(text);
  await page.keyboard.press('Enter');
};

const workspaceOf = async (page: Page): Promise<string> => {
  const [, name] =
    /^rxdb-dexie-(.+?)--/.exec((await databaseNames(page)).find((one) => /--leads$/.test(one)) ?? '') ?? [];
  if (name === undefined) throw new Error('There is no workspace on this device.');
  return name;
};

const sentBy = ({ telegram }: World) => telegram.sent(CHAT).map(({ text }) => text);

test('a reply that finds no room stays on the screen, and leaves once when there is room', async ({ page, world }) => {
  const room = await limitRoom(page, world.server().url);
  await openChat(page, world);
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
  await expect.poll(() => sentBy(world).filter((text) => text === REPLY)).toHaveLength(1);
  await expect(box(page)).toHaveValue('');
  await page.reload();
  await expect(messages(page).getByText(REPLY)).toHaveCount(1);
});

test('the search snapshot makes room by itself, and nobody notices', async ({ page, world }) => {
  const room = await limitRoom(page, world.server().url);
  await openChat(page, world);
  const snapshot = `${await workspaceOf(page)}-search`;
  await room.fill(snapshot);
  await reply(page, REPLY);
  await expect(messages(page).getByText(REPLY)).toHaveCount(1);
  await expect.poll(() => sentBy(world)).toContain(REPLY);
  await expect(notice(page)).toBeHidden();
  expect(await databaseNames(page)).not.toContain(snapshot);
});

test('an import that finds no room says so, and works when there is', async ({ page, world }) => {
  const room = await limitRoom(page, world.server().url);
  await openChat(page, world);
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

test('what comes from the server and finds no room comes when there is', async ({ page, world }) => {
  const room = await limitRoom(page, world.server().url);
  await openChat(page, world);
  await room.fill();
  const coming = 'А парковка есть?';
  world.telegram.customerWrites({ chatId: CHAT, text: coming });
  await expect(notice(page)).toBeVisible();
  await room.free();
  await expect(messages(page).getByText(coming)).toBeVisible({ timeout: 40_000 });
  await expect(notice(page)).toBeHidden();
  await reply(page, REPLY);
  await expect.poll(() => sentBy(world)).toContain(REPLY);
});

test('settings say honestly whether the browser may delete the data', async ({ page, world }) => {
  await page.goto(world.server().link);
  await page.getByRole('link', { name: 'Настройки' }).click();
  await expect(page.getByText('Браузер может удалить данные', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Попросить хранить постоянно' }).click();
  await expect(page.getByText('Браузер пока не согласился', { exact: false })).toBeVisible();
});

test('a browser without IndexedDB: said clearly, and nothing else is promised', async ({ page, world }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
  });
  await page.goto(world.server().link);
  await expect(page.getByRole('heading', { name: 'Браузер не даёт хранить данные' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Начать заново с сервера' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Открыть снова' })).toBeVisible();
});

test('a browser that stores nothing for this site: said at once, before anybody signs in', async ({ world }) => {
  const BLOCKED = 2;
  const profile = await openProfile((folder) => {
    const preferences = { profile: { default_content_setting_values: { cookies: BLOCKED } } };
    mkdirSync(path.join(folder, 'Default'));
    writeFileSync(path.join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  });
  const page = await profile.context().newPage();
  await page.goto(world.server().url);
  await expect(page.getByRole('heading', { name: 'Браузер не даёт хранить данные' })).toBeVisible();
  await profile.close();
});

test('files that the disk has spoilt: the browser throws them away, and the person is told what that cost', async ({
  world,
}) => {
  test.setTimeout(150_000);
  const profile = await openProfile();
  const page = await profile.context().newPage();
  await writeUnsent(page, world);
  // The browser keeps who signed in some seconds late.
  await expect
    .poll(() => isWritten(path.join(profile.folder, 'Default', 'Local Storage'), 'inbetwin.held'), slowly)
    .toBe(true);
  await profile.kill();
  spoil(path.join(profile.folder, 'Default', 'IndexedDB'));
  await world.startServer();

  await profile.start();
  const again = await profile.context().newPage();
  await again.goto(world.server().url);
  const broken = again.getByRole('heading', { name: 'Копия данных на этом устройстве не читается' });
  const lost = again.getByText('Браузер удалил копию данных на этом устройстве', { exact: false });
  await expect(broken.or(lost)).toBeVisible();
  if (await broken.isVisible()) {
    await expect(again.getByText('Прочитать неотправленное не удалось.')).toBeVisible();
    await again.getByRole('button', { name: 'Открыть снова' }).click();
  }
  await expect(lost).toBeVisible();
  await expect(again.getByText('Не успели уйти 2 правки', { exact: false })).toBeVisible();
  await expect(again.getByRole('list', { name: 'Разговоры' }).getByText('Пётр', { exact: true })).toBeVisible();
  await again.getByRole('button', { name: 'Понятно' }).click();
  await expect(lost).toBeHidden();
  await profile.close();
});

const slowly = { timeout: 30_000, intervals: [500] };

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

const isWritten = (folder: string, words: string): boolean =>
  filesOf(folder).some((file) => readFileSync(file).includes(words));

/** As a failing disk would. */
const spoil = (folder: string): void => {
  for (const file of filesOf(folder)) {
    const bytes = readFileSync(file);
    if (bytes.length < 4096) continue;
    bytes.fill(0x5a, 1024, Math.min(bytes.length, 32_768));
    writeFileSync(file, bytes);
  }
};

/** Offline, with a reply that the server does not have. */
const writeUnsent = async (page: Page, world: World): Promise<void> => {
  await openChat(page, world);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await world.stopServer();
  await expect(page.getByText('Нет сети')).toBeVisible();
  await reply(page, REPLY);
  await expect(messages(page).getByText(REPLY)).toBeVisible();
  await box(page).fill('Недописанное');
  await expect.poll(async () => JSON.stringify(await readStored(page))).toContain('Недописанное');
};

const downloadUnsent = async (page: Page): Promise<string> => {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Скачать неотправленное' }).first().click();
  return readFileSync(await (await downloading).path(), 'utf8');
};

/** Takes the database of a collection apart, past the program. */
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
    // Such a table as no program of ours has made: its records have no key of their own.
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
  await page.goto(`${world.server().url}/manifest.webmanifest`).catch(() => undefined);
  await world.startServer();
  await page.goto(`${world.server().url}/manifest.webmanifest`);
  await breakCollection(page, 'leads');
  await page.goto(world.server().url);
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
  world,
}) => {
  await openChat(page, world);
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
  await expect(page.getByRole('heading', { name: 'Экран не смог открыться' })).toBeVisible();
  world.telegram.customerWrites({ chatId: CHAT, text: 'Ещё вопрос' });
  await page.getByRole('link', { name: 'Настройки' }).click();
  await expect(page.getByRole('status').getByText('На связи')).toBeVisible();
  await page.getByRole('button', { name: 'Начать заново с сервера' }).click();
  await page.getByRole('button', { name: 'Удалить и загрузить снова' }).click();
  await page.getByRole('link', { name: 'Входящие' }).click();
  await expect(page.getByRole('list', { name: 'Разговоры' }).getByText('Ещё вопрос')).toBeVisible();
});

test('what a newer program stored is left alone, and said to be so', async ({ page, world }) => {
  await openChat(page, world);
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
  await expect(page.getByRole('heading', { name: 'Копию данных создала другая версия программы' })).toBeVisible();
  const before = await databaseNames(page);
  await page.getByRole('button', { name: 'Открыть снова' }).click();
  await expect(page.getByRole('heading', { name: 'Копию данных создала другая версия программы' })).toBeVisible();
  expect(await databaseNames(page)).toEqual(before);
});

test('a window whose copy was deleted elsewhere says so and keeps what is typed', async ({ context, page, world }) => {
  await openChat(page, world);
  await box(page).fill('Ещё не отправил');
  const second = await context.newPage();
  await second.goto(`${world.server().url}/#/settings`);
  await second.getByRole('button', { name: 'Начать заново с сервера' }).click();
  await second.getByRole('button', { name: 'Удалить и загрузить снова' }).click();
  await expect(page.getByText('Копия данных на этом устройстве закрыта', { exact: false })).toBeVisible();
  await expect(box(page)).toHaveValue('Ещё не отправил');
  await page.getByRole('alert').getByRole('button', { name: 'Открыть снова' }).click();
  await expect(messages(page).getByText('Лофт свободен в субботу?')).toBeVisible();
});

test('signing out with something unsent asks, and keeps it unless told otherwise', async ({ page, world }) => {
  await writeUnsent(page, world);
  await page.getByRole('link', { name: 'Настройки' }).click();
  await page.getByRole('button', { name: 'Выйти', exact: true }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByText(/Не отправлено: 2 правки, 1 черновик/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Отмена' }).click();
  await page.getByRole('button', { name: 'Выйти', exact: true }).click();
  await dialog.getByRole('button', { name: 'Выйти', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Почта' })).toBeVisible();
  expect(JSON.stringify(await readStored(page))).toContain(REPLY);

  const { link } = await world.startServer();
  await page.goto(link);
  await expect.poll(() => sentBy(world), { timeout: 40_000 }).toContain(REPLY);
  await page.goto(`${world.server().url}/#/inbox`);
  await page.getByRole('list', { name: 'Разговоры' }).getByText('Пётр', { exact: true }).click();
  await expect(box(page)).toHaveValue('Недописанное');
});

test('signing out can take everything from this device', async ({ context, page, world }) => {
  await writeUnsent(page, world);
  const second = await context.newPage();
  await second.goto(`${world.server().url}/#/inbox`);
  await expect(second.getByText('Нет сети')).toBeVisible();
  await page.getByRole('link', { name: 'Настройки' }).click();
  await page.getByRole('button', { name: 'Выйти и удалить данные' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('checkbox', { name: 'Удалить данные с этого устройства' })).toBeChecked();
  expect(await downloadUnsent(page)).toContain(REPLY);
  await dialog.getByRole('button', { name: 'Выйти и удалить' }).click();
  for (const tab of [page, second]) await expect(tab.getByRole('textbox', { name: 'Почта' })).toBeVisible();
  await expect.poll(async () => (await databaseNames(page)).filter((name) => name.includes('inbetwin-'))).toEqual([]);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Почта' })).toBeVisible();
  expect((await databaseNames(page)).filter((name) => name.includes('inbetwin-'))).toEqual([]);
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
  await expect(page.getByText(/прав(ка|ки|ок) ж(дёт|дут) отправки/)).toBeHidden({ timeout: 60_000 });
  await expect(page.getByText('На сервере нет места')).toBeHidden();
});

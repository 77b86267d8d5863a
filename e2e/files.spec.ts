import { hash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type BrowserContext, expect, type Page, type Route } from '@playwright/test';
import { holdsEverything, holdsProgram } from './support/device.ts';
import { filesOf } from './support/files.ts';
import { openProfile } from './support/profile.ts';
import { databaseNames } from './support/storage.ts';
import { test } from './support/test.ts';
import { watchErrors } from './support/watch-errors.ts';
import type { World } from './support/world.ts';

test.use({ serviceWorkers: 'allow' });

const SAVE = 'Сохранить исходный файл';
/** A source that the server imported itself. */
const SAMPLE = 'Условия работы';

/** Every byte counts, whatever the text is read as. */
const noteOf = (title: string): Buffer =>
  Buffer.from(`# ${title}\r\n\r\n${title}: ${randomBytes(24).toString('base64')}\r\n`);

const original = (page: Page) => page.getByRole('region', { name: 'Исходный файл' });

const signIn = async (page: Page, link: string): Promise<void> => {
  await page.goto(link);
  await holdsEverything(page);
  await holdsProgram(page);
};

const openKnowledge = async (page: Page, { url }: World): Promise<void> => {
  await page.goto(`${url}/#/knowledge`);
  await expect(page.getByRole('list', { name: 'Материалы' })).toBeVisible();
};

type Notes = Readonly<Record<string, Buffer>>;

const importNotes = async (page: Page, notes: Notes): Promise<void> => {
  const files = Object.entries(notes).map(([title, buffer]) => ({
    name: `${title}.md`,
    mimeType: 'text/markdown',
    buffer,
  }));
  await page.locator('input[type=file]').setInputFiles(files);
  for (const title of Object.keys(notes)) {
    const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: title, exact: true }) });
    await expect(row.getByText('Готово')).toBeVisible();
  }
};

const openSource = async (page: Page, world: World, title: string): Promise<void> => {
  await openKnowledge(page, world);
  await page.getByRole('link', { name: title, exact: true }).click();
  await expect(original(page)).toBeVisible();
};

const save = async (page: Page): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: SAVE }).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
};

const digestOf = (bytes: Buffer): string => hash('sha256', bytes);

/** The digests of the files on the server. */
const kept = ({ folder }: World): readonly string[] =>
  filesOf(path.join(folder, 'files')).map((file) => path.basename(file));

const holds = (world: World, notes: Notes): boolean => {
  const held = kept(world);
  return Object.values(notes).every((bytes) => held.includes(digestOf(bytes)));
};

/** The bytes of the original files in this browser, read from its storage directly. */
const countStored = (page: Page): Promise<{ readonly databases: number; readonly bodies: number }> =>
  page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const names = (await indexedDB.databases())
      .map(({ name = '' }) => name)
      .filter((name) => name.startsWith('_pouch_'));
    let bodies = 0;
    for (const name of names) {
      const database = await answer(indexedDB.open(name));
      bodies += await answer(database.transaction('attach-store').objectStore('attach-store').count());
      database.close();
    }
    return { databases: names.length, bodies };
  });

/** Expires the token halfway, then loses the response to a file that the server has accepted. */
const spoilSending = async (page: Page): Promise<readonly string[]> => {
  const answers: string[] = [];
  await page.route('**/_bulk_docs', async (route) => {
    if (answers.length === 0) {
      answers.push('expired');
      return route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{}' });
    }
    answers.push('lost');
    await route.fetch();
    return route.abort();
  });
  return answers;
};

const otherDevice = async (context: BrowserContext, link: string): Promise<Page> => {
  const other = await context.browser()?.newContext({ locale: 'ru-RU' });
  if (!other) throw new Error('There is no browser.');
  const page = await other.newPage();
  await signIn(page, link);
  return page;
};

test('an original imported offline reaches the team, opens elsewhere, and stays there without a network', async ({
  context,
  page,
  world,
}) => {
  const errors = watchErrors(context);
  const notes = { Шатры: noteOf('Шатры') };
  await signIn(page, world.link);
  await openKnowledge(page, world);
  expect(await countStored(page)).toEqual({ databases: 0, bodies: 0 });
  await world.stopServer();
  await importNotes(page, notes);
  await openSource(page, world, 'Шатры');
  await expect(original(page)).toContainText('только на этом устройстве');
  expect(await save(page)).toEqual({ name: 'Шатры.md', bytes: notes.Шатры });

  await openSource(page, world, SAMPLE);
  await page.getByRole('button', { name: SAVE }).click();
  await expect(page.getByText('Исходного файла нет на этом устройстве, а сервер сейчас недоступен')).toBeVisible();
  await openSource(page, world, 'Шатры');

  const answers = await spoilSending(page);
  await world.startServer();
  await expect(original(page)).toContainText('есть на этом устройстве');
  expect(answers).toEqual(['expired', 'lost']);
  expect(holds(world, notes)).toBe(true);

  const other = await otherDevice(context, world.link);
  await openSource(other, world, SAMPLE);
  expect((await save(other)).bytes).toEqual(readFileSync('sync-server/src/demo/knowledge/terms-ru.md'));
  await openSource(other, world, 'Шатры');
  await expect(original(other)).toContainText('загрузится с сервера');
  expect(await save(other)).toEqual({ name: 'Шатры.md', bytes: notes.Шатры });
  await expect(original(other)).toContainText('есть на этом устройстве');
  expect(await countStored(other)).toEqual({ databases: 1, bodies: 2 });
  await world.stopServer();
  await other.reload();
  await expect(other.getByText('Нет связи')).toBeVisible();
  await expect(original(other)).toContainText('есть на этом устройстве');
  expect((await save(other)).bytes).toEqual(notes.Шатры);
  expect(errors.filter((error) => !error.includes('status of 401'))).toEqual([]);
  await other.context().close();
});

test('an upload that is killed goes on where it was, and nothing is sent twice', async ({ world }) => {
  const notes = { Тенты: noteOf('Тенты'), Столы: noteOf('Столы'), Свет: noteOf('Свет') };
  const profile = await openProfile();
  try {
    const [page] = profile.context().pages();
    if (!page) throw new Error('The browser has no page.');
    await signIn(page, world.link);
    await openKnowledge(page, world);
    await world.stopServer();
    await importNotes(page, notes);

    const sent: string[] = [];
    const noteSent = (route: Route): void => {
      sent.push(
        ...(route
          .request()
          .postData()
          ?.match(/(?<="_id":")[0-9a-f]{64}/g) ?? []),
      );
    };
    await page.route('**/_bulk_docs', async (route) => {
      noteSent(route);
      // The first one passes; the second never arrives.
      if (sent.length < 2) await route.continue();
    });
    await world.startServer();
    await expect.poll(() => sent.length).toBe(2);
    expect(holds(world, notes)).toBe(false);
    await profile.kill();

    await profile.start();
    const again = await profile.context().newPage();
    await again.route('**/_bulk_docs', async (route) => {
      noteSent(route);
      await route.continue();
    });
    await again.goto(world.url);
    await expect.poll(() => holds(world, notes)).toBe(true);
    expect(sent.length).toBe(4);
    expect(new Set(sent).size).toBe(3);
  } finally {
    await profile.close();
  }
});

test('an original that is damaged on its way is refused with the reason, and holds up no other', async ({
  page,
  world,
}) => {
  const notes = { Тенты: noteOf('Тенты'), Столы: noteOf('Столы') };
  await signIn(page, world.link);
  await openKnowledge(page, world);
  let damaged = 0;
  await page.route('**/_bulk_docs', async (route) => {
    const body = route.request().postData() ?? '';
    const isDamaged = body.includes(digestOf(notes.Тенты));
    if (isDamaged) damaged += 1;
    await route.continue({ postData: isDamaged ? body.replace(/"data":"..../, '"data":"AAAA') : body });
  });
  await importNotes(page, notes);
  await expect.poll(() => holds(world, { Столы: notes.Столы })).toBe(true);
  await openSource(page, world, 'Тенты');
  await expect(original(page)).toContainText('отправить не удалось');
  expect(kept(world)).not.toContain(digestOf(notes.Тенты));
  expect(damaged).toBe(1);

  await page.unrouteAll();
  await page.reload();
  await expect(original(page)).toContainText('есть на этом устройстве');
  expect(holds(world, notes)).toBe(true);
});

test('an original goes with its source, here and on the server; the same file added again is whole', async ({
  context,
  page,
  world,
}) => {
  const notes = { Тенты: noteOf('Тенты') };
  await signIn(page, world.link);
  await openKnowledge(page, world);
  await importNotes(page, notes);
  await expect.poll(() => holds(world, notes)).toBe(true);
  await world.stopServer();
  await world.startServer();
  const other = await otherDevice(context, world.link);
  await openSource(other, world, 'Тенты');
  await save(other);
  expect((await countStored(other)).bodies).toBe(1);

  await openKnowledge(page, world);
  await page.getByRole('button', { name: 'Удалить «Тенты»' }).click();
  await expect.poll(() => kept(world).includes(digestOf(notes.Тенты))).toBe(false);
  for (const each of [page, other]) await expect.poll(() => countStored(each)).toEqual({ databases: 1, bodies: 0 });

  await openKnowledge(page, world);
  await importNotes(page, notes);
  await expect.poll(() => holds(world, notes)).toBe(true);
  await openSource(other, world, 'Тенты');
  expect((await save(other)).bytes).toEqual(notes.Тенты);
  await expect(original(other)).toContainText('есть на этом устройстве');
  await other.context().close();
});

test('originals come along when a workspace without a server joins a team, and go when the data is removed', async ({
  page,
  world,
}) => {
  const notes = { Тенты: noteOf('Тенты') };
  await page.goto(world.url);
  await holdsProgram(page);
  await page.getByRole('button', { name: 'Начать без сервера' }).click();
  await page.getByRole('textbox', { name: 'Имя' }).fill('Ольга');
  await page.getByRole('button', { name: 'Начать', exact: true }).click();
  await page.goto(`${world.url}/#/knowledge`);
  await importNotes(page, notes);
  await page.getByRole('link', { name: 'Тенты', exact: true }).click();
  await expect(original(page)).toContainText('есть на этом устройстве');
  expect(await countStored(page)).toEqual({ databases: 1, bodies: 1 });

  await page.goto(world.link);
  await page.getByRole('button', { name: 'Присоединиться к команде' }).click();
  await expect.poll(() => holds(world, notes)).toBe(true);
  await expect
    .poll(async () => (await databaseNames(page)).filter((name) => name.includes('inbetwin-local')))
    .toEqual([]);
  await expect.poll(() => countStored(page)).toEqual({ databases: 1, bodies: 1 });
  // What the workspace brought along has left, so that the one file added below is all that waits.
  await holdsEverything(page);
  await expect(page.locator('footer').last()).not.toContainText('отправки');

  await world.stopServer();
  await openKnowledge(page, world);
  await importNotes(page, { Столы: noteOf('Столы') });
  await page.getByRole('link', { name: 'Настройки' }).click();
  await page.getByRole('button', { name: 'Выйти и удалить данные' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByText('1 исходный файл')).toBeVisible();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Скачать неотправленное' }).click();
  const unsent = JSON.parse(readFileSync(await (await downloading).path(), 'utf8'));
  expect(unsent.originals).toHaveLength(1);
  expect(digestOf(Buffer.from(unsent.originals[0].data, 'base64'))).toBe(unsent.originals[0].digest);
  await dialog.getByRole('button', { name: 'Выйти и удалить' }).click();
  await expect(page.getByRole('textbox', { name: 'Почта' })).toBeVisible();
  await expect.poll(async () => (await databaseNames(page)).filter((name) => name.includes('inbetwin-'))).toEqual([]);
});

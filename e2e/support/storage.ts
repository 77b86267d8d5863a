import type { Page } from '@playwright/test';

/** Takes up the storage quota of a site and frees it again. */
export type Room = {
  /** With a database of this name. */
  fill(name?: string): Promise<void>;
  free(): Promise<void>;
};

const SITE_BYTES = 12_000_000;

/** Call before the site is first opened: Chromium keeps using the free space that it first found. */
export const limitRoom = async (page: Page, address: string): Promise<Room> => {
  const browser = await page.context().newCDPSession(page);
  const { origin } = new URL(address);
  await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: SITE_BYTES });
  return {
    fill: (name = 'ballast') => page.evaluate(writeUntilFull, name),
    free: () => page.evaluate(deleteBallast),
  };
};

/** Runs in the page. */
const writeUntilFull = async (name: string): Promise<void> => {
  // The workspace may have stored something under this name.
  await new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase(name);
    deleting.onsuccess = resolve;
    deleting.onerror = () => reject(deleting.error);
  });
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('ballast', { autoIncrement: true });
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const put = (bytes: number) =>
    new Promise<boolean>((resolve) => {
      const transaction = database.transaction('ballast', 'readwrite');
      transaction.objectStore('ballast').put(crypto.getRandomValues(new Uint8Array(bytes)));
      transaction.oncomplete = () => resolve(true);
      transaction.onabort = () => resolve(false);
    });
  for (const bytes of [60_000, 5_000, 200]) while (await put(bytes));
  database.close();
};

/** Runs in the page. */
const deleteBallast = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase('ballast');
    deleting.onsuccess = () => resolve();
    deleting.onerror = () => reject(deleting.error);
  });

export type StoredRow = { readonly database: string; readonly record: unknown };

/** Every record in this origin's RxDB databases, read from IndexedDB directly. */
export const readStored = (page: Page): Promise<readonly StoredRow[]> =>
  page.evaluate(async () => {
    const rows: { database: string; record: unknown }[] = [];
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name = '' } of await indexedDB.databases()) {
      if (!name.startsWith('rxdb-dexie-')) continue;
      const database = await answer(indexedDB.open(name));
      for (const record of await answer(database.transaction('docs').objectStore('docs').getAll())) {
        rows.push({ database: name, record });
      }
      database.close();
    }
    return rows;
  });

type StoreName = { readonly database: string; readonly store: string };

/** Every record in a table of the database whose name ends with `database`; none if there is no such database. */
const recordsIn = (page: Page, place: StoreName): Promise<readonly unknown[]> =>
  page.evaluate(async ({ database, store }) => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const name = (await indexedDB.databases()).find((one) => one.name?.endsWith(database))?.name;
    if (name === undefined) return [];
    const opened = await answer(indexedDB.open(name));
    const records: unknown[] = await answer(opened.transaction(store).objectStore(store).getAll());
    opened.close();
    return records;
  }, place);

/** The runs that this device keeps for reading without a network. */
export const runsOnDisk = async (page: Page): Promise<readonly unknown[]> =>
  // The list of their summaries lies beside them.
  (await recordsIn(page, { database: '-runs', store: 'runs' })).filter((record) => !Array.isArray(record));

/** The refresh token that survives a kill: that of the copy in IndexedDB, which is on disk once it is stored. */
export const tokenOnDisk = async (page: Page): Promise<string | undefined> =>
  /"inbetwin\.refresh-token":"([^"]+)"/.exec(
    JSON.stringify(await recordsIn(page, { database: 'inbetwin.session', store: 'copies' })),
  )?.[1];

export const databaseNames = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name = '' }) => name));

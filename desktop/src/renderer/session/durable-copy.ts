import { z } from 'zod';
import { answerOf, completionOf, withStore } from '../storage/idb.ts';

/** Of the browser's storage of texts, what these take. */
export type KeyedStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * A second place for a few keys of `localStorage`, which Chromium writes to disk some seconds late, and more than ten
 * once a page has written before: a browser that is killed comes back with older values or none. IndexedDB is on disk
 * when it says so. Neither alone will do: a browser may throw IndexedDB away, or have no room left in it.
 */
export type DurableCopy = {
  /** Puts back what was not written down in time; resolves with whether anything was. To be awaited before anybody reads. */
  restore(): Promise<boolean>;
  /** What the keys hold now is on disk when this resolves, unless IndexedDB takes nothing. */
  keep(): Promise<void>;
};

type Parts = {
  readonly storage: KeyedStorage;
  readonly keys: readonly string[];
  /** Of the database, and of the key under which `storage` tells how new its values are. */
  readonly name: string;
  readonly now?: () => number;
};

/** `revision`: of several states the newest has the highest; ms since the epoch, where the clock was never put back. */
const copySchema = z.object({ revision: z.int(), values: z.record(z.string(), z.string()) });
type Copy = z.infer<typeof copySchema>;

const STORE = 'copies';
const ONLY = 'newest';

/** A disk that hangs must not keep anybody from working: the values are in `localStorage` all the same. */
const PATIENCE_MS = 3_000;

export const createDurableCopy = ({ storage, keys, name, now = Date.now }: Parts): DurableCopy => {
  const revisionNow = (): number => Number(storage.getItem(name)) || 0;

  const putBack = ({ revision, values }: Copy): void => {
    for (const key of keys) {
      const value = values[key];
      if (value === undefined) storage.removeItem(key);
      else storage.setItem(key, value);
    }
    storage.setItem(name, String(revision));
  };

  const takeNow = (): Copy => {
    const revision = Math.max(revisionNow() + 1, now());
    storage.setItem(name, String(revision));
    const values: Record<string, string> = {};
    for (const key of keys) {
      const value = storage.getItem(key);
      if (value !== null) values[key] = value;
    }
    return { revision, values };
  };

  return {
    restore: async () => {
      const copy = await unlessRefused(readCopy(name));
      if (!copy || copy.revision <= revisionNow()) return false;
      putBack(copy);
      return true;
    },
    keep: () => unlessRefused(writeCopy(name, takeNow())),
  };
};

const readCopy = (name: string): Promise<Copy | undefined> =>
  withStore({ database: name, store: STORE }, async (database) =>
    asCopy(await answerOf<unknown>(database.transaction(STORE).objectStore(STORE).get(ONLY))),
  );

/** A tab that was slower than another leaves the newer copy as it is. */
const writeCopy = (name: string, copy: Copy): Promise<void> =>
  withStore({ database: name, store: STORE }, async (database) => {
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    const written = completionOf(transaction);
    const store = transaction.objectStore(STORE);
    const reading = store.get(ONLY);
    reading.onsuccess = () => {
      const known = asCopy(reading.result);
      if (!known || known.revision <= copy.revision) store.put(copy, ONLY);
    };
    await written;
  });

const asCopy = (found: unknown): Copy | undefined => copySchema.safeParse(found).data;

const unlessRefused = async <T>(task: Promise<T>): Promise<T | undefined> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`IndexedDB has not answered in ${PATIENCE_MS} ms.`)), PATIENCE_MS);
  try {
    return await Promise.race([task, late]);
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: nobody can do anything about it, and only a crash would make it matter
    console.warn('Who is signed in could not be kept in a second place.', error);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
};

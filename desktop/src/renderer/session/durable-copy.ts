import { z } from 'zod';
import { answerOf, completionOf, withStore } from '../storage/idb.ts';

/** The methods of the browser's text storage that are used here. */
export type KeyedStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * A second copy of a few keys of `localStorage`, which Chromium writes to disk seconds late, sometimes more than ten: after a crash, a
 * browser returns older values or none. IndexedDB is durable when it reports success. Neither is sufficient alone, because a browser may
 * delete IndexedDB or have no space left in it.
 */
export type DurableCopy = {
  /** Restores what was not written in time; resolves to whether there was anything. Must be awaited before the keys are read. */
  restore(): Promise<boolean>;
  /** Resolves when the present values are on disk, unless IndexedDB cannot be written. */
  keep(): Promise<void>;
};

type Parts = {
  readonly storage: KeyedStorage;
  readonly keys: readonly string[];
  /** The name of the database, and the key under which `storage` holds the revision of its values. */
  readonly name: string;
  readonly now?: () => number;
};

/** The newest state has the highest `revision`: ms since the epoch, unless the clock was set back. */
const copySchema = z.object({ revision: z.int(), values: z.record(z.string(), z.string()) });
type Copy = z.infer<typeof copySchema>;

const STORE = 'copies';
const ONLY = 'newest';

/** A hanging disk must not block the person, because the values are in `localStorage` as well. Milliseconds. */
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

/** A slower tab does not overwrite the newer copy. */
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

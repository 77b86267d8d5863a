import { answerOf } from '../storage/idb.ts';
import { DOCUMENTS } from './stored-databases.ts';

const AT_ONCE = 500;

type Visit = (records: readonly unknown[]) => void;

/** Reads a stored database past RxDB, in slices of its records. Changes nothing; resolves to the number of unreadable records. */
export const visitRecords = async (name: string, visit: Visit): Promise<number> => {
  const database = await openAsItIs(name);
  try {
    if (!database.objectStoreNames.contains(DOCUMENTS)) throw new Error('Its table of documents is missing.');
    return await visitStore(() => database.transaction(DOCUMENTS).objectStore(DOCUMENTS), visit);
  } finally {
    database.close();
  }
};

/** Opens a new transaction each time, because one that failed to read a record has ended. */
type OpenStore = () => IDBObjectStore;

/** Reads in slices; if one cannot be read, its records are read one by one. */
const visitStore = async (store: OpenStore, visit: Visit): Promise<number> => {
  const keys = await answerOf(store().getAllKeys());
  let lost = 0;
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const slice = keys.slice(from, from + AT_ONCE);
    const read = await readSlice(store, slice);
    visit(read);
    lost += Math.max(0, slice.length - read.length);
  }
  return lost;
};

const readSlice = async (store: OpenStore, keys: readonly IDBValidKey[]): Promise<readonly unknown[]> => {
  const range = IDBKeyRange.bound(keys[0], keys.at(-1));
  const together = await answerOf<unknown[]>(store().getAll(range)).catch(unread);
  if (together) return together;
  const single = await Promise.all(keys.map((key) => answerOf<unknown>(store().get(key)).catch(unread)));
  return single.filter((record) => record !== undefined);
};

/** The caller counts the failure. */
const unread = (): undefined => undefined;

/** Opens the database without creating it if it has disappeared. */
export const openAsItIs = (name: string): Promise<IDBDatabase> => {
  const opening = indexedDB.open(name);
  opening.onupgradeneeded = () => opening.transaction?.abort();
  return answerOf(opening);
};

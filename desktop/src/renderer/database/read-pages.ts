import type { PreparedQuery, RxDocumentData } from 'rxdb';
import {
  DEXIE_DOCS_TABLE_NAME,
  fromDexieToStorage,
  getKeyRangeByQueryPlan,
  type RxStorageDexie,
  type RxStorageInstanceDexie,
} from 'rxdb/plugins/storage-dexie';
import { answerOf } from './idb.ts';

/**
 * RxDB's storage on Dexie asks for one document after the other, and sorts whatever a descending query finds. What an index
 * answers by itself is read here as one page, in either direction: what it costs depends on the page and not on the collection.
 */
export const readPagesAtOnce = (storage: RxStorageDexie): RxStorageDexie => ({
  ...storage,
  createStorageInstance: async (params) => {
    const instance = await storage.createStorageInstance(params);
    const readOneByOne = instance.query.bind(instance);
    instance.query = async (prepared) => {
      const direction = directionOf(prepared);
      return direction ? { documents: await readPage(instance, prepared, direction) } : readOneByOne(prepared);
    };
    return instance;
  },
});

type Direction = 'next' | 'prev';

/** How the index of the plan is to be read; undefined when it does not answer the query by itself. */
const directionOf = <T>({ query, queryPlan }: PreparedQuery<T>): Direction | undefined => {
  const { index, startKeys, endKeys, selectorSatisfiedByIndex, sortSatisfiedByIndex } = queryPlan;
  if (!selectorSatisfiedByIndex || query.limit === 0) return undefined;
  if (sortSatisfiedByIndex) return 'next';
  const fixed = new Set(index.filter((_, at) => startKeys[at] === endKeys[at]));
  const sort = query.sort.flatMap((part) => Object.entries(part)).filter(([field]) => !fixed.has(field));
  const isReversed =
    sort.every(([, direction]) => direction === 'desc') &&
    sort.map(([field]) => field).join() === index.filter((field) => !fixed.has(field)).join();
  return isReversed ? 'prev' : undefined;
};

const readPage = async <T>(
  { internals }: RxStorageInstanceDexie<T>,
  { query: { skip, limit = Number.POSITIVE_INFINITY }, queryPlan }: PreparedQuery<T>,
  direction: Direction,
): Promise<RxDocumentData<T>[]> => {
  const { dexieDb, dexieTable, booleanIndexes } = await internals;
  const range: IDBKeyRange = getKeyRangeByQueryPlan(booleanIndexes, queryPlan, IDBKeyRange);
  const read = direction === 'next' ? readFirst : readLast;
  const records = await dexieDb.transaction('r', dexieTable, ({ idbtrans }) =>
    read(idbtrans.objectStore(DEXIE_DOCS_TABLE_NAME).index(`[${queryPlan.index.join('+')}]`), range, skip + limit),
  );
  return records.slice(skip).map((record) => fromDexieToStorage(booleanIndexes, record));
};

type Read = (index: IDBIndex, range: IDBKeyRange, count: number) => Promise<unknown[]>;

const readFirst: Read = (index, range, count) =>
  answerOf(index.getAll(range, Number.isFinite(count) ? count : undefined));

/** The last of the range, the very last first: IndexedDB reads many at once forwards only, so it is asked first where to begin. */
const readLast: Read = async (index, range, count) => {
  const first = Number.isFinite(count) ? await keyFromEnd(index, range, count) : undefined;
  const records = await answerOf<unknown[]>(
    index.getAll(first === undefined ? range : IDBKeyRange.bound(first, range.upper, false, range.upperOpen)),
  );
  return records.reverse();
};

/** Undefined when there are fewer. */
const keyFromEnd = (index: IDBIndex, range: IDBKeyRange, count: number): Promise<IDBValidKey | undefined> =>
  new Promise((resolve, reject) => {
    const request = index.openKeyCursor(range, 'prev');
    let isThere = count === 1;
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (isThere || !cursor) return resolve(cursor?.key);
      isThere = true;
      cursor.advance(count - 1);
    };
  });

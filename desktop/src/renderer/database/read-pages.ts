import type { PreparedQuery, RxDocumentData, RxQueryPlan } from 'rxdb';
import {
  DEXIE_DOCS_TABLE_NAME,
  fromDexieToStorage,
  getKeyRangeByQueryPlan,
  type RxStorageDexie,
  type RxStorageInstanceDexie,
} from 'rxdb/plugins/storage-dexie';
import { answerOf } from '../storage/idb.ts';

/** Takes a few milliseconds to count. */
const COUNT_SLICE = 2_000;

/**
 * Speeds up RxDB's Dexie storage, which fetches documents one by one and sorts the results of descending queries in memory. A query that
 * one index answers completely is read as one page in either direction, so that its cost depends on the page and not on the collection.
 * Counting is done in slices, because IndexedDB blocks other requests while it counts.
 */
export const readPagesAtOnce = (storage: RxStorageDexie, countSlice = COUNT_SLICE): RxStorageDexie => ({
  ...storage,
  createStorageInstance: async (params) => {
    const instance = await storage.createStorageInstance(params);
    const readOneByOne = instance.query.bind(instance);
    instance.query = async (prepared) => {
      const direction = directionOf(prepared);
      return direction ? { documents: await readPage(instance, prepared, direction) } : readOneByOne(prepared);
    };
    const countAtOnce = instance.count.bind(instance);
    instance.count = async (prepared) =>
      prepared.queryPlan.selectorSatisfiedByIndex
        ? { count: await count(instance, prepared, countSlice), mode: 'fast' }
        : countAtOnce(prepared);
    return instance;
  },
});

type Direction = 'next' | 'prev';

/** The direction in which to read the index of the plan; undefined if the index alone does not answer the query. */
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
  const { booleanIndexes } = await internals;
  const read = direction === 'next' ? readFirst : readLast;
  const records = await onIndex(internals, queryPlan, (index, range) => read(index, range, { skip, limit }));
  return records.map((record) => fromDexieToStorage(booleanIndexes, record));
};

const count = <T>(
  { internals }: RxStorageInstanceDexie<T>,
  { queryPlan }: PreparedQuery<T>,
  slice: number,
): Promise<number> => onIndex(internals, queryPlan, (index, range) => countInSlices(index, range, slice));

type Internals = RxStorageInstanceDexie<unknown>['internals'];

const onIndex = async <T>(
  internals: Internals,
  queryPlan: RxQueryPlan,
  use: (index: IDBIndex, range: IDBKeyRange) => Promise<T>,
): Promise<T> => {
  const { dexieDb, dexieTable, booleanIndexes } = await internals;
  const range: IDBKeyRange = getKeyRangeByQueryPlan(booleanIndexes, queryPlan, IDBKeyRange);
  return dexieDb.transaction('r', dexieTable, ({ idbtrans }) =>
    use(idbtrans.objectStore(DEXIE_DOCS_TABLE_NAME).index(`[${queryPlan.index.join('+')}]`), range),
  );
};

type Page = { readonly skip: number; readonly limit: number };
type Read = (index: IDBIndex, range: IDBKeyRange, page: Page) => Promise<unknown[]>;

const readFirst: Read = async (index, range, { skip, limit }) => {
  const first = skip === 0 ? range.lower : await keyAt(index, range, { at: skip, direction: 'next' });
  if (first === undefined) return [];
  const isOpen = skip === 0 && range.lowerOpen;
  const rest = IDBKeyRange.bound(first, range.upper, isOpen, range.upperOpen);
  return answerOf(index.getAll(rest, Number.isFinite(limit) ? limit : undefined));
};

/** Reads the end of the range backwards. IndexedDB reads batches only forwards, so the boundaries of the page are looked up first. */
const readLast: Read = async (index, range, { skip, limit }) => {
  const last = skip === 0 ? range.upper : await keyAt(index, range, { at: skip, direction: 'prev' });
  if (last === undefined) return [];
  const isOpen = skip === 0 && range.upperOpen;
  const rest = IDBKeyRange.bound(range.lower, last, range.lowerOpen, isOpen);
  const first = Number.isFinite(limit) ? await keyAt(index, rest, { at: limit - 1, direction: 'prev' }) : undefined;
  const page = first === undefined ? rest : IDBKeyRange.bound(first, last, false, isOpen);
  return (await answerOf<unknown[]>(index.getAll(page))).reverse();
};

type Place = { readonly at: number; readonly direction: Direction };

/**
 * The key at a position of the range, counted from 0 in the direction, without reading those before it; undefined if the range is shorter.
 */
const keyAt = (index: IDBIndex, range: IDBKeyRange, { at, direction }: Place): Promise<IDBValidKey | undefined> =>
  new Promise((resolve, reject) => {
    const request = index.openKeyCursor(range, direction);
    let isThere = at === 0;
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (isThere || !cursor) return resolve(cursor?.key);
      isThere = true;
      cursor.advance(at);
    };
  });

const countInSlices = async (index: IDBIndex, range: IDBKeyRange, slice: number): Promise<number> => {
  const { slices, from } = await stepThrough(index, range, slice);
  if (from === undefined) return 0;
  return slices * slice + (await answerOf(index.count(IDBKeyRange.bound(from, range.upper, false, range.upperOpen))));
};

/** Finds where the last slice begins, and the number of slices before it. */
const stepThrough = (
  index: IDBIndex,
  range: IDBKeyRange,
  slice: number,
): Promise<{ readonly slices: number; readonly from: IDBValidKey | undefined }> =>
  new Promise((resolve, reject) => {
    const request = index.openKeyCursor(range);
    let slices = -1;
    let from: IDBValidKey | undefined;
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve({ slices, from });
      slices += 1;
      from = cursor.key;
      cursor.advance(slice);
    };
  });

import { Failure } from '../contracts/errors.ts';
import { refuseRow, requireCollection, requireDatabase, requireFind, serializeBody } from '../ports/document-rules.ts';
import type {
  Change,
  ChangeFeed,
  CollectionOptions,
  DocumentCollection,
  DocumentStore,
  FindPage,
  FindQuery,
  LatestPage,
  LatestQuery,
  StoredDocument,
  WriteResult,
  WriteRow,
} from '../ports/document-store.ts';
import { badCursor, cursorKey, cutPage, decodeCursor } from '../ports/find-cursor.ts';
import { indexedValue } from '../ports/indexed-value.ts';
import { untilHeard } from '../timing/until-heard.ts';

type Entry = StoredDocument & { readonly collection: string; readonly order: number };

/** What a database holds. `life` counts how often it was deleted, so that earlier sequences are foreign. */
type Data = {
  readonly entries: Map<string, Entry>;
  readonly waiting: Set<() => void>;
  order: number;
  life: number;
  isMade: boolean;
};

/** A document store in memory with the same contract as the real ones; `store-contract.ts` runs over it too. */
export const createMemoryStore = (): DocumentStore => {
  const databases = new Map<string, Data>();
  const collections = new Map<string, MemoryCollection>();
  const closing = new AbortController();

  const dataOf = (database: string): Data => {
    const data = databases.get(database) ?? {
      entries: new Map(),
      waiting: new Set(),
      order: 0,
      life: 0,
      isMade: false,
    };
    databases.set(database, data);
    return data;
  };

  return {
    backendId: async () => 'memory',
    collection: (name, options = { indexes: [] }) => {
      const { database, collection } = requireCollection(name, options);
      const known = collections.get(name) ?? createCollection(dataOf(database), { name, collection }, closing.signal);
      known.addIndexes(options);
      collections.set(name, known);
      return known;
    },
    database: (name) => ({ name, ...createFeed(dataOf(requireDatabase(name)), () => true, closing.signal) }),
    listDatabases: async (prefix) =>
      [...databases]
        .filter(([name, { isMade }]) => isMade && name.startsWith(prefix))
        .map(([name]) => name)
        .sort(),
    deleteDatabase: async (name) => {
      const data = databases.get(name);
      if (!data) return;
      data.entries.clear();
      Object.assign(data, { order: 0, life: data.life + 1, isMade: false });
      wake(data);
    },
    check: async () => undefined,
    close: async () => closing.abort(),
  };
};

const wake = ({ waiting }: Data): void => {
  for (const resolve of waiting) resolve();
};

const createFeed = (data: Data, isOwn: (entry: Entry) => boolean, closed: AbortSignal): ChangeFeed => {
  const changes: ChangeFeed['changes'] = async ({ since, limit }) => {
    const from = since === undefined ? 0 : parseSequence(since, data);
    const found = [...data.entries.values()].filter((entry) => entry.order > from && isOwn(entry));
    const batch = found.slice(0, limit).map((entry): Change => {
      const { collection, order } = entry;
      return { ...toStored(entry), collection, sequence: `${data.life}.${order}` };
    });
    const end = found.length > limit ? batch.at(-1)?.sequence : undefined;
    return { changes: batch, sequence: end ?? `${data.life}.${data.order}` };
  };
  return {
    changes,
    follow: async function* ({ since, limit, signal }) {
      const ended = AbortSignal.any([signal, closed]);
      let from = since ?? `${data.life}.0`;
      while (!ended.aborted) {
        const batch = await changes({ since: from, limit });
        from = batch.sequence;
        if (ended.aborted) return;
        if (batch.changes.length > 0) yield batch;
        else if (from === `${data.life}.${data.order}`) await untilWoken(data.waiting, ended);
      }
    },
    sequence: async () => `${data.life}.${data.order}`,
  };
};

type MemoryCollection = DocumentCollection & { readonly addIndexes: (options: CollectionOptions) => void };

const createCollection = (
  data: Data,
  { name, collection }: { readonly name: string; readonly collection: string },
  closed: AbortSignal,
): MemoryCollection => {
  const indexes = new Map<string, readonly string[]>();
  const keyOf = (id: string): string => `${collection}:${id}`;
  const isOwn = (entry: Entry): boolean => entry.collection === collection;
  const own = (): readonly Entry[] => [...data.entries.values()].filter(isOwn);

  const writeOne = (row: WriteRow): WriteResult => {
    const { id } = row;
    const json = serializeBody(row.body);
    const refusal = refuseRow(row, json);
    if (refusal !== undefined) return { id, ok: false, code: 'invalid', message: refusal };
    const current = data.entries.get(keyOf(id));
    const expected = current?.deleted && row.rev === undefined ? undefined : current?.rev;
    if (row.rev !== expected) return { id, ok: false, code: 'conflict', message: 'the revision does not match' };
    data.order += 1;
    const { order, life } = data;
    const rev = `${order}-${life}`;
    data.entries.delete(keyOf(id));
    data.entries.set(keyOf(id), { id, rev, deleted: row.deleted ?? false, body: JSON.parse(json), collection, order });
    return { id, ok: true, rev };
  };

  const getMany: DocumentCollection['getMany'] = async (ids) =>
    ids.flatMap((id) => data.entries.get(keyOf(id)) ?? []).map(toStored);

  return {
    ...createFeed(data, isOwn, closed),
    name,
    addIndexes: (options) => {
      for (const index of options.indexes) indexes.set(index.join(), index);
    },
    get: async (id) => (await getMany([id]))[0],
    getMany,
    write: async (rows) => {
      data.isMade = true;
      const results = rows.map(writeOne);
      wake(data);
      return results;
    },
    find: async (query) => {
      requireFind(query, { indexes: [...indexes.values()] });
      return findIn(own(), query);
    },
    latest: async (query) => latestIn(own(), `${data.life}.${data.order}`, query),
    count: async () => own().filter(({ deleted }) => !deleted).length,
    countChanges: async (since) => {
      const from = parseSequence(since, data);
      return own().filter(({ order }) => order > from).length;
    },
  };
};

const toStored = ({ id, rev, deleted, body }: Entry): StoredDocument => ({
  id,
  rev,
  deleted,
  body: structuredClone(body),
});

const parseSequence = (sequence: string, data: Data): number => {
  const [, life, order] = /^(\d+)\.(\d+)$/.exec(sequence) ?? [];
  if (Number(life) === data.life && Number(order) <= data.order) return Number(order);
  throw new Failure('store.bad_sequence', `There is no such sequence: ${sequence}`, 'Start over from the beginning.');
};

const untilWoken = (waiting: Set<() => void>, signal: AbortSignal): Promise<void> =>
  untilHeard((wake) => {
    waiting.add(wake);
    return () => waiting.delete(wake);
  }, signal);

const findIn = (entries: readonly Entry[], query: FindQuery): FindPage => {
  const after = decodeCursor(query);
  const direction = query.descending ? -1 : 1;
  const keyOf = ({ id, body }: StoredDocument) => {
    const key = cursorKey(query, id, body);
    return [...key.values, key.id];
  };
  const found = entries
    .filter(({ deleted, body }) => !deleted && query.index.every((field) => indexedValue(body, field) != null))
    .filter(({ body }) => query.equals.every((value, at) => indexedValue(body, query.index[at] ?? '') === value))
    .filter((entry) => !after || direction * compareKeys(keyOf(entry), [...after.values, after.id]) > 0)
    .sort((a, b) => direction * compareKeys(keyOf(a), keyOf(b)));
  return cutPage(query, found.slice(0, query.limit + 1).map(toStored));
};

const latestIn = (entries: readonly Entry[], sequence: string, { limit, cursor }: LatestQuery): LatestPage => {
  if (cursor !== undefined && !/^\d+$/.test(cursor)) throw badCursor();
  const before = Number(cursor ?? Number.POSITIVE_INFINITY);
  const found = entries.filter(({ deleted, order }) => !deleted && order < before).reverse();
  const page = found.slice(0, limit);
  return {
    documents: page.map(toStored),
    sequence,
    ...(found.length > limit && { next: String(page.at(-1)?.order) }),
  };
};

/** Numbers before strings, as SQLite and CouchDB order them. */
const compareKeys = (a: readonly (string | number)[], b: readonly (string | number)[]): number => {
  for (const [at, left] of a.entries()) {
    const right = b[at] ?? '';
    if (left === right) continue;
    if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
};

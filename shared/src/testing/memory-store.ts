import { Failure } from '../contracts/errors.ts';
import { refuseRow, requireDatabase, requireFind, serializeBody } from '../ports/document-rules.ts';
import type {
  Change,
  DatabaseOptions,
  DocumentDatabase,
  DocumentStore,
  FindPage,
  FindQuery,
  StoredDocument,
  WriteResult,
  WriteRow,
} from '../ports/document-store.ts';
import { cursorKey, cutPage, decodeCursor } from '../ports/find-cursor.ts';
import { indexedValue } from '../ports/indexed-value.ts';
import { untilHeard } from '../timing/until-heard.ts';

type Entry = StoredDocument & { readonly order: number };

type MemoryDatabase = DocumentDatabase & {
  readonly isMade: () => boolean;
  readonly addIndexes: (options: DatabaseOptions) => void;
  /** Forgets everything; sequences given out before are foreign from now on. */
  readonly erase: () => void;
};

/** A document store in memory with the same contract as the real ones; `store-contract.ts` runs over it too. */
export const createMemoryStore = (): DocumentStore => {
  const databases = new Map<string, MemoryDatabase>();
  const closing = new AbortController();
  return {
    backendId: async () => 'memory',
    database: (name, options = { indexes: [] }) => {
      requireDatabase(name, options);
      const database = databases.get(name) ?? createMemoryDatabase(name, closing.signal);
      database.addIndexes(options);
      databases.set(name, database);
      return database;
    },
    listDatabases: async (prefix) =>
      [...databases.values()]
        .filter((database) => database.isMade() && database.name.startsWith(prefix))
        .map((database) => database.name)
        .sort(),
    deleteDatabase: async (name) => databases.get(name)?.erase(),
    check: async () => undefined,
    close: async () => closing.abort(),
  };
};

const createMemoryDatabase = (name: string, closed: AbortSignal): MemoryDatabase => {
  const documents = new Map<string, Entry>();
  const indexes = new Map<string, readonly string[]>();
  const waiting = new Set<() => void>();
  let order = 0;
  let life = 0;
  let made = false;

  const writeOne = (row: WriteRow): WriteResult => {
    const { id } = row;
    const json = serializeBody(row.body);
    const refusal = refuseRow(row, json);
    if (refusal !== undefined) return { id, ok: false, code: 'invalid', message: refusal };
    const current = documents.get(id);
    const expected = current?.deleted && row.rev === undefined ? undefined : current?.rev;
    if (row.rev !== expected) return { id, ok: false, code: 'conflict', message: 'the revision does not match' };
    order += 1;
    const rev = `${order}-${life}`;
    documents.delete(id);
    documents.set(id, { id, rev, deleted: row.deleted ?? false, body: JSON.parse(json), order });
    return { id, ok: true, rev };
  };

  const wake = () => {
    for (const resolve of waiting) resolve();
  };

  const changes: DocumentDatabase['changes'] = async ({ since, limit }) => {
    const from = since === undefined ? 0 : parseSequence(since, life, order);
    const found = [...documents.values()].filter((entry) => entry.order > from).slice(0, limit);
    const batch = found.map((entry): Change => ({ ...toStored(entry), sequence: `${life}.${entry.order}` }));
    return { changes: batch, sequence: batch.at(-1)?.sequence ?? `${life}.${from}` };
  };

  return {
    name,
    isMade: () => made,
    addIndexes: (options) => {
      for (const index of options.indexes) indexes.set(index.join(), index);
    },
    erase: () => {
      documents.clear();
      [order, life, made] = [0, life + 1, false];
      wake();
    },
    get: async (id) => [documents.get(id)].flatMap((entry) => (entry ? [toStored(entry)] : []))[0],
    getMany: async (ids) => ids.flatMap((id) => documents.get(id) ?? []).map(toStored),
    write: async (rows) => {
      made = true;
      const results = rows.map(writeOne);
      wake();
      return results;
    },
    find: async (query) => {
      requireFind(query, { indexes: [...indexes.values()] });
      return findIn([...documents.values()], query);
    },
    count: async () => [...documents.values()].filter(({ deleted }) => !deleted).length,
    changes,
    countChanges: async (since) => {
      const from = parseSequence(since, life, order);
      return [...documents.values()].filter((entry) => entry.order > from).length;
    },
    follow: async function* ({ since, limit, signal }) {
      const ended = AbortSignal.any([signal, closed]);
      let from = since ?? `${life}.0`;
      while (!ended.aborted) {
        const batch = await changes({ since: from, limit });
        from = batch.sequence;
        if (ended.aborted) return;
        if (batch.changes.length > 0) yield batch;
        else if (from === `${life}.${order}`) await untilWoken(waiting, ended);
      }
    },
    sequence: async () => `${life}.${order}`,
  };
};

const toStored = ({ id, rev, deleted, body }: Entry): StoredDocument => ({
  id,
  rev,
  deleted,
  body: structuredClone(body),
});

const parseSequence = (sequence: string, life: number, newest: number): number => {
  const [, ofLife, order] = /^(\d+)\.(\d+)$/.exec(sequence) ?? [];
  if (Number(ofLife) === life && Number(order) <= newest) return Number(order);
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

import { Failure } from '../contracts/errors.ts';
import type {
  Change,
  DatabaseOptions,
  DocumentDatabase,
  DocumentStore,
  FindQuery,
  JsonObject,
  StoredDocument,
  WriteResult,
  WriteRow,
} from '../ports/document-store.ts';

/** A document store in memory with the same contract as the real ones; `store-contract.ts` runs over it too. */
export const createMemoryStore = (): DocumentStore => {
  const databases = new Map<string, DocumentDatabase>();
  return {
    backendId: async () => 'memory',
    database: (name, options) => {
      const known = databases.get(name) ?? createMemoryDatabase(name, options);
      databases.set(name, known);
      return known;
    },
    listDatabases: async (prefix) => [...databases.keys()].filter((name) => name.startsWith(prefix)).sort(),
    deleteDatabase: async (name) => {
      databases.delete(name);
    },
    check: async () => undefined,
    close: async () => undefined,
  };
};

const createMemoryDatabase = (name: string, options: DatabaseOptions = { indexes: [] }): DocumentDatabase => {
  const documents = new Map<string, StoredDocument & { readonly order: number }>();
  const waiting = new Set<() => void>();
  let order = 0;

  const writeOne = (row: WriteRow): WriteResult => {
    const current = documents.get(row.id);
    const expected = current && !(current.deleted && row.rev === undefined) ? current.rev : undefined;
    if (row.rev !== expected) return { id: row.id, ok: false, code: 'conflict', message: 'revision does not match' };
    order += 1;
    const rev = `${order}-m`;
    const body = structuredClone(row.body) as JsonObject;
    documents.delete(row.id);
    documents.set(row.id, { id: row.id, rev, deleted: row.deleted ?? false, body, order });
    return { id: row.id, ok: true, rev };
  };

  const changes: DocumentDatabase['changes'] = async ({ since, limit }) => {
    const from = since === undefined ? 0 : Number(since);
    if (!Number.isInteger(from)) throw new Failure('store.bad_sequence', `No such sequence: ${since}`, 'Start over.');
    const found = [...documents.values()].filter((document) => document.order > from).slice(0, limit);
    const batch = found.map(({ order: at, ...stored }): Change => ({ ...stored, sequence: String(at) }));
    return { changes: structuredClone(batch), sequence: batch.at(-1)?.sequence ?? String(from) };
  };

  return {
    name,
    get: async (id) => structuredClone(documents.get(id)),
    getMany: async (ids) => structuredClone(ids.flatMap((id) => documents.get(id) ?? [])),
    write: async (rows) => {
      const results = rows.map(writeOne);
      for (const wake of waiting) wake();
      return results;
    },
    find: async (query) => findIn([...documents.values()], query, options),
    changes,
    follow: async function* ({ since, limit, signal }) {
      let from = since;
      while (!signal.aborted) {
        const batch = await changes(from === undefined ? { limit } : { since: from, limit });
        from = batch.sequence;
        if (batch.changes.length > 0) yield batch;
        else if (String(order) === batch.sequence) await untilWritten(waiting, signal);
      }
    },
    sequence: async () => String(order),
  };
};

const untilWritten = (waiting: Set<() => void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wake = () => {
      waiting.delete(wake);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    waiting.add(wake);
    signal.addEventListener('abort', wake);
  });

const findIn = (documents: readonly StoredDocument[], query: FindQuery, options: DatabaseOptions) => {
  if (!options.indexes.some((index) => index.join() === query.index.join())) {
    throw new Error(`No index on ${query.index.join(', ')}`);
  }
  const keyOf = (document: StoredDocument) => [...query.index.map((field) => document.body[field]), document.id];
  const direction = query.descending ? -1 : 1;
  const sorted = documents
    .filter((document) => !document.deleted && query.equals.every((value, at) => keyOf(document)[at] === value))
    .sort((a, b) => direction * compareKeys(keyOf(a), keyOf(b)));
  const from = Number(query.cursor ?? 0);
  const page = sorted.slice(from, from + query.limit).map((document) => structuredClone(document));
  const next = from + query.limit < sorted.length ? String(from + query.limit) : undefined;
  return next === undefined ? { documents: page } : { documents: page, next };
};

const compareKeys = (a: readonly unknown[], b: readonly unknown[]): number => {
  const at = a.findIndex((value, index) => value !== b[index]);
  if (at < 0) return 0;
  return (a[at] as string) < (b[at] as string) ? -1 : 1;
};

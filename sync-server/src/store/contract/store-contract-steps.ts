import type {
  ChangeBatch,
  DocumentDatabase,
  DocumentStore,
  FindQuery,
  StoredDocument,
  WriteResult,
} from '@inbetwin/shared/ports/document-store.ts';
import { expect } from 'vitest';

export type StoreTraits = {
  /** Whether two handles see the same backend. */
  readonly shared: boolean;
  /** A server of its own, maybe far away: it takes its time, and a cluster its nodes' time to agree. */
  readonly remote?: boolean;
  /** Examples per property; a real CouchDB takes some seconds for each. */
  readonly runs: number;
};

export type TestStore = {
  readonly store: DocumentStore;
  /** Another handle on the same backend, as another process has it; to be closed by the caller. */
  readonly open: () => DocumentStore;
  /** Closes `store` and removes all that was stored. */
  close(): Promise<void>;
};

/** What a part of the suite works with; to be called within tests. */
export type StoreBench = {
  readonly traits: StoreTraits;
  /** The store under test. */
  readonly store: () => DocumentStore;
  /** Another handle on its backend. */
  readonly open: () => DocumentStore;
  /** Milliseconds within which something must have happened. */
  readonly patience: number;
  readonly newName: () => string;
  readonly newDatabase: () => DocumentDatabase;
};

export const indexes = [['rank'], ['group', 'rank'], ['open.step']] as const;
export const byRank: FindQuery = { index: ['rank'], equals: [], limit: 3 };

export const revOf = (result: WriteResult | undefined): string => (result?.ok ? result.rev : 'refused');
export const rev = (document: StoredDocument | undefined) => (document ? { rev: document.rev } : {});
export const outcome = (result: WriteResult): string => (result.ok ? 'ok' : result.code);

export const writeOk: (
  database: DocumentDatabase,
  ...rows: Parameters<DocumentDatabase['write']>[0]
) => Promise<readonly WriteResult[]> = async (database, ...rows) => {
  const results = await database.write(rows);
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  return results;
};

export const pageThrough = async (database: DocumentDatabase, query: FindQuery): Promise<readonly string[]> => {
  const page = await database.find(query);
  expect(page.documents.length).toBeLessThanOrEqual(query.limit);
  const ids = page.documents.map(({ id }) => id);
  return page.next === undefined ? ids : [...ids, ...(await pageThrough(database, { ...query, cursor: page.next }))];
};

export const readOn = async (database: DocumentDatabase, since?: string): Promise<ChangeBatch['changes']> => {
  const batch = await database.changes(since === undefined ? { limit: 3 } : { since, limit: 3 });
  return batch.changes.length === 0 ? [] : [...batch.changes, ...(await readOn(database, batch.sequence))];
};

import type {
  ChangeBatch,
  DocumentCollection,
  DocumentStore,
  FindQuery,
  StoredDocument,
  WriteResult,
} from '@inbetwin/shared/ports/document-store.ts';
import { expect } from 'vitest';

/** How a backend differs from the others in ways that matter to the contract tests. */
export type StoreTraits = {
  /** Whether two handles see the same backend. */
  readonly shared: boolean;
  /** The backend is a separate server that may be slow, or a cluster whose nodes need time to agree. */
  readonly remote?: boolean;
  /** Examples per property test; a real CouchDB takes several seconds for each. */
  readonly runs: number;
};

/** A backend under test. */
export type TestStore = {
  readonly store: DocumentStore;
  /** Opens another handle on the same backend, as another process would; the caller closes it. */
  readonly open: () => DocumentStore;
  /** Closes `store` and deletes everything that was stored. */
  close(): Promise<void>;
};

/** What each part of the contract suite gets; call its functions only inside tests. */
export type StoreBench = {
  readonly traits: StoreTraits;
  /** The store under test. */
  readonly store: () => DocumentStore;
  /** Opens another handle on the same backend. */
  readonly open: () => DocumentStore;
  /** How long to wait for an asynchronous effect, in milliseconds. */
  readonly patience: number;
  readonly newName: () => string;
  readonly newCollection: () => DocumentCollection;
};

/** The indexes that the test databases declare. */
export const indexes = [['rank'], ['group', 'rank'], ['open.step']] as const;
/** A query for pages of three documents in order of `rank`. */
export const byRank: FindQuery = { index: ['rank'], equals: [], limit: 3 };

/** The revision of a successful write, or `refused`, which matches no revision. */
export const revOf = (result: WriteResult | undefined): string => (result?.ok ? result.rev : 'refused');
/** The revision of a stored document as a part of a write row; empty for a document that does not exist. */
export const rev = (document: StoredDocument | undefined) => (document ? { rev: document.rev } : {});
/** `ok`, or the code with which the row was refused. */
export const outcome = (result: WriteResult): string => (result.ok ? 'ok' : result.code);

/** Writes the rows and fails the test unless every one succeeds. */
export const writeOk: (
  collection: DocumentCollection,
  ...rows: Parameters<DocumentCollection['write']>[0]
) => Promise<readonly WriteResult[]> = async (collection, ...rows) => {
  const results = await collection.write(rows);
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  return results;
};

/** The ids of all documents that match, read page by page. */
export const pageThrough = async (collection: DocumentCollection, query: FindQuery): Promise<readonly string[]> => {
  const page = await collection.find(query);
  expect(page.documents.length).toBeLessThanOrEqual(query.limit);
  const ids = page.documents.map(({ id }) => id);
  return page.next === undefined ? ids : [...ids, ...(await pageThrough(collection, { ...query, cursor: page.next }))];
};

/** The ids of all living documents as `latest` has them, read page by page. */
export const pageLatest = async (collection: DocumentCollection, limit: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await collection.latest({ limit, ...(cursor !== undefined && { cursor }) });
    expect(page.documents.length).toBeLessThanOrEqual(limit);
    ids.push(...page.documents.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== undefined);
  return ids;
};

/** All changes after a sequence, read batch by batch. */
export const readOn = async (collection: DocumentCollection, since?: string): Promise<ChangeBatch['changes']> => {
  const batch = await collection.changes(since === undefined ? { limit: 3 } : { since, limit: 3 });
  return batch.changes.length === 0 ? [] : [...batch.changes, ...(await readOn(collection, batch.sequence))];
};

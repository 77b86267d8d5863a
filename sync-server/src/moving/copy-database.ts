import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { Change, DocumentStore, StoredDocument, WriteRow } from '@inbetwin/shared/ports/document-store.ts';

const PAGE = 500;

/** From one store to another. */
export type Stores = { readonly from: DocumentStore; readonly to: DocumentStore };

/** Identifies a document within a database. */
export const keyOf = ({ collection, id }: Pick<Change, 'collection' | 'id'>): string => `${collection}/${id}`;

/** Yields the changes of a database in pages. */
export async function* pagesOf(store: DocumentStore, database: string, begins?: string) {
  for (let since = begins; ; ) {
    const page = await store.database(database).changes(since === undefined ? { limit: PAGE } : { since, limit: PAGE });
    if (page.changes.length === 0) return;
    yield page.changes;
    since = page.sequence;
  }
}

/**
 * Copies the newest state of each document, deleted ones too, in the order of the last writes, except for some; what the target has
 * otherwise is replaced. Copying again changes nothing.
 */
export const copyDatabase = async (
  { from, to }: Stores,
  database: string,
  except?: ReadonlySet<string>,
): Promise<void> => {
  for await (const changes of pagesOf(from, database)) {
    await writeChanges(
      to,
      database,
      changes.filter((change) => !except?.has(keyOf(change))),
    );
  }
};

/** Throws unless the target has every document as the source has it; resolves to their number. */
export const compareDatabases = async ({ from, to }: Stores, database: string): Promise<number> => {
  let count = 0;
  for await (const changes of pagesOf(from, database)) {
    for (const [collection, own] of Map.groupBy(changes, (change) => change.collection)) {
      const copies = await readCopies(to, `${database}/${collection}`, own);
      const wrong = own.find((document) => !isCopied(document, copies.get(document.id)));
      if (wrong) throw differs(`${database}/${keyOf(wrong)}`);
    }
    count += changes.length;
  }
  return count;
};

const readCopies = async (store: DocumentStore, collection: string, documents: readonly StoredDocument[]) => {
  const copies = await store.collection(collection).getMany(documents.map(({ id }) => id));
  return new Map(copies.map((copy) => [copy.id, copy]));
};

const isCopied = ({ deleted, body }: StoredDocument, copy: StoredDocument | undefined): boolean =>
  copy?.deleted === deleted && isSameValue(copy.body, body);

const writeChanges = async (store: DocumentStore, database: string, changes: readonly Change[]): Promise<void> => {
  for (const [collection, own] of Map.groupBy(changes, (change) => change.collection)) {
    const name = `${database}/${collection}`;
    const copies = await readCopies(store, name, own);
    const missing = own.filter((document) => !isCopied(document, copies.get(document.id)));
    const results = await store.collection(name).write(missing.map((document) => toRow(document, copies)));
    const failed = results.find(({ ok }) => !ok);
    if (failed) throw differs(`${name}/${failed.id}`);
  }
};

const toRow = ({ id, deleted, body }: StoredDocument, copies: ReadonlyMap<string, StoredDocument>): WriteRow => {
  const copy = copies.get(id);
  return { id, body, ...(deleted && { deleted }), ...(copy && { rev: copy.rev }) };
};

const differs = (document: string): Failure =>
  new Failure(
    'document.conflict',
    `Document ${document} was not copied.`,
    'Stop every server that uses either store, then move again.',
  );

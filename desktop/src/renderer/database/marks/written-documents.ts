import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { type FilledMangoQuery, prepareQuery, type RxCollection } from 'rxdb';
import type { StoredDocument } from './sync-mark.ts';

/**
 * Reads documents written at `since` (by the storage's clock) or later, including deletions, in the order of writing. RxDB's own method
 * uses a query that no index can answer directly.
 */
export const readWritten = async (
  { storageInstance, schema }: RxCollection<SyncDocument>,
  since: number,
  limit: number,
): Promise<readonly StoredDocument[]> => {
  const query: FilledMangoQuery<StoredDocument> = {
    selector: { '_meta.lwt': { $gte: since } },
    sort: [{ '_meta.lwt': 'asc' }, { id: 'asc' }],
    index: ['_meta.lwt', 'id'],
    skip: 0,
    limit,
  };
  const prepared = prepareQuery(schema.jsonSchema, query as unknown as FilledMangoQuery<SyncDocument>);
  return (await storageInstance.query(prepared)).documents as readonly StoredDocument[];
};

/** Reads everything written at `since` or later in slices, including what is written in the meantime. */
export async function* eachWritten(
  collection: RxCollection<SyncDocument>,
  since: number,
  slice: number,
): AsyncGenerator<readonly StoredDocument[]> {
  let [from, limit] = [since, slice];
  for (;;) {
    const documents = await readWritten(collection, from, limit);
    yield documents;
    const last = documents.at(-1);
    if (!last || documents.length < limit) return;
    // More documents were written in one millisecond than fit into a slice.
    limit = last._meta.lwt === from ? 2 * limit : slice;
    from = last._meta.lwt;
  }
}

import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { type FilledMangoQuery, prepareQuery, type RxCollection } from 'rxdb';
import type { StoredDocument } from './sync-mark.ts';

/**
 * What was written at `since` (by the storage's own clock) or later, deletions too, in the order of writing. RxDB's own log is
 * asked in a way that no index answers at once.
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

/** Everything written at `since` or later, in slices; what is written meanwhile, too. */
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
    // More were written at one moment than fit a slice.
    limit = last._meta.lwt === from ? 2 * limit : slice;
    from = last._meta.lwt;
  }
}

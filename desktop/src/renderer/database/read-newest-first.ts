import { type FilledMangoQuery, prepareQuery, type RxCollection, type RxDocumentData } from 'rxdb';

/** A document with the time of its last change, in ms since the epoch. */
export type Dated = { readonly id: string; readonly updatedAt: number };

/** Small enough that the page stays responsive between slices. */
const READ_SLICE = 250;

/**
 * Reads living documents in slices, newest first, without RxDB's document objects, which would all stay cached. A document may be returned
 * twice.
 */
export const readNewestFirst = async function* <T extends Dated>(
  collection: RxCollection<T>,
): AsyncIterable<readonly RxDocumentData<T>[]> {
  const { storageInstance } = collection;
  const { jsonSchema } = collection.schema;
  let limit = READ_SLICE;
  for (let until = Number.MAX_SAFE_INTEGER; ; ) {
    const query: FilledMangoQuery<Dated> = {
      selector: { _deleted: { $eq: false }, updatedAt: { $lte: until } },
      sort: [{ updatedAt: 'desc' }, { id: 'desc' }],
      index: ['_deleted', 'updatedAt', 'id'],
      skip: 0,
      limit,
    };
    const { documents } = await storageInstance.query(prepareQuery(jsonSchema, query as FilledMangoQuery<T>));
    yield documents;
    const last = documents.at(-1);
    if (!last || documents.length < limit) return;
    // More documents were changed in one millisecond than fit into a slice.
    limit = last.updatedAt === until ? 2 * limit : READ_SLICE;
    until = last.updatedAt;
  }
};

import { type FilledMangoQuery, prepareQuery, type RxCollection, type RxDocumentData } from 'rxdb';

export type Dated = { readonly id: string; readonly updatedAt: number };

/** Small enough that the page answers in between. */
const READ_SLICE = 250;

/** Living documents in slices, past RxDB's own objects, which it would all keep. One may come twice. */
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
    // More were changed at one moment than fit a slice.
    limit = last.updatedAt === until ? 2 * limit : READ_SLICE;
    until = last.updatedAt;
  }
};

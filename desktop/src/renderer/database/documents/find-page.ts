import type { FindQuery } from '@inbetwin/shared/ports/document-store.ts';
import { cursorKey, decodeCursor, encodeCursor } from '@inbetwin/shared/ports/find-cursor.ts';
import { type FilledMangoQuery, prepareQuery, type RxCollection } from 'rxdb';
import { type StoredDocument, stateOf } from '../marks/sync-mark.ts';

type Plain = { readonly id: string };
type Page = { readonly items: readonly Plain[]; readonly next?: string };
type Key = ReturnType<typeof cursorKey>;

/**
 * Reads one page of an index, past RxDB's document objects, which would all stay cached. Documents with equal values are ordered by id.
 */
export const findPage = async (collection: RxCollection<Plain>, query: FindQuery): Promise<Page> => {
  const after = decodeCursor(query);
  const found = await readBeyond(collection, query, after);
  const items = found.slice(0, query.limit).map((stored) => {
    const { _deleted, ...document } = stateOf(stored);
    return document as Plain;
  });
  const last = items.at(-1);
  if (!last || found.length <= query.limit) return { items };
  return { items, next: encodeCursor(query, cursorKey(query, last.id, last)) };
};

/** Reads from the first value of the cursor's key on, and more at once if many documents share that value. */
const readBeyond = async (
  { storageInstance, schema }: RxCollection<Plain>,
  query: FindQuery,
  after: Key | undefined,
): Promise<readonly StoredDocument[]> => {
  const direction = query.descending ? -1 : 1;
  for (let limit = query.limit + 1; ; limit *= 2) {
    const prepared = prepareQuery<Plain>(schema.jsonSchema, mangoOf(query, after, limit));
    const documents = (await storageInstance.query(prepared)).documents as unknown as readonly StoredDocument[];
    const beyond = after
      ? documents.filter((document) => compareKeys(cursorKey(query, document.id, document), after) * direction > 0)
      : documents;
    if (beyond.length > query.limit || documents.length < limit) return beyond;
  }
};

const mangoOf = ({ index, equals, descending = false }: FindQuery, after: Key | undefined, limit: number) => {
  const ordered = [...index.slice(equals.length), 'id'];
  const first = [...(after?.values ?? []), ...(after ? [after.id] : [])][0];
  return {
    selector: {
      _deleted: { $eq: false },
      ...Object.fromEntries(equals.map((value, at) => [index[at], { $eq: value }])),
      ...(first !== undefined && { [ordered[0] ?? 'id']: { [descending ? '$lte' : '$gte']: first } }),
    },
    sort: ordered.map((field) => ({ [field]: descending ? 'desc' : 'asc' })),
    index: ['_deleted', ...index, 'id'],
    skip: 0,
    limit,
  } as unknown as FilledMangoQuery<Plain>;
};

const compareKeys = (a: Key, b: Key): number => {
  for (const [at, value] of [...a.values, a.id].entries()) {
    const other = [...b.values, b.id][at] ?? '';
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
};

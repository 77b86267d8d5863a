import type { FindPage, FindQuery, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { type CursorKey, cursorKey, cutPage, decodeCursor } from '@inbetwin/shared/ports/find-cursor.ts';
import { indexedValue } from '@inbetwin/shared/ports/indexed-value.ts';
import { z } from 'zod';
import { couchId, readCouchId } from './couch-documents.ts';

const rowSchema = z.object({ id: z.string(), key: z.array(z.unknown()) });
/** The answer of a view without documents. */
export const viewSchema = z.object({ rows: z.array(rowSchema) });
type Row = z.output<typeof rowSchema>;

/** The answer of a view's count. */
export const countSchema = z
  .object({ rows: z.array(z.object({ value: z.int().min(0) })) })
  .transform(({ rows: [row] }) => row?.value ?? 0);

/** Sorts after every value of a key. */
const LAST = {};

/** Where reading goes on: behind the row with this key and id. */
type Place = { readonly key: readonly unknown[]; readonly id: string };

/** A range of an index in one request, from the row at `after` on, which is included. */
const rangeOf = ({ equals, descending = false }: FindQuery, after: Place | undefined, limit: number): object => {
  const ends = descending ? [[...equals, LAST], equals] : [equals, [...equals, LAST]];
  return {
    reduce: false,
    descending,
    limit,
    start_key: after?.key ?? ends[0],
    // Keys that are equal in CouchDB's collation are ordered by their ids.
    ...(after && { start_key_doc_id: after.id }),
    end_key: ends[1],
  };
};

/** The two requests that reading an index takes; asked for documents, a view is half as fast. */
type IndexReader = {
  readonly keys: (range: object) => Promise<z.output<typeof viewSchema>>;
  readonly documents: (ids: readonly string[]) => Promise<readonly StoredDocument[]>;
};

/**
 * Reads one page of an index, usually at once. CouchDB compares with ICU collation, in which texts that differ only in invisible characters
 * are equal, so results that do not match exactly are dropped here; so are documents that were changed after the index was read, which are
 * elsewhere in it by now.
 */
export const findInCouch = async (collection: string, query: FindQuery, reader: IndexReader): Promise<FindPage> => {
  const found: StoredDocument[] = [];
  let after = placeOf(collection, query, decodeCursor(query));
  while (found.length <= query.limit) {
    // One more for the row at the place, which was read before.
    const limit = query.limit + 1 - found.length + Number(after !== undefined);
    const { rows } = await reader.keys(rangeOf(query, after, limit));
    const start = after;
    const behind = rows.filter(({ id }) => id !== start?.id);
    found.push(...(await readRows(query, behind, reader)));
    const last = behind.at(-1);
    if (!last || rows.length < limit) break;
    after = last;
  }
  return cutPage(query, found);
};

const placeOf = (collection: string, { equals }: FindQuery, cursor: CursorKey | undefined): Place | undefined => {
  if (!cursor) return undefined;
  const id = couchId(collection, cursor.id);
  return { key: [...equals, ...cursor.values, id], id };
};

const readRows = async (query: FindQuery, rows: readonly Row[], { documents }: IndexReader) => {
  const keys = new Map(rows.map(({ id, key }) => [readCouchId(id)?.id ?? '', key]));
  const stored = await documents([...keys.keys()]);
  return stored.filter((document) => !document.deleted && isAt(query, document, keys.get(document.id) ?? []));
};

const isAt = (query: FindQuery, { id, body }: StoredDocument, key: readonly unknown[]): boolean => {
  const isExact = query.equals.every((value, at) => indexedValue(body, query.index[at] ?? '') === value);
  const { values } = cursorKey(query, id, body);
  return isExact && values.every((value, at) => key[query.equals.length + at] === value);
};

import type { FindPage, FindQuery, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { type CursorKey, cursorKey, cutPage, decodeCursor } from '@inbetwin/shared/ports/find-cursor.ts';
import { indexedValue } from '@inbetwin/shared/ports/indexed-value.ts';
import { z } from 'zod';
import { couchDocumentSchema, couchId, fromCouch } from './couch-documents.ts';

const rowSchema = z.object({ id: z.string(), key: z.array(z.unknown()), doc: couchDocumentSchema.nullish() });
/** The answer of a view with documents. */
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
    include_docs: true,
    descending,
    limit,
    start_key: after?.key ?? ends[0],
    // Of keys that CouchDB's collation takes for equal, the id decides.
    ...(after && { start_key_doc_id: after.id }),
    end_key: ends[1],
  };
};

/**
 * Reads one page of an index, usually with one request. CouchDB compares with ICU collation, in which texts that differ only in invisible
 * characters are equal, so results that do not match exactly are dropped here; so are documents that were changed after the index was read,
 * which are elsewhere in it by now.
 */
export const findInCouch = async (
  collection: string,
  query: FindQuery,
  ask: (body: object) => Promise<z.output<typeof viewSchema>>,
): Promise<FindPage> => {
  const found: StoredDocument[] = [];
  let after = placeOf(collection, query, decodeCursor(query));
  while (found.length <= query.limit) {
    // One more for the row at the place, which was read before.
    const limit = query.limit + 1 - found.length + Number(after !== undefined);
    const { rows } = await ask(rangeOf(query, after, limit));
    const start = after;
    const behind = rows.filter(({ id }) => id !== start?.id);
    found.push(...behind.flatMap((row) => read(query, row)));
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

const read = (query: FindQuery, { key, doc }: Row): readonly StoredDocument[] => {
  if (!doc) return [];
  const document = fromCouch(doc);
  if (!document) return [];
  const { body } = document;
  const isExact = query.equals.every((value, at) => indexedValue(body, query.index[at] ?? '') === value);
  const { values } = cursorKey(query, document.id, body);
  const isInPlace = values.every((value, at) => key[query.equals.length + at] === value);
  return isExact && isInPlace ? [document] : [];
};

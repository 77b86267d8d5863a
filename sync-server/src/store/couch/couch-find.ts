import type { FindPage, FindQuery, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { type CursorKey, cursorKey, cutPage, decodeCursor } from '@inbetwin/shared/ports/find-cursor.ts';
import { indexedValue } from '@inbetwin/shared/ports/indexed-value.ts';
import { z } from 'zod';
import { couchDocumentSchema, fromCouch } from './couch-documents.ts';

/** The answer of `_find`. */
export const foundSchema = z.object({ docs: z.array(couchDocumentSchema) });

/** The trailing id makes every key unique, so that paging can continue after a document that no longer exists. */
const keyFields = (index: readonly string[]): readonly string[] => [...index, '_id'];

/** The name of both the design document and the index. */
export const designName = (index: readonly string[]): string => `by-${index.join('-')}`;

/** The body of `POST _index`. */
export const indexDefinition = (index: readonly string[]): object => ({
  index: { fields: keyFields(index) },
  ddoc: designName(index),
  name: designName(index),
  type: 'json',
});

type Selector = Readonly<Record<string, object>>;

/**
 * Selectors whose concatenated results are everything after the cursor: first the same values with a greater id, then a greater value in
 * the last field, then in the field before it. Each is one range of the index. CouchDB's own bookmarks are not used because they skip a
 * document if the last one of the page was changed in the meantime.
 */
const selectors = (query: FindQuery, after: CursorKey | undefined): readonly Selector[] => {
  const fixed = Object.fromEntries(query.equals.map((value, at) => [query.index[at], { $eq: value }]));
  const ordered = query.index.slice(query.equals.length);
  const present = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, { $gt: null }]));
  if (!after) return [{ ...fixed, ...present(ordered) }];
  const beyond = query.descending ? '$lt' : '$gt';
  const values = [...after.values, after.id];
  const keys = [...ordered, '_id'];
  return keys
    .map((field, at) => ({
      ...fixed,
      ...Object.fromEntries(keys.slice(0, at).map((same, position) => [same, { $eq: values[position] }])),
      [field]: query.descending && field !== '_id' ? { $gt: null, $lt: values[at] } : { [beyond]: values[at] },
      ...present(ordered.slice(at + 1)),
    }))
    .toReversed();
};

const findBody = (query: FindQuery, selector: Selector, limit: number): object => ({
  selector,
  sort: keyFields(query.index).map((field) => ({ [field]: query.descending ? 'desc' : 'asc' })),
  use_index: [designName(query.index), designName(query.index)],
  limit,
});

/**
 * Reads one page, usually with one request. CouchDB compares with ICU collation, in which texts that differ only in invisible characters
 * are equal, so results that do not match exactly are dropped here.
 */
export const findInCouch = async (
  query: FindQuery,
  ask: (body: object) => Promise<z.output<typeof foundSchema>>,
): Promise<FindPage> => {
  const matchesExactly = ({ body }: StoredDocument) =>
    query.equals.every((value, at) => indexedValue(body, query.index[at] ?? '') === value);
  const found: StoredDocument[] = [];
  let after = decodeCursor(query);
  while (found.length <= query.limit) {
    const missing = query.limit + 1 - found.length;
    const read = await readBehind(query, { after, limit: missing }, ask);
    found.push(...read.filter(matchesExactly));
    const last = read.at(-1);
    if (!last || read.length < missing) break;
    after = cursorKey(query, last.id, last.body);
  }
  return cutPage(query, found);
};

type Place = { readonly after: CursorKey | undefined; readonly limit: number };

const readBehind = async (
  query: FindQuery,
  { after, limit }: Place,
  ask: (body: object) => Promise<z.output<typeof foundSchema>>,
): Promise<readonly StoredDocument[]> => {
  const read: StoredDocument[] = [];
  for (const selector of selectors(query, after)) {
    const missing = limit - read.length;
    if (missing === 0) break;
    read.push(...(await ask(findBody(query, selector, missing))).docs.map(fromCouch));
  }
  return read;
};

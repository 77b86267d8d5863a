import { Failure } from '../contracts/errors.ts';
import type { FindPage, FindQuery, StoredDocument, WriteRow } from './document-store.ts';
import { indexedValue } from './indexed-value.ts';

/** Where a page ended: the last document's key behind the `equals` fields, then its id. */
export type CursorKey = { readonly values: readonly (string | number)[]; readonly id: string };

/** An opaque cursor, good for this very query alone. */
export const encodeCursor = (query: FindQuery, key: CursorKey): string =>
  encodeURIComponent(JSON.stringify([describeQuery(query), key.values, key.id]));

/** The key that `query.cursor` holds. Throws `request.invalid` for a damaged one and for another query's. */
export const decodeCursor = (query: FindQuery): CursorKey | undefined => {
  if (query.cursor === undefined) return undefined;
  const parsed = parseCursor(query.cursor);
  if (!Array.isArray(parsed)) throw badCursor();
  const [description, values, id] = parsed as readonly unknown[];
  const length = query.index.length - query.equals.length;
  const fits = description === describeQuery(query) && isKey(values) && values.length === length;
  if (!fits || typeof id !== 'string') throw badCursor();
  return { values, id };
};

/** The key of a found document; fields of an index are strings or numbers. */
export const cursorKey = (query: FindQuery, id: string, body: WriteRow['body']): CursorKey => {
  const values = query.index.slice(query.equals.length).map((field) => indexedValue(body, field));
  return { values: isKey(values) ? values : values.map(String), id };
};

/** `found`: the page's documents, and one more at least where there are more. */
export const cutPage = (query: FindQuery, found: readonly StoredDocument[]): FindPage => {
  const documents = found.slice(0, query.limit);
  const last = documents.at(-1);
  if (!last || found.length <= query.limit) return { documents };
  return { documents, next: encodeCursor(query, cursorKey(query, last.id, last.body)) };
};

const describeQuery = ({ index, equals, descending }: FindQuery): string =>
  JSON.stringify([index, equals, descending === true]);

const parseCursor = (cursor: string): unknown => {
  try {
    return JSON.parse(decodeURIComponent(cursor));
  } catch (cause) {
    throw badCursor(cause);
  }
};

const badCursor = (cause?: unknown): Failure =>
  new Failure('request.invalid', 'The cursor does not belong to this list.', 'Start again at the first page.', {
    cause,
  });

const isKey = (values: unknown): values is (string | number)[] =>
  Array.isArray(values) && values.every((value) => typeof value === 'string' || typeof value === 'number');

import { Failure } from '../contracts/errors.ts';
import type { FindPage, FindQuery, StoredDocument, WriteRow } from './document-store.ts';
import { indexedValue } from './indexed-value.ts';

/** The position where a page ended: the last document's index key after the `equals` fields, then its id. */
export type CursorKey = { readonly values: readonly (string | number)[]; readonly id: string };

/** Encodes a position as an opaque cursor that is valid only for this query. */
export const encodeCursor = (query: FindQuery, key: CursorKey): string =>
  encodeURIComponent(JSON.stringify([describeQuery(query), key.values, key.id]));

/** Decodes `query.cursor`. Throws `request.invalid` for a damaged cursor or one of another query. */
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

/** Returns the index key of a found document. Indexed fields are strings or numbers. */
export const cursorKey = (query: FindQuery, id: string, body: WriteRow['body']): CursorKey => {
  const values = query.index.slice(query.equals.length).map((field) => indexedValue(body, field));
  return { values: isKey(values) ? values : values.map(String), id };
};

/**
 * Cuts `found` to one page and adds the cursor. `found` must hold at least one document beyond the page if there are
 * more.
 */
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

/** The error for a cursor that is damaged or belongs to something else. */
export const badCursor = (cause?: unknown): Failure =>
  new Failure('request.invalid', 'The cursor does not belong to this list.', 'Start again from the first page.', {
    cause,
  });

const isKey = (values: unknown): values is (string | number)[] =>
  Array.isArray(values) && values.every((value) => typeof value === 'string' || typeof value === 'number');

import type {
  DocumentCollection,
  FindPage,
  FindQuery,
  LatestPage,
  LatestQuery,
  StoredDocument,
} from '@inbetwin/shared/ports/document-store.ts';
import { cursorKey, encodeCursor } from '@inbetwin/shared/ports/find-cursor.ts';
import { indexedValue } from '@inbetwin/shared/ports/indexed-value.ts';

/**
 * Page size in characters of JSON; a limit on the number of documents alone would let a few large documents make a response of any size.
 */
export const FULL_PAGE_LENGTH = 1_500_000;

/** Number of documents read before anything is known about their sizes. */
const FIRST_STEP = 20;
/** Limits how fast steps grow, so that small documents followed by large ones do not lead to reading too many of the large ones. */
const GROWTH = 10;

type Found<T> = {
  readonly items: readonly T[];
  /** Whether nothing follows these items. */
  readonly isEnd: boolean;
};

/**
 * Reads in steps until there are `limit` documents, their JSON fills a page, or nothing is left. It returns at least one document whatever
 * its size, so that paging always advances. `read` returns what follows `after`.
 */
export const readWithin = async <T extends Pick<StoredDocument, 'body'>>(
  limit: number,
  read: (step: number, after: T | undefined) => Promise<Found<T>>,
): Promise<Found<T>> => {
  const items: T[] = [];
  let length = 0;
  for (let step = Math.min(FIRST_STEP, limit); ; ) {
    const found = await read(step, items.at(-1));
    for (const item of found.items) {
      const size = JSON.stringify(item.body).length;
      if (items.length > 0 && length + size > FULL_PAGE_LENGTH) return { items, isEnd: false };
      items.push(item);
      length += size;
    }
    if (found.isEnd || items.length >= limit) return { items, isEnd: found.isEnd };
    const fitting = Math.ceil(((FULL_PAGE_LENGTH - length) * Math.max(1, items.length)) / Math.max(1, length)) + 1;
    step = Math.min(limit - items.length, step * GROWTH, fitting);
  }
};

/** Number of documents in the first part of a page; a part with too many large ones is read again with fewer. */
const FIRST_PART = 100;
/** A page is full enough not to ask for a few more documents. */
const NEARLY_FULL = 0.8 * FULL_PAGE_LENGTH;
/** A store may find few of the collection's documents among those of others; the page then ends early. */
const MAX_PARTS = 8;

/** Reads one page of the latest documents in parts, with fewer than `limit` documents if they are large. */
export const readLatestWithin = async (
  stored: Pick<DocumentCollection, 'latest'>,
  { limit, ...begins }: LatestQuery,
): Promise<LatestPage> => {
  const first = await readPart(stored, { limit: Math.min(FIRST_PART, limit), ...begins }, FULL_PAGE_LENGTH);
  const documents = [...first.documents];
  let { length, next } = first;
  for (let parts = 1; parts < MAX_PARTS && next !== undefined && length < NEARLY_FULL; parts++) {
    const room = FULL_PAGE_LENGTH - length;
    const fitting = documents.length === 0 ? limit : Math.ceil((room * documents.length) / length);
    const size = Math.min(limit - documents.length, fitting);
    if (size <= 0) break;
    const part = await readPart(stored, { limit: size, cursor: next }, room);
    if (part.length > room) break;
    documents.push(...part.documents);
    length += part.length;
    next = part.next;
  }
  return { documents, sequence: first.sequence, ...(next !== undefined && { next }) };
};

type Part = LatestPage & { readonly length: number };

/** Reads as many documents as have room, or one. */
const readPart = async (
  stored: Pick<DocumentCollection, 'latest'>,
  query: LatestQuery,
  room: number,
): Promise<Part> => {
  const page = await stored.latest(query);
  let length = 0;
  for (const [fitting, { body }] of page.documents.entries()) {
    length += JSON.stringify(body).length;
    if (length > room && query.limit > 1) return readPart(stored, { ...query, limit: Math.max(1, fitting) }, room);
  }
  return { ...page, length };
};

/** What the documents of a query have in common, and how they are ordered. */
export type Range = Pick<FindQuery, 'index' | 'equals' | 'descending'> & {
  /** If set, the range ends before the first document for which this is false. */
  readonly isWithin?: ((body: StoredDocument['body']) => boolean) | undefined;
};

/** Ranges of indexes, one after the other; no document is in two of them. */
type RangesQuery = { readonly ranges: readonly Range[]; readonly limit: number; readonly cursor?: string | undefined };

/** A place in one of the ranges: behind the store's cursor, or at its beginning. */
type RangePlace = { readonly at: number; readonly cursor?: string | undefined };

/** Reads one page, with fewer than `limit` documents if they are large; `next` is the cursor after it. */
export const findWithin = async (
  stored: DocumentCollection,
  { ranges, limit, cursor: begins }: RangesQuery,
): Promise<FindPage> => {
  const { items, isEnd } = await readWithin<StoredDocument>(limit, async (step, last) => {
    let { at, cursor }: RangePlace = last ? placeBehind(last, ranges) : readPlace(begins, ranges);
    for (;;) {
      const { documents, isEnd } = await findInRange(stored, ranges[at] ?? nothing, { limit: step, cursor });
      const isLast = at + 1 >= ranges.length;
      if (documents.length > 0 || isLast) return { items: documents, isEnd: isLast && isEnd };
      at += 1;
      cursor = undefined;
    }
  });
  const last = items.at(-1);
  if (isEnd || !last) return { documents: items };
  const { at, cursor } = placeBehind(last, ranges);
  return { documents: items, next: ranges.length > 1 ? `${at} ${cursor}` : cursor };
};

const findInRange = async (
  stored: DocumentCollection,
  { isWithin, ...range }: Range,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
) => {
  const { documents, next } = await stored.find({ ...range, limit, ...(cursor !== undefined && { cursor }) });
  const end = isWithin ? documents.findIndex(({ body }) => !isWithin(body)) : -1;
  return end === -1 ? { documents, isEnd: next === undefined } : { documents: documents.slice(0, end), isEnd: true };
};

const nothing: Range = { index: [], equals: [] };

const placeBehind = ({ id, body }: StoredDocument, ranges: readonly Range[]) => {
  const at = ranges.findIndex(({ index, equals }) =>
    equals.every((value, field) => indexedValue(body, index[field] ?? '') === value),
  );
  const query = { ...(ranges[at] ?? nothing), limit: 1 };
  return { at, cursor: encodeCursor(query, cursorKey(query, id, body)) };
};

/** Of one range the cursor is the store's own. Of several, one that names none of them begins anew. */
const readPlace = (cursor: string | undefined, ranges: readonly Range[]): RangePlace => {
  if (ranges.length <= 1) return { at: 0, cursor };
  const [, at, within] = /^(\d+) (.+)$/.exec(cursor ?? '') ?? [];
  return at !== undefined && Number(at) < ranges.length ? { at: Number(at), cursor: within } : { at: 0 };
};

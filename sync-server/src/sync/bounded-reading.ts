import type { DocumentDatabase, FindPage, FindQuery, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { cursorKey, encodeCursor } from '@inbetwin/shared/ports/find-cursor.ts';

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

/** Reads one page of an index, with fewer than `limit` documents if they are large; `next` is the cursor after it. */
export const findWithin = async (
  database: DocumentDatabase,
  { limit, cursor: begins, ...order }: FindQuery,
): Promise<FindPage> => {
  const cursorBehind = ({ id, body }: StoredDocument): string =>
    encodeCursor({ ...order, limit: 1 }, cursorKey({ ...order, limit: 1 }, id, body));
  const { items, isEnd } = await readWithin<StoredDocument>(limit, async (step, last) => {
    const cursor = last ? cursorBehind(last) : begins;
    const page = await database.find({ ...order, limit: step, ...(cursor !== undefined && { cursor }) });
    return { items: page.documents, isEnd: page.next === undefined };
  });
  const last = items.at(-1);
  return { documents: items, ...(!isEnd && last && { next: cursorBehind(last) }) };
};

import type { FindQuery } from './document-store.ts';

type Found<T> = { readonly items: readonly T[]; readonly next?: string };

/** Yields everything that a query finds, fetching pages of `limit`. The caller may stop early. */
export async function* eachPage<T>(
  { find }: { readonly find: (query: FindQuery) => Promise<Found<T>> },
  query: Omit<FindQuery, 'cursor'>,
): AsyncGenerator<readonly T[], void> {
  let page = await find(query);
  yield page.items;
  while (page.next !== undefined) {
    page = await find({ ...query, cursor: page.next });
    yield page.items;
  }
}

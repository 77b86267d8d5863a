import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { FindQuery } from '@inbetwin/shared/ports/document-store.ts';
import type { TeamCollection } from '@inbetwin/shared/ports/team-documents.ts';

type PageQuery = { readonly limit: number; readonly cursor?: string | undefined };

/** Reads one page of a collection in the API's format; `next` is the cursor of the following page. */
export const findPage = async <T extends { id: string }>(
  collection: TeamCollection<T>,
  query: Omit<FindQuery, 'limit' | 'cursor'>,
  { limit, cursor }: PageQuery,
): Promise<{ items: T[]; next?: string }> => {
  const page = await collection.find(cursor === undefined ? { ...query, limit } : { ...query, limit, cursor });
  const items = [...page.items];
  return page.next === undefined ? { items } : { items, next: page.next };
};

/** Returns the item, or throws `resource.not_found` if it does not exist or belongs to another team. */
export const found = <T>(item: T | undefined, what: string): T => {
  if (item !== undefined) return item;
  throw notFound(what);
};

/** A `resource.not_found` failure; `what` names the kind of resource. */
export const notFound = (what: string): Failure =>
  new Failure('resource.not_found', `There is no such ${what}.`, 'Check the id, or list what there is.');

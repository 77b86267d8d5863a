import type { CatalogItem } from '../entities/catalog-item.ts';
import { eachPage } from '../ports/each-page.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';

const PAGE = 1000;

/** Reads the team's whole catalog, including withdrawn items, newest first. */
export const readCatalog = async ({ catalog }: Pick<TeamDocuments, 'catalog'>): Promise<readonly CatalogItem[]> => {
  const items: CatalogItem[] = [];
  const query = { index: ['updatedAt'], equals: [], descending: true, limit: PAGE };
  for await (const page of eachPage(catalog, query)) items.push(...page);
  return items;
};

/** Finds an item by its id or by the team's article number, ignoring case. */
export const findItem = (items: readonly CatalogItem[], name: string): CatalogItem | undefined =>
  items.find(({ id }) => id === name) ?? items.find(({ sku }) => sku !== undefined && plain(sku) === plain(name));

const plain = (sku: string): string => sku.trim().toLowerCase();

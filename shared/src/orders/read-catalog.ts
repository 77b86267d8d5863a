import type { CatalogItem } from '../entities/catalog-item.ts';
import { eachPage } from '../ports/each-page.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';

const PAGE = 1000;

/** All of the team's catalogue, what is withdrawn too, the newest first. */
export const readCatalog = async ({ catalog }: Pick<TeamDocuments, 'catalog'>): Promise<readonly CatalogItem[]> => {
  const items: CatalogItem[] = [];
  const query = { index: ['updatedAt'], equals: [], descending: true, limit: PAGE };
  for await (const page of eachPage(catalog, query)) items.push(...page);
  return items;
};

/** By its id, or by the team's article number however it is cased. */
export const findItem = (items: readonly CatalogItem[], name: string): CatalogItem | undefined =>
  items.find(({ id }) => id === name) ?? items.find(({ sku }) => sku !== undefined && plain(sku) === plain(name));

const plain = (sku: string): string => sku.trim().toLowerCase();

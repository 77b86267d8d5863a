import type { TableKind } from '../entities/source.ts';
import type { Documents } from '../ports/collection.ts';
import { eachPage } from '../ports/each-page.ts';
import { formatOf } from './formats/registry.ts';
import { storedFileName } from './source-identity.ts';

const PAGE = 200;

/** How the team's last table with this file name was read, so that its next version is read the same way; undefined for other formats. */
export const findEarlierTable = async (
  { sources }: Pick<Documents, 'sources'>,
  fileName: string | undefined,
): Promise<TableKind | undefined> => {
  if (fileName === undefined || !formatOf(fileName, undefined).isTable) return undefined;
  const name = storedFileName(fileName);
  const newestFirst = { index: ['updatedAt'], equals: [], descending: true, limit: PAGE };
  for await (const page of eachPage(sources, newestFirst)) {
    const table = page.find((source) => source.fileName === name && source.table !== undefined)?.table;
    if (table) return table;
  }
  return undefined;
};

import type { Source, TableKind } from '../entities/source.ts';
import { eachPage } from '../ports/each-page.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { formatOf } from './formats/registry.ts';
import { storedFileName } from './source-identity.ts';

const PAGE = 200;

/** How the team's last table of this file name was read, so that its next version is read likewise; undefined for files of another format. */
export const findEarlierTable = async (
  { sources }: Pick<TeamDocuments, 'sources'>,
  fileName: string | undefined,
): Promise<TableKind | undefined> => {
  if (fileName === undefined || !formatOf(fileName, undefined).isTable) return undefined;
  const name = storedFileName(fileName);
  const newestFirst = { index: ['updatedAt'], equals: [], descending: true, limit: PAGE };
  for await (const page of eachPage(sources, newestFirst)) {
    const table = tableNamed(page, name);
    if (table) return table;
  }
  return undefined;
};

/** Of the first source that was read from a table of this name. */
export const tableNamed = (sources: readonly Source[], fileName: string): TableKind | undefined =>
  sources.find((source) => source.fileName === fileName && source.table !== undefined)?.table;

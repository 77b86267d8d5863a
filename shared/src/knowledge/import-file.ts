import { sourceIdOf } from '../entities/source.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { findEarlierTable } from './earlier-table.ts';
import { type ImportOutcome, importInto } from './import-source.ts';
import type { ImportInput } from './read-import.ts';
import type { ImportReader } from './reader/import-reader.ts';

export type FileImport = {
  readonly reader: ImportReader;
  readonly file: Blob;
  readonly input: Omit<ImportInput, 'digest'>;
  /** Stores the original, before anything that was read from it is stored; the same again too. */
  readonly keepOriginal: () => Promise<unknown>;
};

/**
 * Reads a file and stores it with its passages. A file that is there already is not read again. A table is read as it is told, else like the last one
 * of its name, else as its columns suggest. Throws a `knowledge.*` failure for a file that cannot be read, of which nothing stays.
 */
export const importFile = async (
  documents: Pick<TeamDocuments, 'sources' | 'passages'>,
  { reader, file, input, keepOriginal }: FileImport,
): Promise<ImportOutcome> => {
  const digest = await reader.digest(file);
  const stored = await documents.sources.get(sourceIdOf(digest));
  if (stored?.state === 'ready') {
    await keepOriginal();
    return { source: stored, changed: false };
  }
  const table = input.table ?? (await findEarlierTable(documents, input.fileName));
  return importInto(documents, reader.read(file, { ...input, table, digest }), { keepOriginal, signal: reader.signal });
};

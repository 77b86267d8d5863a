import { sourceIdOf } from '../entities/source.ts';
import type { Documents } from '../ports/collection.ts';
import { findEarlierTable } from './earlier-table.ts';
import { type ImportOutcome, importInto } from './import-source.ts';
import type { ImportInput } from './read-import.ts';
import type { ImportReader } from './reader/import-reader.ts';

/** `share`: how much of the file has been read, from 0 to 1. `passages`: how many are stored. */
export type ImportProgress = { readonly share: number; readonly passages: number };

export type FileImport = {
  readonly reader: ImportReader;
  readonly file: Blob;
  readonly input: Omit<ImportInput, 'digest'>;
  /** Stores the original before anything that was read from it, and again if the file is imported again. */
  readonly keepOriginal: (digest: string) => Promise<unknown>;
  /** Whether a person waits for the import: they may be asked by `UnclearTable`, and may cancel it. */
  readonly isAttended?: boolean;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
};

/**
 * Reads a file and stores it with its passages. A file that is already stored is not read again, and an interrupted import is completed. A
 * table is read as specified, otherwise like the last one with its name, otherwise as its columns suggest. Throws a `knowledge.*` failure
 * for an unreadable file, of which nothing is kept.
 */
export const importFile = async (
  documents: Pick<Documents, 'sources' | 'passages'>,
  { reader, file, input, keepOriginal, isAttended, onProgress }: FileImport,
): Promise<ImportOutcome> => {
  const digest = await reader.digest(file);
  const stored = await documents.sources.get(sourceIdOf(digest));
  if (stored?.state === 'ready') {
    await keepOriginal(digest);
    return { source: stored, changed: false };
  }
  let progress: ImportProgress = { share: 0, passages: 0 };
  const tell = (next: Partial<ImportProgress>): void => {
    progress = { ...progress, ...next };
    onProgress?.(progress);
  };
  const table = input.table ?? stored?.table ?? (await findEarlierTable(documents, input.fileName));
  const parts = reader.read(file, { ...input, table, digest }, (share) => tell({ share }));
  return importInto(documents, parts, {
    keepOriginal: () => keepOriginal(digest),
    signal: reader.signal,
    isAttended,
    onStored: (count) => tell({ passages: progress.passages + count }),
  });
};

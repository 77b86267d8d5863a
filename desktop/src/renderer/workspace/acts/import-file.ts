import type { Source, TableKind } from '@inbetwin/shared/entities/source.ts';
import { type ImportProgress, importFile as importInto } from '@inbetwin/shared/knowledge/import-file.ts';
import type { ImportReader } from '@inbetwin/shared/knowledge/reader/import-reader.ts';
import type { Workspace } from '../../database/workspace-database.ts';

type ImportSteps = {
  /** Reads the file in a worker. If it is canceled, nothing of a new source is stored. */
  readonly reader: ImportReader;
  /** How to read a table; by default like the last one with that file name, or as its columns suggest. */
  readonly table?: TableKind | undefined;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Receives the file before anything is stored, also on a repeated import, because the importing device has the original. */
  readonly keepOriginal?: (digest: string, bytes: Blob) => Promise<void>;
};

/** Imports a file that a person has chosen; works offline. Throws `UnclearTable` for an ambiguous table. */
export const importFile = async (
  { documents, now }: Workspace,
  file: File,
  { reader, table, onProgress, keepOriginal }: ImportSteps,
): Promise<Source> => {
  const { source } = await importInto(documents, {
    reader,
    file,
    input: { fileName: file.name, mediaType: file.type || undefined, now: now(), table },
    keepOriginal: async (digest) => keepOriginal?.(digest, file),
    isAttended: true,
    onProgress,
  });
  return source;
};

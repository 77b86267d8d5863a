import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Source, TableKind } from '@inbetwin/shared/entities/source.ts';
import { formatOf, readableExtensions, requireSize } from '@inbetwin/shared/knowledge/formats/registry.ts';
import { importFile } from '@inbetwin/shared/knowledge/import-file.ts';
import type { LendReader } from '@inbetwin/shared/knowledge/reader/import-reader.ts';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';

export type FileOutcome =
  | { readonly state: 'imported' | 'unchanged'; readonly source: Source }
  | { readonly state: 'failed'; readonly message: string };

export type FolderImport = {
  readonly folder: string;
  readonly teamId: string;
  readonly documents: TeamDocuments;
  readonly blobs: BlobStore;
  readonly lendReader: LendReader;
  /** How to read every table; by default like the last file with the same name, or as its columns suggest. */
  readonly table?: TableKind;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Called after each file; `file` is relative to the folder. */
  readonly onFile: (progress: { file: string; index: number; total: number; outcome: FileOutcome }) => void;
};

/** Imports every readable file below a folder in the order of their paths; a bad file does not stop the others. */
export const importFolder = async (options: FolderImport): Promise<void> => {
  const files = await readableFiles(options.folder);
  for (const [index, file] of files.entries()) {
    const outcome = await importOne(options, file);
    options.onFile({ file, index, total: files.length, outcome });
  }
};

/** Skips hidden files and folders and files of kinds that cannot be read. */
const readableFiles = async (folder: string): Promise<string[]> => {
  const entries = await listFolder(folder);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.split(path.sep).some((part) => part.startsWith('.') || part === 'node_modules'))
    .filter((file) => readableExtensions.includes(path.extname(file).toLowerCase()))
    .sort();
};

const listFolder = async (folder: string) => {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (cause) {
    throw new Failure('resource.not_found', `${folder} cannot be read.`, 'Name a folder that exists.', { cause });
  }
};

const importOne = async (options: FolderImport, fileName: string): Promise<FileOutcome> => {
  const { folder, teamId, documents, blobs, lendReader, table, now } = options;
  try {
    const bytes = await readOriginal(path.join(folder, fileName));
    const { source, changed } = await lendReader((reader) =>
      importFile(documents, {
        reader,
        file: new Blob([bytes]),
        input: { fileName, table, now: now() },
        keepOriginal: () => blobs.put(teamId, bytes),
      }),
    );
    return { state: changed ? 'imported' : 'unchanged', source };
  } catch (error) {
    if (error instanceof Failure) return { state: 'failed', message: `${error.message} ${error.hint}` };
    if (error instanceof Error && 'code' in error) return { state: 'failed', message: error.message };
    throw error;
  }
};

const readOriginal = async (file: string): Promise<Uint8Array<ArrayBuffer>> => {
  requireSize((await stat(file)).size, formatOf(file, undefined));
  return new Uint8Array(await readFile(file));
};

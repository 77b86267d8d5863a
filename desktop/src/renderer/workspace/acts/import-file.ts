import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import { type Source, sourceIdOf, type TableKind } from '@inbetwin/shared/entities/source.ts';
import { tableNamed } from '@inbetwin/shared/knowledge/earlier-table.ts';
import type { TableChoice } from '@inbetwin/shared/knowledge/formats/file-format.ts';
import type { ImportPart } from '@inbetwin/shared/knowledge/read-import.ts';
import type { ImportReader } from '@inbetwin/shared/knowledge/reader/import-reader.ts';
import { storedFileName } from '@inbetwin/shared/knowledge/source-identity.ts';
import type { Workspace } from '../../database/workspace-database.ts';

/** The table can be interpreted in two ways, so a person must choose; nothing was stored. */
export class UnclearTable extends Error {
  readonly choice: TableChoice;

  constructor(choice: TableChoice) {
    super('The table may be read in two ways.');
    this.name = 'UnclearTable';
    this.choice = choice;
  }
}

/** `share`: how much of the file is read, 0 to 1. `passages`: how many are stored. */
export type ImportProgress = { readonly share: number; readonly passages: number };

type ImportSteps = {
  /** Reads the file outside the page's thread. If it is canceled, nothing of a new source is stored. */
  readonly reader: ImportReader;
  /** How to read a table; by default like the last one with that file name, or as its columns suggest. */
  readonly table?: TableKind | undefined;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Receives the file before anything is stored, also on a repeated import, because the importing device has the original. */
  readonly keepOriginal?: (digest: string, bytes: Blob) => Promise<void>;
};

/**
 * Reads a file on this device and stores it with its passages; works offline. Importing the same file again changes nothing, and completes
 * an interrupted import. Throws `UnclearTable` for an ambiguous table, and a `Failure` with a `knowledge.*` code for a file that cannot be
 * read.
 */
export const importFile = async (
  { collections }: Workspace,
  file: File,
  { reader, table, onProgress, keepOriginal }: ImportSteps,
): Promise<Source> => {
  const digest = await reader.digest(file);
  const stored = (await collections.sources.findOne(sourceIdOf(digest)).exec())?.toMutableJSON();
  if (stored?.state === 'ready') {
    await keepOriginal?.(digest, file);
    return stored;
  }
  let progress: ImportProgress = { share: 0, passages: 0 };
  const tell = (next: Partial<ImportProgress>): void => {
    progress = { ...progress, ...next };
    onProgress?.(progress);
  };
  const input = {
    ...{ fileName: file.name, mediaType: file.type || undefined, digest, now: Date.now() },
    table: table ?? stored?.table ?? (await readEarlierTable(collections, file.name)),
  };
  return storeParts(
    collections,
    reader.read(file, input, (read) => tell({ share: read })),
    {
      signal: reader.signal,
      stored,
      keepOriginal: async () => keepOriginal?.(digest, file),
      onStored: (count) => tell({ passages: progress.passages + count }),
    },
  );
};

type Storing = {
  readonly signal: AbortSignal;
  /** What an import that was cut, or failed, has left of the source. */
  readonly stored: Source | undefined;
  readonly keepOriginal: () => Promise<void>;
  readonly onStored: (count: number) => void;
};

const storeParts = async (
  collections: Workspace['collections'],
  parts: AsyncIterable<ImportPart>,
  { signal, stored, keepOriginal, onStored }: Storing,
): Promise<Source> => {
  let begun: Source | undefined;
  try {
    for await (const part of parts) {
      signal.throwIfAborted();
      if (part.kind === 'page') {
        await storePassages(collections, part.passages);
        onStored(part.passages.length);
        continue;
      }
      const source: Source = { ...part.source, createdAt: stored?.createdAt ?? part.source.createdAt };
      if (part.kind === 'opened') {
        if (part.choice) throw new UnclearTable(part.choice);
        await keepOriginal();
        begun = source;
      }
      await collections.sources.upsert(source);
      if (part.kind === 'done') return source;
    }
  } catch (error) {
    if (begun && !stored && (signal.aborted || isUnreadable(error))) await removeParts(collections, begun.id);
    throw error;
  }
  throw new Error('The file was not read to its end.');
};

/** The file is to blame, and not the storage, after whose failure the import can be completed. */
const isUnreadable = (error: unknown): boolean => error instanceof Failure && error.code.startsWith('knowledge.');

const storePassages = async (
  { passages }: Pick<Workspace['collections'], 'passages'>,
  page: readonly Passage[],
): Promise<void> => {
  const { error } = await passages.bulkUpsert([...page]);
  if (error[0]) throw new Error(`Passage ${error[0].documentId} could not be stored (${error[0].status}).`);
};

/** A cut in between leaves the source `indexing`, which the next import of the file completes. */
const removeParts = async (
  { sources, passages }: Pick<Workspace['collections'], 'sources' | 'passages'>,
  sourceId: string,
): Promise<void> => {
  const found = await passages.find({ selector: { sourceId } }).exec();
  await passages.bulkRemove(found.map(({ id }) => id));
  await sources.bulkRemove([sourceId]);
};

const readEarlierTable = async (
  { sources }: Pick<Workspace['collections'], 'sources'>,
  name: string,
): Promise<TableKind | undefined> => {
  const fileName = storedFileName(name);
  const found = await sources.find({ selector: { fileName } }).exec();
  const newestFirst = found.map((source) => source.toMutableJSON()).sort((a, b) => b.updatedAt - a.updatedAt);
  return tableNamed(newestFirst, fileName);
};

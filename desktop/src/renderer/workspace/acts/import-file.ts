import type { Source, TableKind } from '@inbetwin/shared/entities/source.ts';
import { sourceIdOf } from '@inbetwin/shared/entities/source.ts';
import { tableNamed } from '@inbetwin/shared/knowledge/earlier-table.ts';
import type { TableChoice } from '@inbetwin/shared/knowledge/file-format.ts';
import { inBatches, type PrepareElsewhere } from '@inbetwin/shared/knowledge/packed-import.ts';
import { digestOf, storedFileName } from '@inbetwin/shared/knowledge/prepare-import.ts';
import type { Workspace } from '../../database/workspace-database.ts';

const PASSAGES_AT_ONCE = 100;

/** Only the person knows how the table is meant: nothing was stored. */
export class UnclearTable extends Error {
  readonly choice: TableChoice;

  constructor(choice: TableChoice) {
    super('The table may be read in two ways.');
    this.name = 'UnclearTable';
    this.choice = choice;
  }
}

type ImportSteps = {
  /** Reads the file; not in the page's thread, which would stand still. */
  readonly prepare: PrepareElsewhere;
  /** How a table is read; otherwise like the last one of its name, or as its columns say. */
  readonly table?: TableKind | undefined;
  /** Told the share done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Gets the file before anything of it is stored, the same again too: who imports it has it. */
  readonly keepOriginal?: (digest: string, bytes: Blob) => Promise<void>;
};

/**
 * Reads a file on this device and stores it with its passages; works offline. The same file again changes nothing, and
 * completes an import that was cut. Throws `UnclearTable` for a table that does not tell how it is meant, and a
 * `Failure` with a `knowledge.*` code for a file that cannot be read.
 */
export const importFile = async (
  { collections }: Workspace,
  file: File,
  { prepare, table, onProgress, keepOriginal }: ImportSteps,
): Promise<Source> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const digest = await digestOf(bytes);
  const stored = (await collections.sources.findOne(sourceIdOf(digest)).exec())?.toMutableJSON();
  const input = { bytes, fileName: file.name, mediaType: file.type || undefined, digest, now: Date.now() };
  const { source, passages, choice } = await prepare({
    ...input,
    table: table ?? stored?.table ?? (await readEarlierTable(collections, file.name)),
  });
  if (choice && stored?.state !== 'ready') throw new UnclearTable(choice);
  await keepOriginal?.(digest, file);
  if (stored?.state === 'ready') return stored;

  const kept: Source = { ...source, createdAt: stored?.createdAt ?? source.createdAt };
  await collections.sources.upsert({ ...kept, state: 'indexing' });
  let written = 0;
  for (const batch of inBatches(passages, PASSAGES_AT_ONCE)) {
    const { error } = await collections.passages.bulkUpsert([...batch]);
    if (error[0]) throw new Error(`Passage ${error[0].documentId} could not be stored (${error[0].status}).`);
    written += batch.length;
    onProgress?.(written / source.passageCount);
  }
  await collections.sources.upsert(kept);
  return kept;
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

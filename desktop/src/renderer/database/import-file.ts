import type { Source } from '@inbetwin/shared/entities/source.ts';
import { inBatches, type PrepareElsewhere } from '@inbetwin/shared/knowledge/packed-import.ts';
import { digestOf } from '@inbetwin/shared/knowledge/prepare-import.ts';
import type { Workspace } from './workspace-database.ts';

const PASSAGES_AT_ONCE = 100;

type ImportSteps = {
  /** Reads the file; not in the page's thread, which would stand still. */
  readonly prepare: PrepareElsewhere;
  /** Told the share done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Gets the file before anything of it is stored, the same again too: who imports it has it. */
  readonly keepOriginal?: (digest: string, bytes: Blob) => Promise<void>;
};

/**
 * Reads a file on this device and stores it with its passages; works offline. The same file again changes nothing, and
 * completes an import that was cut. Throws a `Failure` with a `knowledge.*` code for a file that cannot be read.
 */
export const importFile = async (
  { collections }: Workspace,
  file: File,
  { prepare, onProgress, keepOriginal }: ImportSteps,
): Promise<Source> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const digest = await digestOf(bytes);
  const input = { bytes, fileName: file.name, mediaType: file.type || undefined, digest, now: Date.now() };
  const { source, passages } = await prepare(input);
  await keepOriginal?.(digest, file);
  const stored = (await collections.sources.findOne(source.id).exec())?.toMutableJSON();
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

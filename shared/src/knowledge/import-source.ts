import { Failure } from '../contracts/errors.ts';
import type { Passage } from '../entities/passage.ts';
import type { Source } from '../entities/source.ts';
import { eachPage } from '../ports/each-page.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { applyChange } from './change-details.ts';
import { type PreparedImport, prepareImport } from './prepare-import.ts';
import { detailsOf, hasDetails } from './source-details.ts';

const BATCH = 500;

type Knowledge = Pick<TeamDocuments, 'sources' | 'passages'>;

export type ImportOutcome = {
  readonly source: Source;
  /** False: the same file was there already, and nothing was written. */
  readonly changed: boolean;
};

/**
 * Writes the source as `indexing`, its passages, then the source as `ready`. Repeating it after a crash completes it;
 * repeating it afterwards writes nothing. A write that fails leaves the source `failed` with the reason, and throws.
 */
export const importInto = async (documents: Knowledge, prepared: PreparedImport): Promise<ImportOutcome> => {
  const stored = await documents.sources.get(prepared.source.id);
  if (stored?.state === 'ready') return { source: stored, changed: false };
  const source = { ...prepared.source, createdAt: stored?.createdAt ?? prepared.source.createdAt };
  await documents.sources.put({ ...source, state: 'indexing' });
  try {
    await writePassages(documents, prepared.passages);
  } catch (error) {
    await recordFailure(documents, source, error);
    throw error;
  }
  const finished = await documents.sources.update(source.id, () => source);
  if (finished) return { source, changed: true };
  await deleteSource(documents, source.id);
  throw new Failure('resource.conflict', 'The source was deleted while it was imported.', 'Import the file again.');
};

/**
 * What passages hold follows from the file's digest, so those that exist are left as they are, unless an earlier attempt
 * was made with other details. Deleted ones are written anew.
 */
const writePassages = async ({ passages }: Knowledge, wanted: readonly Passage[]): Promise<void> => {
  for (let from = 0; from < wanted.length; from += BATCH) {
    const batch = wanted.slice(from, from + BATCH);
    await passages.insertMany(batch);
    const stored = new Map((await passages.getMany(batch.map(({ id }) => id))).map((one) => [one.id, one]));
    for (const passage of batch) {
      const present = stored.get(passage.id);
      if (!present || !hasDetails(present, passage)) await passages.put(passage);
    }
  }
};

const recordFailure = async ({ sources }: Knowledge, source: Source, error: unknown): Promise<void> => {
  const { code, message, hint } =
    error instanceof Failure ? error : new Failure('server.error', String(error), 'Import the file again.');
  const failed: Source = {
    ...source,
    state: 'failed',
    error: { code, message: message.slice(0, 500), hint: hint.slice(0, 500) },
  };
  try {
    await sources.update(failed.id, () => failed);
  } catch (second) {
    // The store takes nothing now: the source stays `indexing` and is completed by the next import of the file.
    if (!(second instanceof Failure)) throw second;
  }
};

/** Removes a source and its passages, the passages first, so that a crash in between leaves it to be deleted again. */
export const deleteSource = async (documents: Knowledge, sourceId: string): Promise<void> => {
  for (;;) {
    const { items } = await documents.passages.find({
      index: ['sourceId', 'position'],
      equals: [sourceId],
      limit: BATCH,
    });
    if (items.length === 0) break;
    await documents.passages.delete(items.map(({ id }) => id));
  }
  await documents.sources.delete([sourceId]);
};

type Completion = {
  readonly documents: Knowledge;
  /** The bytes of an original by its digest. */
  readonly readOriginal: (digest: string) => Promise<Uint8Array | undefined>;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/**
 * Completes, at start, the sources that a crash left `indexing` or `changing`; returns how many. One whose original is not here is
 * being imported by a device, which finishes it itself. One that cannot be completed is `failed` and stops no other.
 */
export const completeImports = async ({ documents, readOriginal, now }: Completion): Promise<number> => {
  let completed = 0;
  for (const source of await unfinishedSources(documents)) {
    try {
      if (await complete(source, { documents, readOriginal, now })) completed += 1;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      await recordFailure(documents, source, error);
    }
  }
  return completed;
};

const complete = async (source: Source, { documents, readOriginal, now }: Completion): Promise<boolean> => {
  if (source.state !== 'indexing') return (await applyChange(documents, source.id)) !== undefined;
  const bytes = await readOriginal(source.digest);
  if (!bytes) return false;
  await importInto(documents, prepareAgain(source, bytes, now));
  return true;
};

const prepareAgain = (source: Source, bytes: Uint8Array, now: number): PreparedImport => {
  const { title, fileName, mediaType, digest, demo } = source;
  return prepareImport({ bytes, title, fileName, mediaType, digest, demo, details: detailsOf(source), now });
};

const unfinishedSources = async ({ sources }: Knowledge): Promise<Source[]> => {
  const found: Source[] = [];
  for await (const page of eachPage(sources, { index: ['updatedAt'], equals: [], limit: BATCH })) {
    found.push(...page.filter(({ state, changing }) => state === 'indexing' || changing !== undefined));
  }
  return found;
};

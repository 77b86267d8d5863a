import { Failure } from '../contracts/errors.ts';
import type { Passage } from '../entities/passage.ts';
import type { Source } from '../entities/source.ts';
import type { Documents } from '../ports/collection.ts';
import { eachPage } from '../ports/each-page.ts';
import { createBackoff } from '../timing/backoff.ts';
import { isStoreFailure, type RetryLimits } from '../timing/retry-delay.ts';
import { retryUntil } from '../timing/retry-until.ts';
import { applyChange } from './change-details.ts';
import type { TableChoice } from './formats/file-format.ts';
import type { ImportPart } from './read-import.ts';
import type { LendReader } from './reader/import-reader.ts';
import { removeParts } from './remove-source.ts';
import { detailsOf, hasDetails } from './source-details.ts';

/** Number of sources read at a time. */
const PAGE = 500;

type Knowledge = Pick<Documents, 'sources' | 'passages'>;

export type ImportOutcome = {
  readonly source: Source;
  /** False: the same file was there already, and nothing was written. */
  readonly changed: boolean;
};

/** The table can be interpreted in two ways, so a person must choose; nothing was stored. */
export class UnclearTable extends Error {
  readonly choice: TableChoice;

  constructor(choice: TableChoice) {
    super('The table may be read in two ways.');
    this.name = 'UnclearTable';
    this.choice = choice;
  }
}

type Storing = {
  /** If it is aborted, the import rejects with its reason and leaves the source `indexing`. */
  readonly signal?: AbortSignal;
  /**
   * Whether a person waits for the import: they are asked about an unclear table by `UnclearTable`, and if they cancel, nothing of a new
   * source is kept.
   */
  readonly isAttended?: boolean | undefined;
  /** Called with the number of passages that were stored. */
  readonly onStored?: (count: number) => void;
  /** Stores the original, before anything that was read from it. */
  readonly keepOriginal?: () => Promise<unknown>;
};

/**
 * Writes the source as `indexing`, then its passages as they are read, then the source as `ready`. Repeating it after a crash completes it;
 * repeating it afterwards writes nothing. If a write fails, the source is marked as `failed` with the reason, and this throws. The same
 * happens if the file turns out to be unreadable, unless the source is new: then nothing of it is kept.
 */
export const importInto = async (
  documents: Knowledge,
  parts: AsyncIterable<ImportPart>,
  { signal, keepOriginal, isAttended = false, onStored }: Storing = {},
): Promise<ImportOutcome> => {
  let begun: Begun | undefined;
  try {
    for await (const part of parts) {
      signal?.throwIfAborted();
      if (part.kind === 'opened') {
        if (part.choice && isAttended) throw new UnclearTable(part.choice);
        await keepOriginal?.();
        const stored = await documents.sources.get(part.source.id);
        if (stored?.state === 'ready') return { source: stored, changed: false };
        begun = await beginSource(documents, part.source, stored);
      } else if (part.kind === 'page') {
        await writePassages(documents, part.passages);
        onStored?.(part.passages.length);
      } else if (begun) return await finishSource(documents, { ...part.source, createdAt: begun.source.createdAt });
    }
  } catch (error) {
    if (begun?.isNew && (isUnreadable(error) || (isAttended && signal?.aborted))) {
      await removeParts(documents, begun.source.id);
    } else if (begun && !signal?.aborted) await recordFailure(documents, begun.source, error);
    throw error;
  }
  throw new Failure('server.error', 'The file was not read to its end.', 'Import the file again.');
};

type Begun = { readonly source: Source; readonly isNew: boolean };

const beginSource = async ({ sources }: Knowledge, read: Source, stored: Source | undefined): Promise<Begun> => {
  const source: Source = { ...read, createdAt: stored?.createdAt ?? read.createdAt };
  await sources.put(source);
  return { source, isNew: stored === undefined };
};

const finishSource = async (documents: Knowledge, source: Source): Promise<ImportOutcome> => {
  const finished = await documents.sources.update(source.id, () => source);
  if (finished) return { source, changed: true };
  await removeParts(documents, source.id);
  throw new Failure('resource.conflict', 'The source was deleted while it was imported.', 'Import the file again.');
};

/** Whether the file caused the failure, and not the store. */
const isUnreadable = (error: unknown): boolean => error instanceof Failure && error.code.startsWith('knowledge.');

/**
 * The content of passages depends only on the file's digest, so existing ones are kept unless an earlier attempt used other details.
 * Deleted ones are written again.
 */
const writePassages = async ({ passages }: Knowledge, wanted: readonly Passage[]): Promise<void> => {
  const left = new Set(await passages.insertMany(wanted));
  if (left.size === 0) return;
  const stored = new Map((await passages.getMany([...left])).map((one) => [one.id, one]));
  for (const passage of wanted.filter(({ id }) => left.has(id))) {
    const present = stored.get(passage.id);
    if (!present || !hasDetails(present, passage)) await passages.put(passage);
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
    // The store accepts nothing now: the source stays `indexing` and is completed by the next import of the file.
    if (!(second instanceof Failure)) throw second;
  }
};

type Completion = {
  readonly documents: Knowledge;
  /** Reads an original by its digest. */
  readonly readOriginal: (digest: string) => Promise<Uint8Array | undefined>;
  /** Lends a reader for the original. */
  readonly lendReader: LendReader;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** When this aborts, the remaining sources stay as they are. */
  readonly signal: AbortSignal;
};

/**
 * Completes the sources that a crash left `indexing` or `changing`; called at startup. Returns their number. A source without an original
 * here is being imported by a device, which completes it. A source that cannot be completed is marked as `failed` and does not stop the
 * others. Rejects if the team's sources cannot be listed, and with the signal's reason.
 */
export const completeImports = async (completion: Completion): Promise<number> => {
  let completed = 0;
  for (const source of await unfinishedSources(completion.documents)) {
    if (await completeOrFail(source, completion)) completed += 1;
  }
  return completed;
};

const completeOrFail = async (source: Source, completion: Completion): Promise<boolean> => {
  const { documents, signal } = completion;
  try {
    return await retryUntil(signal, () => complete(source, completion), {
      backoff: createBackoff(COMPLETING_AGAIN),
      onFailed: (error, failures) => {
        if (!isStoreFailure(error) || failures === COMPLETIONS) throw error;
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    await recordFailure(documents, source, error);
    return false;
  }
};

/** Number of attempts to complete a source while the store fails. */
const COMPLETIONS = 5;
const COMPLETING_AGAIN: RetryLimits = { firstRetryMs: 500, longestRetryMs: 10_000 };

const complete = async (
  source: Source,
  { documents, readOriginal, lendReader, now, signal }: Completion,
): Promise<boolean> => {
  signal.throwIfAborted();
  if (source.state !== 'indexing') return (await applyChange(documents, source.id)) !== undefined;
  const bytes = await readOriginal(source.digest);
  if (!bytes) return false;
  const { title, fileName, mediaType, digest, demo, table } = source;
  const input = { title, fileName, mediaType, digest, demo, table, details: detailsOf(source), now };
  const file = new Blob([new Uint8Array(bytes)]);
  await lendReader((reader) => importInto(documents, reader.read(file, input), { signal: reader.signal }), signal);
  return true;
};

/** A query for unfinished sources only, because a team may have many thousands. */
const unfinished = [
  { index: ['state', 'updatedAt'], equals: ['indexing'], limit: PAGE },
  { index: ['changing.titleBefore'], equals: [], limit: PAGE },
];

const unfinishedSources = async ({ sources }: Knowledge): Promise<Iterable<Source>> => {
  const found = new Map<string, Source>();
  for (const query of unfinished) {
    for await (const page of eachPage(sources, query)) for (const source of page) found.set(source.id, source);
  }
  return found.values();
};

import { Failure } from '../contracts/errors.ts';
import { fromSentFailure, type SentFailure, toSentFailure } from '../contracts/sent-failure.ts';
import type { Passage } from '../entities/passage.ts';
import type { Source } from '../entities/source.ts';
import type { TableChoice } from './file-format.ts';
import { type ImportInput, type PreparedImport, prepareImport } from './prepare-import.ts';

/** Passages per batch: reading one takes about a millisecond. */
const BATCH = 100;

/** A prepared import as bytes, which pass between threads without being copied and are read batch by batch. */
export type PackedImport = Omit<PreparedImport, 'passages'> & { readonly batches: readonly Uint8Array<ArrayBuffer>[] };

export type PackedOutcome =
  | { readonly ok: true; readonly packed: PackedImport }
  | { readonly ok: false; readonly failure: SentFailure };

/** What can be stored: the passages may be read only while they are stored, so they need not all be in memory. */
export type StorableImport = {
  readonly source: Source;
  readonly passages: Iterable<Passage>;
  readonly choice?: TableChoice;
};

/** Reads a file elsewhere than in the calling thread. Rejects with a `Failure`. */
export type PrepareElsewhere = (input: ImportInput) => Promise<StorableImport>;

/** Prepares an import in a worker. Never throws: an error is an outcome, whatever the file holds. */
export const prepareAndPack = (input: ImportInput): PackedOutcome => {
  try {
    return { ok: true, packed: pack(prepareImport(input)) };
  } catch (error) {
    return { ok: false, failure: toSentFailure(error instanceof Failure ? error : unreadable(error)) };
  }
};

/** What a worker may hand over instead of copying it. */
export const transferablesOf = (outcome: PackedOutcome): ArrayBuffer[] =>
  outcome.ok ? outcome.packed.batches.map(({ buffer }) => buffer) : [];

/** Throws the failure that the worker met. */
export const unpackImport = (outcome: PackedOutcome): StorableImport => {
  if (!outcome.ok) throw fromSentFailure(outcome.failure);
  const { batches, ...prepared } = outcome.packed;
  return { ...prepared, passages: { [Symbol.iterator]: () => readBatches(batches) } };
};

/** At most `size` passages at a time, read when they are asked for. */
export function* inBatches(passages: Iterable<Passage>, size: number): Generator<readonly Passage[]> {
  let batch: Passage[] = [];
  for (const passage of passages) {
    batch.push(passage);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** For a worker that ended by an error of its own, and for a reader that threw one. */
export const unreadable = (cause: unknown): Failure =>
  new Failure(
    'knowledge.unreadable',
    `The file could not be read: ${cause instanceof Error ? cause.message : cause}`,
    'Save its text anew as plain text or Markdown and import that.',
    { cause },
  );

export const tooSlow = (limitMs: number): Failure =>
  new Failure(
    'knowledge.too_slow',
    `Reading the file took longer than ${limitMs / 1000} seconds.`,
    'Split it into smaller files, without pictures or other encoded data in the text.',
  );

const pack = ({ passages, ...prepared }: PreparedImport): PackedImport => {
  const encoder = new TextEncoder();
  const batches: Uint8Array<ArrayBuffer>[] = [];
  for (let from = 0; from < passages.length; from += BATCH) {
    batches.push(encoder.encode(JSON.stringify(passages.slice(from, from + BATCH))));
  }
  return { ...prepared, batches };
};

function* readBatches(batches: readonly Uint8Array[]): Generator<Passage> {
  const decoder = new TextDecoder();
  // What is read is what `pack` wrote in the same version of the program.
  for (const batch of batches) yield* JSON.parse(decoder.decode(batch)) as Passage[];
}

import type { ImportInput, ImportPart } from '../read-import.ts';

/** Reads files for whoever stores them, elsewhere than in the thread that others depend on. */
export type ImportReader = {
  /** Aborted when the reading is called off: every call then rejects with its reason. */
  readonly signal: AbortSignal;
  /** SHA-256 of the file's bytes, hex. */
  digest(file: Blob): Promise<string>;
  /** As `readImport`; whoever leaves the loop early ends the reading. Rejects with a `Failure` whatever the file holds. */
  read(file: Blob, input: ImportInput, onProgress?: (share: number) => void): AsyncIterable<ImportPart>;
};

/** Lends a reader for one piece of work; the signal calls the reading off. */
export type LendReader = <T>(work: (reader: ImportReader) => Promise<T>, signal?: AbortSignal) => Promise<T>;

import type { ImportInput, ImportPart } from '../read-import.ts';

/** Reads files in a different thread from the one that stores them and serves others. */
export type ImportReader = {
  /** Aborts when reading is canceled: every call then rejects with its reason. */
  readonly signal: AbortSignal;
  /** SHA-256 of the file's bytes in hex. */
  digest(file: Blob): Promise<string>;
  /** Like `readImport`; leaving the loop early stops the reading. Rejects only with `Failure`s, whatever the file contains. */
  read(file: Blob, input: ImportInput, onProgress?: (share: number) => void): AsyncIterable<ImportPart>;
};

/** Lends a reader for one task; the signal cancels the reading. */
export type LendReader = <T>(work: (reader: ImportReader) => Promise<T>, signal?: AbortSignal) => Promise<T>;

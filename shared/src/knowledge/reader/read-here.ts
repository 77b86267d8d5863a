import { digestOfBytes, fromBlob } from '../byte-source.ts';
import { readImport } from '../read-import.ts';
import type { ImportReader, LendReader } from './import-reader.ts';

const never = new AbortController().signal;

/** Reads in the calling thread, for sample data, commands, and tests. */
export const readerHere = (signal: AbortSignal = never): ImportReader => ({
  signal,
  digest: (file) => digestOfBytes(fromBlob(file)),
  read: (file, input, onProgress) => readImport(fromBlob(file), input, { signal, onProgress }),
});

export const lendHere: LendReader = (work, signal) => work(readerHere(signal));

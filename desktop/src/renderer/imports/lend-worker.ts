import type { ImportReader } from '@inbetwin/shared/knowledge/reader/import-reader.ts';
import { type ReaderEvent, unreadable } from '@inbetwin/shared/knowledge/reader/reader-messages.ts';
import { type ReaderWorker, readInWorker } from '@inbetwin/shared/knowledge/reader/worker-reader.ts';

/** Time limit for reading one file, in milliseconds. */
const LIMIT_MS = 60_000;

type ImportWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

const openWorker = (): ImportWorker =>
  new Worker(new URL('./import.worker.ts', import.meta.url), { type: 'module', name: 'import' });

type Lending = { readonly open?: () => ImportWorker; readonly timeMs?: number };

const never = new AbortController().signal;

/** Lends a reader in a separate worker, which is terminated when the work ends or the signal aborts. */
export const lendWorker = async <T>(
  work: (reader: ImportReader) => Promise<T>,
  signal: AbortSignal = never,
  { open = openWorker, timeMs = LIMIT_MS }: Lending = {},
): Promise<T> => {
  signal.throwIfAborted();
  const worker = open();
  const end = (): void => worker.terminate();
  signal.addEventListener('abort', end);
  try {
    return await work(readInWorker(toReaderWorker(worker), { timeMs, signal }));
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
};

const toReaderWorker = (worker: ImportWorker): ReaderWorker => ({
  post: (command) => worker.postMessage(command),
  listen: (onEvent, onBroken) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ReaderEvent>) => onEvent(data));
    worker.addEventListener('error', ({ message }: ErrorEvent) => onBroken(unreadable(new Error(message))));
    worker.addEventListener('messageerror', () => onBroken(unreadable(new Error('its answer was lost'))));
  },
});

import {
  type PackedOutcome,
  type StorableImport,
  tooSlow,
  unpackImport,
  unreadable,
} from '@inbetwin/shared/knowledge/packed-import.ts';
import type { ImportInput } from '@inbetwin/shared/knowledge/prepare-import.ts';

/** For reading one file. */
const LIMIT_MS = 60_000;

type ImportWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

const openWorker = (): ImportWorker =>
  new Worker(new URL('./import.worker.ts', import.meta.url), { type: 'module', name: 'import' });

/**
 * Reads a file in a worker of its own, so that the page never waits for it, and one that takes too long is ended. Rejects with a
 * `knowledge.*` failure.
 */
export const prepareInWorker = async (
  input: ImportInput,
  open: () => ImportWorker = openWorker,
  limitMs: number = LIMIT_MS,
): Promise<StorableImport> => {
  const worker = open();
  const { promise, resolve, reject } = Promise.withResolvers<PackedOutcome>();
  const late = setTimeout(() => reject(tooSlow(limitMs)), limitMs);
  worker.addEventListener('message', ({ data }: MessageEvent<PackedOutcome>) => resolve(data));
  worker.addEventListener('error', ({ message }: ErrorEvent) => reject(unreadable(new Error(message))));
  worker.addEventListener('messageerror', () => reject(unreadable(new Error('its answer was lost'))));
  worker.postMessage(input);
  try {
    return unpackImport(await promise);
  } finally {
    clearTimeout(late);
    worker.terminate();
  }
};

import { Worker } from 'node:worker_threads';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import {
  type PackedOutcome,
  type StorableImport,
  tooSlow,
  unpackImport,
  unreadable,
} from '@inbetwin/shared/knowledge/packed-import.ts';
import type { ImportInput } from '@inbetwin/shared/knowledge/prepare-import.ts';
import { createLanes } from '../outbox/lanes.ts';

export type ImportLimits = {
  /** Files that are read at the same time, each of another team. */
  readonly threads: number;
  /** Time to read one file. */
  readonly timeMs: number;
  /** Heap of one thread. */
  readonly memoryMb: number;
};

const importLimits: ImportLimits = { threads: 2, timeMs: 60_000, memoryMb: 512 };
/** An idle thread ends after this time to release its memory. */
const IDLE_MS = 10_000;
/** What Node gives as the id of a thread that has ended. */
const ENDED = -1;

/**
 * Reads files in worker threads that are terminated when a file takes too much time or memory, so that a hostile file
 * can fail only its own import.
 */
export type ImportThreads = {
  /** Reads the files of a team one after another; teams take turns. Rejects with `knowledge.*` or `server.stopping`. */
  prepare(teamId: string, input: ImportInput): Promise<StorableImport>;
  /** Terminates all threads and rejects everything that is being read or waits. */
  close(): Promise<void>;
};

type Thread = { readonly worker: Worker; readonly idle: NodeJS.Timeout };

const startImportWorker = ({ memoryMb }: ImportLimits): Worker =>
  new Worker(new URL('./import-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });

export const createImportThreads = (
  limits: ImportLimits = importLimits,
  startWorker: (limits: ImportLimits) => Worker = startImportWorker,
): ImportThreads => {
  const lanes = createLanes(limits.threads);
  const resting: Thread[] = [];
  const closing = new AbortController();
  /** The `reject` of each call that has no answer yet. */
  const waiting = new Set<(reason: unknown) => void>();
  const ended = new Set<Promise<unknown>>();

  const end = (worker: Worker): void => {
    const ending = worker.terminate().finally(() => ended.delete(ending));
    ended.add(ending);
  };

  const takeWorker = (): Worker => {
    const thread = resting.pop();
    if (!thread) return startWorker(limits);
    clearTimeout(thread.idle);
    forget(thread.worker);
    // It has ended, and its event is still to come.
    if (thread.worker.threadId === ENDED) return takeWorker();
    thread.worker.ref();
    return thread.worker;
  };

  const rest = (worker: Worker): void => {
    const dismiss = (): void => {
      clearTimeout(thread.idle);
      forget(worker);
      resting.splice(resting.indexOf(thread), 1);
      end(worker);
    };
    const thread = { worker, idle: setTimeout(dismiss, IDLE_MS).unref() };
    forget(worker);
    worker.once('error', dismiss);
    worker.once('exit', dismiss);
    worker.unref();
    resting.push(thread);
  };

  /** A thread is reused only after it has answered; after a failure its state is unknown. */
  const read = async (input: ImportInput): Promise<PackedOutcome> => {
    closing.signal.throwIfAborted();
    const worker = takeWorker();
    try {
      const outcome = await answerOf(worker, { input, limits, signal: closing.signal });
      rest(worker);
      return outcome;
    } catch (error) {
      end(worker);
      throw error;
    }
  };

  return {
    prepare: (teamId, input) =>
      new Promise((resolve, reject) => {
        closing.signal.throwIfAborted();
        waiting.add(reject);
        lanes.add(teamId, {
          run: async () => {
            await read(input).then(unpackImport).then(resolve, reject);
            waiting.delete(reject);
            return 'done';
          },
        });
      }),
    close: async () => {
      closing.abort(new Failure('server.stopping', 'The server is stopping.', 'Import the file again afterwards.'));
      for (const reject of waiting) reject(closing.signal.reason);
      await lanes.stop();
      for (const { worker, idle } of resting.splice(0)) {
        clearTimeout(idle);
        end(worker);
      }
      await Promise.all(ended);
    },
  };
};

/** Removes our listeners by event name, since `removeAllListeners()` would also remove those that Node itself has added. */
const forget = (worker: Worker): void => {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
};

type Reading = { readonly input: ImportInput; readonly limits: ImportLimits; readonly signal: AbortSignal };

const answerOf = async (worker: Worker, { input, limits, signal }: Reading): Promise<PackedOutcome> => {
  const { promise, resolve, reject } = Promise.withResolvers<PackedOutcome>();
  const stop = (): void => reject(signal.reason);
  const late = setTimeout(() => reject(tooSlow(limits.timeMs)), limits.timeMs);
  signal.addEventListener('abort', stop);
  worker.once('message', resolve);
  worker.once('error', (error) => reject(isOutOfMemory(error) ? tooMuchMemory(error) : unreadable(error)));
  worker.once('exit', (code) => reject(unreadable(new Error(`the reader ended with ${code}`))));
  worker.postMessage(input);
  try {
    return await promise;
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', stop);
  }
};

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

const tooMuchMemory = (cause: unknown): Failure =>
  new Failure('knowledge.too_large', 'Reading the file takes too much memory.', 'Split it into smaller files.', {
    cause,
  });

import { Worker } from 'node:worker_threads';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { ImportReader } from '@inbetwin/shared/knowledge/reader/import-reader.ts';
import { unreadable } from '@inbetwin/shared/knowledge/reader/reader-messages.ts';
import { type ReaderWorker, readInWorker } from '@inbetwin/shared/knowledge/reader/worker-reader.ts';
import { createLanes } from '../outbox/lanes.ts';

export type ImportLimits = {
  /** Number of files read at the same time, each of another team. */
  readonly threads: number;
  /** Time limit for reading one file, not including storing its content. Milliseconds. */
  readonly timeMs: number;
  /** Heap limit of one thread, in megabytes. */
  readonly memoryMb: number;
};

const importLimits: ImportLimits = { threads: 3, timeMs: 60_000, memoryMb: 512 };
/** An idle thread ends after this time to release its memory. */
const IDLE_MS = 10_000;
/** The id that Node reports for a thread that has ended. */
const ENDED = -1;

/**
 * Reads files in worker threads that are terminated when a file takes too much time or memory, so that a hostile file
 * can fail only its own import.
 */
export type ImportThreads = {
  /**
   * Lends a thread to one task of a team at a time; teams take turns. The thread is terminated when the signal aborts, or when the task
   * ends before its file has been read. Rejects as the task does, or with `server.stopping`.
   */
  lend<T>(teamId: string, work: (reader: ImportReader) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Terminates all threads and rejects all running and waiting tasks. */
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
  const threads = createThreadPool(() => startWorker(limits));
  const closing = new AbortController();
  /** The `reject` of each call that has no answer yet. */
  const waiting = new Set<(reason: unknown) => void>();

  /** A thread is reused only after it has answered; otherwise its state is unknown. */
  const lendThread = async <T>(work: (reader: ImportReader) => Promise<T>, cancel: AbortSignal): Promise<T> => {
    const signal = AbortSignal.any([closing.signal, cancel]);
    signal.throwIfAborted();
    const worker = threads.take();
    const reader = readInWorker(toReaderWorker(worker), { timeMs: limits.timeMs, signal });
    try {
      return await work(reader);
    } finally {
      if (reader.isIdle()) threads.rest(worker);
      else threads.end(worker);
    }
  };

  return {
    lend: (teamId, work, signal = new AbortController().signal) =>
      new Promise((resolve, reject) => {
        closing.signal.throwIfAborted();
        waiting.add(reject);
        lanes.add(teamId, {
          run: async () => {
            await lendThread(work, signal).then(resolve, reject);
            waiting.delete(reject);
            return 'done';
          },
        });
      }),
    close: async () => {
      closing.abort(new Failure('server.stopping', 'The server is stopping.', 'Import the file again afterwards.'));
      for (const reject of waiting) reject(closing.signal.reason);
      await lanes.stop();
      await threads.close();
    },
  };
};

/** Idle threads, kept for a while for the next task. */
const createThreadPool = (startWorker: () => Worker) => {
  const resting: Thread[] = [];
  const ended = new Set<Promise<unknown>>();

  const end = (worker: Worker): void => {
    const ending = worker.terminate().finally(() => ended.delete(ending));
    ended.add(ending);
  };

  const take = (): Worker => {
    const thread = resting.pop();
    if (!thread) return startWorker();
    clearTimeout(thread.idle);
    forget(thread.worker);
    // It has ended, but its event has not arrived yet.
    if (thread.worker.threadId === ENDED) return take();
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

  return {
    take,
    rest,
    end,
    /** Terminates the idle threads; resolves when all threads have ended. */
    close: async (): Promise<void> => {
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

const toReaderWorker = (worker: Worker): ReaderWorker => ({
  post: (command) => worker.postMessage(command),
  listen: (onEvent, onBroken) => {
    worker.on('message', onEvent);
    worker.once('error', (error) => onBroken(isOutOfMemory(error) ? tooMuchMemory(error) : unreadable(error)));
    worker.once('exit', (code) => onBroken(unreadable(new Error(`the reader ended with ${code}`))));
  },
});

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

const tooMuchMemory = (cause: unknown): Failure =>
  new Failure('knowledge.too_large', 'Reading the file takes too much memory.', 'Split it into smaller files.', {
    cause,
  });

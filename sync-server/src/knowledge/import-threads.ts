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
  /** Files read at the same time, of different teams; each takes `memoryMb` at most. */
  readonly threads: number;
  /** For reading one file. */
  readonly timeMs: number;
  readonly memoryMb: number;
};

const importLimits: ImportLimits = { threads: 2, timeMs: 60_000, memoryMb: 512 };
/** A thread that has nothing to do ends after so long, and gives its memory back. */
const IDLE_MS = 10_000;

/**
 * Reads files in threads of their own, which end when a file takes too long or too much memory: whatever a file holds, it is a
 * failure of its import and of nothing else.
 */
export type ImportThreads = {
  /** Files of a team are read one after another; teams take turns. Rejects with a `knowledge.*` failure, or `server.stopping`. */
  prepare(teamId: string, input: ImportInput): Promise<StorableImport>;
  /** Ends all threads; what is being read or waits is rejected. */
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
  /** Rejects what was asked for and has no answer yet. */
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
    thread.worker.ref();
    return thread.worker;
  };

  const rest = (worker: Worker): void => {
    const dismiss = (): void => {
      clearTimeout(thread.idle);
      resting.splice(resting.indexOf(thread), 1);
      end(worker);
    };
    const thread = { worker, idle: setTimeout(dismiss, IDLE_MS).unref() };
    forget(worker);
    worker.once('error', dismiss);
    worker.unref();
    resting.push(thread);
  };

  /** The thread is used again only after an answer: one that failed may be in any state. */
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

/** By their names: Node listens on a worker itself, and all its listeners together would be its own, too. */
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

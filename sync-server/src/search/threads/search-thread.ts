import { Worker } from 'node:worker_threads';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { BlobPlace } from '../../store/blobs/blob-place.ts';
import { createCallQueue, type QueueLimits } from '../embedding/call-queue.ts';
import { type AnswerEmbed, createEmbedHost } from '../embedding/embed-host.ts';
import type { FromThread, SearchCommand, SearchWorkerData, ToThread } from './search-protocol.ts';
import { createThreadCalls } from './thread-calls.ts';

const MAX_RESTART_DELAY = 30_000;
/** A thread that ran this long was healthy: its crash resets the restart delay. Milliseconds. */
const SOUND_AFTER = 60_000;
/**
 * One write at a time, so that a query waits for one slice of a large load at most. The number of waiting queries is
 * limited because nobody still wants an answer that has been queued for many seconds.
 */
const LIMITS: QueueLimits = { urgent: 4, patient: 1, waiting: 200 };
type Method = SearchCommand['method'];
const urgentMethods: ReadonlySet<Method> = new Set(['search', 'answer', 'count']);
/** These take no time, or mostly wait for something else and leave the thread idle, so they are not queued. */
const idleMethods: ReadonlySet<Method> = new Set(['publish', 'save', 'size', 'drop']);

/** A worker thread that holds the indexes of some teams. A crashed one is replaced by an empty one. */
export type SearchThread = {
  /**
   * Rejects with `store.unavailable` when the thread crashes or hangs before it answers, with `server.busy` when too many
   * queries of the team are waiting, and with the reason of `signal`: a call that has not started by then never starts.
   * Writes of a team start in the order of their calls; queries overtake them, and the others start at once.
   */
  call(teamId: string, command: SearchCommand, signal?: AbortSignal): Promise<unknown>;
  /** Increases with every replacement; the indexes of earlier generations are lost. */
  generation(): number;
  /** Calls `listener` after every replacement. Returns a function that unsubscribes. */
  onReplaced(listener: () => void): () => void;
  close(): Promise<void>;
};

type ThreadOptions = {
  readonly log: Logger;
  /** Embeds for indexes that were begun with an embedder other than the built-in one. */
  readonly embed: AnswerEmbed;
  /** Where the thread saves indexes. */
  readonly snapshots?: BlobPlace | undefined;
  readonly startWorker?: StartWorker;
};

/** Starts a thread that runs `search-worker.ts` with these data. */
export type StartWorker = (workerData: SearchWorkerData) => Worker;

/** Starts the thread that holds indexes. */
export const startSearchWorker: StartWorker = (workerData) =>
  new Worker(new URL('./search-worker.ts', import.meta.url), { workerData });

/** Starts the worker thread, and restarts it with growing delays when it crashes or hangs. */
export const createSearchThread = ({
  log,
  embed,
  snapshots,
  startWorker = startSearchWorker,
}: ThreadOptions): SearchThread => {
  const listeners = new Set<() => void>();
  const queue = createCallQueue(LIMITS);
  const calls = createThreadCalls(log);
  let generation = 0;
  let crashes = 0;
  let closed = false;
  let restart: NodeJS.Timeout | undefined;
  let worker: Worker | undefined;

  const begin = (): void => {
    const started = startWorker({ snapshots });
    const startedAt = performance.now();
    worker = started;
    const embedHost = createEmbedHost(embed, (reply, transfer) =>
      started.postMessage(reply satisfies ToThread, transfer),
    );
    started.on('message', (message: FromThread) => {
      switch (message.kind) {
        case 'reply':
          return calls.settle(message);
        case 'embed':
          return embedHost.answer(message);
        case 'cancel':
          return embedHost.cancel(message.id);
        case 'unlearned':
          return log.warn(message, 'The passages could not be learned from; words alone find them');
      }
    });
    started.on('error', (error) => log.error({ error: String(error) }, 'the search thread crashed'));
    started.once('exit', () => {
      worker = undefined;
      embedHost.close();
      calls.failAll();
      if (!closed) replaceSoon(performance.now() - startedAt);
    });
  };

  const replaceSoon = (ranMs: number): void => {
    crashes = ranMs > SOUND_AFTER ? 0 : crashes + 1;
    const delay = crashes <= 1 ? 0 : Math.min(MAX_RESTART_DELAY, 2 ** crashes * 100);
    log.warn({ crashes, delay }, 'the search thread is started again');
    restart = setTimeout(() => {
      generation += 1;
      begin();
      for (const listener of listeners) listener();
    }, delay);
  };

  begin();
  return {
    call: (teamId, command, signal) => {
      const post = (): Promise<unknown> => calls.post(worker, { teamId, command, signal });
      if (idleMethods.has(command.method)) return post();
      return queue.add(post, { teamId, urgent: urgentMethods.has(command.method), signal });
    },
    generation: () => generation,
    onReplaced: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      clearTimeout(restart);
      calls.failAll();
      await worker?.terminate();
    },
  };
};

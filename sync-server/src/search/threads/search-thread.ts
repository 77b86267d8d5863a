import { Worker } from 'node:worker_threads';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { createCallQueue, type QueueLimits } from '../embedding/call-queue.ts';
import { type AnswerEmbed, createEmbedHost } from '../embedding/embed-host.ts';
import { receiveFailure } from '../sent-failure.ts';
import type { FromThread, SearchCommand, SearchReply, ToThread } from './search-protocol.ts';

/** A thread that has not answered a call for this long is considered hung and is replaced. Milliseconds. */
const CALL_TIMEOUT = 30_000;
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
/** These mostly wait for something else and leave the thread idle, so they are not queued. */
const idleMethods: ReadonlySet<Method> = new Set(['publish', 'save']);

type Waiting = {
  resolve(value: unknown): void;
  reject(error: Failure): void;
  readonly timer: NodeJS.Timeout | undefined;
};

/** A worker thread that holds the indexes of some teams. A crashed one is replaced by an empty one. */
export type SearchThread = {
  /**
   * Rejects with `store.unavailable` when the thread crashes or hangs before it answers, with `server.busy` when too many
   * queries of the team are waiting, and with the reason of `signal`: a call that has not started by then never starts.
   * Writes of a team start in the order of their calls; queries overtake them, and `publish` and `save` start at once.
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
  readonly startWorker?: () => Worker;
};

const startSearchWorker = (): Worker => new Worker(new URL('./search-worker.ts', import.meta.url));

/** Starts the worker thread, and restarts it with growing delays when it crashes or hangs. */
export const createSearchThread = ({ log, embed, startWorker = startSearchWorker }: ThreadOptions): SearchThread => {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<() => void>();
  let generation = 0;
  let lastId = 0;
  let crashes = 0;
  let closed = false;
  let restart: NodeJS.Timeout | undefined;
  let worker: Worker | undefined;

  const queue = createCallQueue(LIMITS);

  const settle = (reply: SearchReply): void => {
    const call = waiting.get(reply.id);
    if (!call) return;
    waiting.delete(reply.id);
    clearTimeout(call.timer);
    if (reply.ok) call.resolve(reply.value);
    else call.reject(receiveFailure(reply.failure));
  };

  const failAll = (): void => {
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(unavailable());
    }
    waiting.clear();
  };

  const begin = (): void => {
    const started = startWorker();
    const startedAt = performance.now();
    worker = started;
    const embedHost = createEmbedHost(embed, (reply, transfer) =>
      started.postMessage(reply satisfies ToThread, transfer),
    );
    started.on('message', (message: FromThread) => {
      switch (message.kind) {
        case 'reply':
          return settle(message);
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
      failAll();
      if (closed) return;
      crashes = performance.now() - startedAt > SOUND_AFTER ? 0 : crashes + 1;
      const delay = crashes <= 1 ? 0 : Math.min(MAX_RESTART_DELAY, 2 ** crashes * 100);
      log.warn({ crashes, delay }, 'the search thread is started again');
      restart = setTimeout(replace, delay);
    });
  };

  const replace = (): void => {
    generation += 1;
    begin();
    for (const listener of listeners) listener();
  };

  const post = (teamId: string, command: SearchCommand, signal: AbortSignal | undefined): Promise<unknown> => {
    const target = worker;
    if (!target) return Promise.reject(unavailable());
    lastId += 1;
    const id = lastId;
    const abort = (): void => target.postMessage({ kind: 'abort', id } satisfies ToThread);
    const answer = new Promise((resolve, reject) => {
      const replace = (): void => {
        log.error({ method: command.method }, 'the search thread hangs');
        void target.terminate();
      };
      // Writing to disk may take long, so `save` has no timeout.
      const timer = command.method === 'save' ? undefined : setTimeout(replace, CALL_TIMEOUT);
      waiting.set(id, { resolve, reject, timer });
      signal?.addEventListener('abort', abort, { once: true });
      target.postMessage({ kind: 'call', id, teamId, command } satisfies ToThread);
    });
    return answer.finally(() => signal?.removeEventListener('abort', abort));
  };

  begin();
  return {
    call: (teamId, command, signal) =>
      idleMethods.has(command.method)
        ? post(teamId, command, signal)
        : queue.add(() => post(teamId, command, signal), { teamId, urgent: urgentMethods.has(command.method), signal }),
    generation: () => generation,
    onReplaced: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      clearTimeout(restart);
      failAll();
      await worker?.terminate();
    },
  };
};

/** The failure of queries while an index is being rebuilt. */
export const unavailable = (): Failure =>
  new Failure('store.unavailable', 'The search index is being rebuilt.', 'Try again in a moment.');

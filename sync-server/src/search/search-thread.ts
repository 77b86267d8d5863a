import { Worker } from 'node:worker_threads';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { SearchCall, SearchCommand, SearchReply } from './search-protocol.ts';

/** A thread that answers nothing for this long hangs and is replaced. */
const CALL_TIMEOUT = 30_000;
const MAX_RESTART_DELAY = 30_000;
/** A thread that lived this long was sound; its crash is not counted with the ones before. */
const SOUND_AFTER = 60_000;

type Waiting = { resolve(value: unknown): void; reject(error: Failure): void; readonly timer: NodeJS.Timeout };

/** The one worker thread that holds the indexes of all teams. A crashed one is replaced by an empty one. */
export type SearchThread = {
  /** Rejects with `store.unavailable` when the thread crashes or hangs before it answers. */
  call(teamId: string, command: SearchCommand): Promise<unknown>;
  /** Rises with every replacement: what an older one held is gone. */
  generation(): number;
  /** Calls `listener` after every replacement; returns what ends that. */
  onReplaced(listener: () => void): () => void;
  close(): Promise<void>;
};

type ThreadOptions = { readonly log: Logger; readonly startWorker?: () => Worker };

const startSearchWorker = (): Worker => new Worker(new URL('./search-worker.ts', import.meta.url));

export const createSearchThread = ({ log, startWorker = startSearchWorker }: ThreadOptions): SearchThread => {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<() => void>();
  let generation = 0;
  let lastId = 0;
  let crashes = 0;
  let closed = false;
  let restart: NodeJS.Timeout | undefined;
  let worker: Worker | undefined;

  const settle = ({ id, ...reply }: SearchReply): void => {
    const call = waiting.get(id);
    if (!call) return;
    waiting.delete(id);
    clearTimeout(call.timer);
    if (reply.ok) call.resolve(reply.value);
    else call.reject(new Failure('server.error', `Search failed: ${reply.message}`, 'Try again in a moment.'));
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
    started.on('message', settle);
    started.on('error', (error) => log.error({ error: String(error) }, 'the search thread crashed'));
    started.once('exit', () => {
      worker = undefined;
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

  begin();
  return {
    call: (teamId, command) => {
      const target = worker;
      if (!target) return Promise.reject(unavailable());
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          log.error({ method: command.method }, 'the search thread hangs');
          void target.terminate();
        }, CALL_TIMEOUT);
        waiting.set(id, { resolve, reject, timer });
        target.postMessage({ id, teamId, command } satisfies SearchCall);
      });
    },
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

export const unavailable = (): Failure =>
  new Failure('store.unavailable', 'The search index is being rebuilt.', 'Try again in a moment.');

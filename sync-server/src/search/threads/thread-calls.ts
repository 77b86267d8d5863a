import type { Worker } from 'node:worker_threads';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { receiveFailure } from '../sent-failure.ts';
import type { SearchCommand, SearchReply, ToThread } from './search-protocol.ts';

/** A thread that has not answered a call for this long is considered hung and is terminated. Milliseconds. */
const CALL_TIMEOUT = 30_000;

type Waiting = {
  resolve(value: unknown): void;
  reject(error: Failure): void;
  readonly timer: NodeJS.Timeout | undefined;
};

type Call = {
  readonly teamId: string;
  readonly command: SearchCommand;
  readonly signal: AbortSignal | undefined;
};

/** The calls of a search thread that have no answer yet. */
export const createThreadCalls = (log: Logger) => {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  return {
    /** Posts the call and resolves to its answer. Rejects if there is no worker. */
    post: (worker: Worker | undefined, { teamId, command, signal }: Call): Promise<unknown> => {
      if (!worker) return Promise.reject(unavailable());
      lastId += 1;
      const id = lastId;
      const abort = (): void => worker.postMessage({ kind: 'abort', id } satisfies ToThread);
      const answer = new Promise((resolve, reject) => {
        const end = (): void => {
          log.error({ method: command.method }, 'the search thread hangs');
          void worker.terminate();
        };
        // Writing to disk may take long, so `save` has no timeout.
        const timer = command.method === 'save' ? undefined : setTimeout(end, CALL_TIMEOUT);
        waiting.set(id, { resolve, reject, timer });
        signal?.addEventListener('abort', abort, { once: true });
        worker.postMessage({ kind: 'call', id, teamId, command } satisfies ToThread);
      });
      return answer.finally(() => signal?.removeEventListener('abort', abort));
    },
    settle: (reply: SearchReply): void => {
      const call = waiting.get(reply.id);
      if (!call) return;
      waiting.delete(reply.id);
      clearTimeout(call.timer);
      if (reply.ok) call.resolve(reply.value);
      else call.reject(receiveFailure(reply.failure));
    },
    /** The thread will answer none of the calls. */
    failAll: (): void => {
      for (const { reject, timer } of waiting.values()) {
        clearTimeout(timer);
        reject(unavailable());
      }
      waiting.clear();
    },
  };
};

/** The failure of queries while an index is being rebuilt. */
export const unavailable = (): Failure =>
  new Failure('store.unavailable', 'The search index is being rebuilt.', 'Try again in a moment.');

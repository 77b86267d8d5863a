import { fromSentFailure } from '../../contracts/sent-failure.ts';
import type { ImportReader } from './import-reader.ts';
import { type ReaderCommand, type ReaderEvent, tooSlow, unreadable } from './reader-messages.ts';

/** A worker as seen from this side, in a browser or in Node. */
export type ReaderWorker = {
  post(command: ReaderCommand): void;
  /** Calls `onBroken` when the worker has ended or will not answer any more; must be called before anything is posted. */
  listen(onEvent: (event: ReaderEvent) => void, onBroken: (error: Error) => void): void;
};

type Limits = {
  /** Total time to wait for the worker, not including the time to store its parts. Milliseconds. */
  readonly timeMs: number;
  readonly signal: AbortSignal;
};

/**
 * The counterpart of `serveReader`. `isIdle` is false while the worker owes an answer or is broken: its state is then unknown, and the
 * lender must terminate it.
 */
export const readInWorker = (
  worker: ReaderWorker,
  { timeMs, signal }: Limits,
): ImportReader & { readonly isIdle: () => boolean } => {
  const arrived: ReaderEvent[] = [];
  const broken = Promise.withResolvers<never>();
  // Wakes the caller that waits for an event, if any.
  broken.promise.catch(() => undefined);
  let wake = (): void => undefined;
  let onShare: ((share: number) => void) | undefined;
  let owes = false;
  let leftMs = timeMs;

  worker.listen((event) => {
    if (event.kind === 'progress') return onShare?.(event.share);
    arrived.push(event);
    wake();
  }, broken.reject);
  const abort = (): void => broken.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  broken.promise.catch(() => {
    owes = true;
  });

  const arrival = async (): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    wake = resolve;
    const began = performance.now();
    const late = setTimeout(() => reject(tooSlow(timeMs)), leftMs);
    try {
      await Promise.race([promise, broken.promise]);
    } finally {
      clearTimeout(late);
      leftMs -= performance.now() - began;
    }
  };

  /** Returns the next event, or throws the failure that the worker reported. */
  const nextEvent = async (): Promise<Exclude<ReaderEvent, { kind: 'failed' | 'progress' }>> => {
    signal.throwIfAborted();
    while (arrived.length === 0) await arrival();
    const event = arrived.shift();
    if (event?.kind === 'digest' || event?.kind === 'part') return event;
    owes = false;
    throw event?.kind === 'failed' ? fromSentFailure(event.failure) : unreadable('the worker gave no answer');
  };

  const ask = (command: ReaderCommand): void => {
    owes = true;
    worker.post(command);
  };

  return {
    signal,
    isIdle: () => !owes,
    digest: async (file) => {
      ask({ kind: 'digest', file });
      const event = await nextEvent();
      owes = false;
      if (event.kind === 'digest') return event.digest;
      throw unreadable('the worker answered something else');
    },
    read: async function* (file, input, onProgress) {
      onShare = onProgress;
      ask({ kind: 'read', file, input });
      for (;;) {
        const event = await nextEvent();
        if (event.kind !== 'part') throw unreadable('the worker answered something else');
        const isDone = event.part.kind === 'done';
        if (isDone) owes = false;
        else worker.post({ kind: 'more' });
        yield event.part;
        if (isDone) return;
      }
    },
  };
};

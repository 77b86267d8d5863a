import { fromSentFailure } from '../../contracts/sent-failure.ts';
import type { ImportReader } from './import-reader.ts';
import { type ReaderCommand, type ReaderEvent, tooSlow, unreadable } from './reader-messages.ts';

/** A worker as this side sees it, in a browser or in Node. */
export type ReaderWorker = {
  post(command: ReaderCommand): void;
  /** `onBroken`: the worker has ended, or will not answer any more. Called before anything is posted. */
  listen(onEvent: (event: ReaderEvent) => void, onBroken: (error: Error) => void): void;
};

type Limits = {
  /** Time that is waited for the worker, all together; what is spent on storing its parts does not count. */
  readonly timeMs: number;
  readonly signal: AbortSignal;
};

/**
 * The other side of `serveReader`. `isIdle` is false while the worker owes an answer, or has broken: then its state is unknown, and whoever lent it
 * ends it.
 */
export const readInWorker = (
  worker: ReaderWorker,
  { timeMs, signal }: Limits,
): ImportReader & { readonly isIdle: () => boolean } => {
  const arrived: ReaderEvent[] = [];
  const broken = Promise.withResolvers<never>();
  // Whoever waits for an event is told; nobody may be waiting.
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

  /** Throws the failure that the worker met. */
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

import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { type StreamEvent, streamEventSchema } from '@inbetwin/shared/contracts/sync.ts';
import { createParser } from 'eventsource-parser';
import { failureOf } from '../answer-failure.ts';
import type { Backoff } from '../backoff.ts';
import { watchWaking } from './wake-watch.ts';
import { ANSWER_MS, createWatchdog, orAborted, type Watchdog } from './watchdog.ts';

export type StreamParts = {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
  /** `ready` comes again after every reconnection: what was missed in between must be pulled. */
  readonly onEvent: (event: StreamEvent) => void;
  /** The server is away. Not told of a connection that ended and could be made anew at once. */
  readonly onLost: (reason: Loss) => void;
  /** The machine woke, the network came back, or somebody looks again. */
  readonly onWake?: () => void;
  /** The wall clock, which goes on while the machine sleeps; milliseconds. */
  readonly now?: () => number;
};

type Loss = 'offline' | 'signed-out' | 'outdated';

/** For a reconnection that nobody has seen yet: the browser may have used a connection that is dead, too. */
const UNSEEN_SILENCE_MS = 2_000;
/** Reconnecting that takes longer is shown. */
const UNSEEN_MS = 6_000;
/** Connections that end sooner than this after one another are a server that is away. */
const UNSEEN_EVERY_MS = 5_000;

/**
 * The one live stream of all collections: reconnects for as long as `signal` lives, at once and unseen when a connection
 * that worked has ended, as it does when its token expires and whenever the machine wakes.
 */
export const followStream = async (parts: StreamParts): Promise<void> => {
  const now = parts.now ?? Date.now;
  let connection: Watchdog | undefined;
  /** As the caller sees it. */
  let isOnline = false;
  let isWoken = false;
  let unseenAt = Number.NEGATIVE_INFINITY;
  let showing: ReturnType<typeof setTimeout> | undefined;

  const lose = (reason: Loss): void => {
    clearTimeout(showing);
    isOnline = false;
    if (!parts.signal.aborted) parts.onLost(reason);
  };
  const stopWatching = watchWaking({
    now,
    onSign: (sign) => {
      isWoken = true;
      connection?.suspect(sign);
      parts.backoff.wake();
      parts.onWake?.();
    },
  });

  while (!parts.signal.aborted) {
    connection = createWatchdog(now, isOnline ? UNSEEN_SILENCE_MS : ANSWER_MS);
    isWoken = false;
    let wasReady = false;
    const onEvent = (event: StreamEvent): void => {
      if (event.type === 'ready') {
        clearTimeout(showing);
        wasReady = true;
        isOnline = true;
      }
      parts.onEvent(event);
    };
    const end = await readUntilEnd({ ...parts, onEvent }, connection);
    const elapsed = performance.now() - unseenAt;
    if (!isFinal(end) && wasReady && elapsed > UNSEEN_EVERY_MS) {
      unseenAt = performance.now();
      showing = setTimeout(() => lose('offline'), UNSEEN_MS);
    } else if (end !== 'silent' || !isOnline || wasReady) {
      lose(isFinal(end) ? end : 'offline');
      if (!isWoken) await parts.backoff.wait(parts.signal);
    }
  }
  clearTimeout(showing);
  stopWatching();
};

type End = 'ended' | 'silent' | 'signed-out' | 'outdated';

/** Ends that trying again at once does not change. */
const isFinal = (end: End): end is 'signed-out' | 'outdated' => end === 'signed-out' || end === 'outdated';

const readUntilEnd = async (parts: StreamParts, connection: Watchdog): Promise<End> => {
  try {
    await read(parts, connection);
    return 'ended';
  } catch (error) {
    if (hasCode(error, 'auth.required')) return 'signed-out';
    if (hasCode(error, 'client.outdated')) return 'outdated';
    return connection.signal.aborted ? 'silent' : 'ended';
  } finally {
    connection.stop();
  }
};

const read = async (parts: StreamParts, connection: Watchdog): Promise<void> => {
  const signal = AbortSignal.any([parts.signal, connection.signal]);
  const asked = parts.fetch('/sync/v1/stream', { headers: { accept: 'text/event-stream' }, signal });
  const response = await orAborted(asked, signal);
  if (!response.ok || !response.body) throw await failureOf(response);
  const parser = createParser({ onEvent: ({ data }) => parts.onEvent(streamEventSchema.parse(JSON.parse(data))) });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    connection.heard();
    parser.feed(value);
  }
};

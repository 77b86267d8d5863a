import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { type StreamEvent, streamEventSchema } from '@inbetwin/shared/contracts/sync.ts';
import { createParser } from 'eventsource-parser';
import { failureOf } from './answer-failure.ts';
import type { Backoff } from './backoff.ts';
import { type WakeSign, watchWaking } from './wake-watch.ts';

export type StreamParts = {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
  /** `ready` comes again after every reconnection: what was missed in between must be pulled. */
  readonly onEvent: (event: StreamEvent) => void;
  /** The server is away. Not told of a connection that ended and could be made anew at once. */
  readonly onLost: (reason: Loss) => void;
  /** The wall clock, which goes on while the machine sleeps; milliseconds. */
  readonly now?: () => number;
};

type Loss = 'offline' | 'signed-out' | 'outdated';

/** The server sends a heartbeat every 10 s; a connection that is silent for longer than this is dead. */
const SILENCE_MS = 25_000;
/** The same after a sign that the machine slept or the network changed. */
const SUSPICIOUS_SILENCE_MS = 15_000;
/** The same for a reconnection that nobody has seen yet: the browser may have used a connection that is dead, too. */
const UNSEEN_SILENCE_MS = 2_000;
const CHECK_MS = 500;
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
    },
  });

  while (!parts.signal.aborted) {
    connection = createWatchdog(now, isOnline ? UNSEEN_SILENCE_MS : SILENCE_MS);
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
  const response = await parts.fetch('/sync/v1/stream', { headers: { accept: 'text/event-stream' }, signal });
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

/** Ends a connection on which nothing is heard any more. */
type Watchdog = {
  readonly signal: AbortSignal;
  heard(): void;
  suspect(sign: WakeSign): void;
  stop(): void;
};

/** By the wall clock, which goes on while the machine sleeps, and by the steady one, which nobody can put back. */
const createWatchdog = (now: () => number, firstLimit: number): Watchdog => {
  const controller = new AbortController();
  let limit = firstLimit;
  let last = { wall: now(), steady: performance.now() };
  const bite = (): void => controller.abort(new Error('The connection is dead.'));
  const check = (): void => {
    if (Math.max(now() - last.wall, performance.now() - last.steady) > limit) bite();
  };
  const checking = setInterval(check, CHECK_MS);
  return {
    signal: controller.signal,
    heard: () => {
      limit = SILENCE_MS;
      last = { wall: now(), steady: performance.now() };
    },
    suspect: ({ certain }) => {
      if (certain) bite();
      limit = Math.min(limit, SUSPICIOUS_SILENCE_MS);
      check();
    },
    stop: () => clearInterval(checking),
  };
};

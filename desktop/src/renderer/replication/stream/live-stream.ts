import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { OLDEST_SYNC_VERSION, type StreamEvent, streamEventSchema } from '@inbetwin/shared/contracts/sync.ts';
import type { Backoff } from '@inbetwin/shared/timing/backoff.ts';
import { createParser } from 'eventsource-parser';
import { failureOf } from '../answer-failure.ts';
import { watchWaking } from './wake-watch.ts';
import { ANSWER_MS, createWatchdog, orAborted, type Watchdog } from './watchdog.ts';

/** What the live stream depends on. */
export type StreamParts = {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
  /** `ready` is repeated after every reconnection; changes missed in between must be pulled. */
  readonly onEvent: (event: StreamEvent) => void;
  /** The server is unreachable. Not called if a connection ended and could be replaced immediately. */
  readonly onLost: (reason: Loss) => void;
  /** The machine woke up, the network is back, or the page became visible. */
  readonly onWake?: () => void;
  /** The wall clock in ms, which keeps running while the machine sleeps. */
  readonly now?: () => number;
};

type Loss = 'offline' | Final;

/** Timeout of a silent reconnection, because the browser may have reused a dead connection. */
const UNSEEN_SILENCE_MS = 2_000;
/** A reconnection that takes longer than this is shown. */
const UNSEEN_MS = 6_000;
/** If successive connections end within this time, the server counts as unreachable. */
const UNSEEN_EVERY_MS = 5_000;

/**
 * Follows the live stream of all collections and reconnects until `signal` aborts. When a working connection ends, as it does when its
 * token expires or the machine wakes up, it reconnects immediately and silently.
 */
export const followStream = async (parts: StreamParts): Promise<void> => {
  const now = parts.now ?? Date.now;
  let connection: Watchdog | undefined;
  /** The state that the caller was told. */
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

/** What an immediate retry cannot change. */
type Final = 'signed-out' | 'outdated' | 'server-outdated';
type End = 'ended' | 'silent' | Final;

const isFinal = (end: End): end is Final => end !== 'ended' && end !== 'silent';

const readUntilEnd = async (parts: StreamParts, connection: Watchdog): Promise<End> => {
  try {
    await read(parts, connection);
    return 'ended';
  } catch (error) {
    if (hasCode(error, 'auth.required')) return 'signed-out';
    if (hasCode(error, 'client.outdated')) return 'outdated';
    if (error instanceof ServerOutdated) return 'server-outdated';
    return connection.signal.aborted ? 'silent' : 'ended';
  } finally {
    connection.stop();
  }
};

/** The server would misread what this program sends. */
class ServerOutdated extends Error {}

const read = async (parts: StreamParts, connection: Watchdog): Promise<void> => {
  const refusal = new AbortController();
  const signal = AbortSignal.any([parts.signal, connection.signal, refusal.signal]);
  const onEvent = (event: StreamEvent): void => {
    const isServed = event.type !== 'ready' || (event.version ?? 0) >= OLDEST_SYNC_VERSION;
    if (!isServed) refusal.abort(new ServerOutdated('The server is older than this program.'));
    else if (!signal.aborted) parts.onEvent(event);
  };
  const asked = parts.fetch('/sync/v1/stream', { headers: { accept: 'text/event-stream' }, signal });
  const response = await orAborted(asked, signal);
  if (!response.ok || !response.body) throw await failureOf(response);
  const parser = createParser({ onEvent: ({ data }) => onEvent(streamEventSchema.parse(JSON.parse(data))) });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    connection.heard();
    parser.feed(value);
  }
};

import { Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { type StreamEvent, streamEventSchema } from '@inbetwin/shared/contracts/sync.ts';
import { createParser } from 'eventsource-parser';
import type { Backoff } from './backoff.ts';

export type StreamParts = {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
  readonly onEvent: (event: StreamEvent) => void;
  readonly onLost: (reason: 'offline' | 'signed-out') => void;
};

/** The server sends at least a heartbeat every 15 s; a connection that is silent for longer than this is dead. */
const SILENCE_MS = 40_000;

/** The one live stream of all collections: reconnects for as long as `signal` lives. */
export const followStream = async (parts: StreamParts): Promise<void> => {
  while (!parts.signal.aborted) {
    try {
      await readOnce(parts);
      parts.onLost('offline');
    } catch (error) {
      if (!parts.signal.aborted) parts.onLost(hasCode(error, 'auth.required') ? 'signed-out' : 'offline');
    }
    await parts.backoff.wait(parts.signal);
  }
};

const readOnce = async (parts: StreamParts): Promise<void> => {
  const silence = createWatchdog(SILENCE_MS);
  const signal = AbortSignal.any([parts.signal, silence.signal]);
  try {
    const response = await parts.fetch('/sync/v1/stream', { headers: { accept: 'text/event-stream' }, signal });
    if (!response.ok || !response.body) {
      throw new Failure('server.error', `The stream answered ${response.status}.`, 'It is tried again.');
    }
    const parser = createParser({ onEvent: ({ data }) => parts.onEvent(streamEventSchema.parse(JSON.parse(data))) });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      silence.feed();
      parser.feed(value);
    }
  } finally {
    silence.stop();
  }
};

const createWatchdog = (limitMs: number) => {
  const controller = new AbortController();
  const bite = (): void => controller.abort(new Error(`Nothing was heard for ${limitMs} ms.`));
  let timer = setTimeout(bite, limitMs);
  return {
    signal: controller.signal,
    feed: () => {
      clearTimeout(timer);
      timer = setTimeout(bite, limitMs);
    },
    stop: () => clearTimeout(timer),
  };
};

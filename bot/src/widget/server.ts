import { createParser } from 'eventsource-parser';
import {
  type History,
  historySchema,
  type NewFile,
  type NewMessage,
  type Receipt,
  type StreamEventName,
  streamEvents,
  VISITOR_HEADER,
} from './protocol.ts';

import { type SendBytes, sendBytes, type Upload } from './upload.ts';

/** A request failed, either for good (`refused`: the server rejects the message) or temporarily. */
export class RequestFailed extends Error {
  readonly refused: boolean;

  constructor(refused: boolean) {
    super(refused ? 'refused' : 'unreachable');
    this.refused = refused;
  }
}

/** A stream without any data for this long is considered dead; the server sends a keep-alive every 15 s. */
const SILENCE_MS = 40_000;
const REQUEST_MS = 20_000;
const FILE_MS = 300_000;

/** The chat's server connection; see `connectToServer`. */
export type ChatServer = ReturnType<typeof connectToServer>;

/** Connects to a team's chat routes; `base` is `/chat/<team>`. */
export const connectToServer = (base: string, visitor: string, send: SendBytes = sendBytes) => {
  const headers = { [VISITOR_HEADER]: visitor };
  return {
    /** Idempotent: sending the same id again has no effect. Throws `RequestFailed`. */
    send: async (message: NewMessage): Promise<void> => {
      const request = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' } };
      const response = await reach(`${base}/messages`, { ...request, body: JSON.stringify(message) });
      if (!response.ok) throw failureOf(response);
    },
    /** Idempotent. Throws `RequestFailed`. */
    remove: async (id: string): Promise<void> => {
      const response = await reach(`${base}/messages/${encodeURIComponent(id)}`, { method: 'DELETE', headers });
      if (!response.ok) throw failureOf(response);
    },
    /** Reports that the page has received or shown messages. Throws `RequestFailed`. */
    acknowledge: async (receipt: Receipt): Promise<void> => {
      const request = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' } };
      const response = await reach(`${base}/receipts`, { ...request, body: JSON.stringify(receipt) });
      if (!response.ok) throw failureOf(response);
    },
    /**
     * Uploads a file; sending the same id again is a no-op. Throws `RequestFailed`. A limit on files does not pass by itself, so it counts
     * as a refusal.
     */
    sendFile: async (
      { id, name, type = '' }: NewFile,
      upload: Pick<Upload, 'body' | 'signal' | 'onProgress'>,
    ): Promise<void> => {
      const query = new URLSearchParams({ id, name, type });
      const status = await send({ url: `${base}/files?${query}`, headers, ...upload });
      const passing = status === undefined || status === 408 || (status >= 500 && status !== 507);
      if (passing || status >= 400) throw new RequestFailed(!passing);
    },
    /** Reads one file at a time, because the server limits how many a visitor may read at once. Throws `RequestFailed`. */
    readFile: inTurn(async (path: string): Promise<Blob> => {
      const response = await reach(`${base}/${path}`, { headers }, FILE_MS);
      if (!response.ok) throw new RequestFailed(false);
      return response.blob();
    }),
    /** Throws `RequestFailed`. */
    history: async (before?: string): Promise<History> => {
      const query = before === undefined ? '' : `?${new URLSearchParams({ before })}`;
      const response = await reach(`${base}/messages${query}`, { headers });
      if (!response.ok) throw new RequestFailed(false);
      return historySchema.parse(await response.json());
    },
    /** Reports events until the stream ends for whatever reason. */
    listen: async (tell: (event: StreamEventName) => void, ended: AbortSignal): Promise<void> => {
      const silence = new AbortController();
      let timer = setTimeout(() => silence.abort(), SILENCE_MS);
      const signal = AbortSignal.any([ended, silence.signal]);
      const parser = createParser({
        onEvent: ({ event }) => {
          const known = streamEvents.find((name) => name === event);
          if (known) tell(known);
        },
      });
      try {
        const response = await fetch(`${base}/stream`, { headers, signal, cache: 'no-store' });
        if (!response.ok || !response.body) return;
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          clearTimeout(timer);
          timer = setTimeout(() => silence.abort(), SILENCE_MS);
          parser.feed(part.value);
        }
      } catch (error) {
        if (!isConnectionLoss(error)) throw error;
      } finally {
        clearTimeout(timer);
      }
    },
  };
};

const failureOf = ({ status }: Response): RequestFailed =>
  new RequestFailed(status < 500 && status !== 429 && status !== 408);

/** Serializes calls: each starts when those before it have ended. */
const inTurn = <Argument, Result>(work: (argument: Argument) => Promise<Result>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (argument: Argument): Promise<Result> => {
    const begin = () => work(argument);
    const turn = last.then(begin, begin);
    last = turn;
    return turn;
  };
};

const reach = async (url: string, request: RequestInit, milliseconds = REQUEST_MS): Promise<Response> => {
  try {
    return await fetch(url, { ...request, cache: 'no-store', signal: AbortSignal.timeout(milliseconds) });
  } catch (error) {
    if (isConnectionLoss(error)) throw new RequestFailed(false);
    throw error;
  }
};

/** `fetch` reports a lost connection as a TypeError, and an abort or a timeout as a DOMException. */
const isConnectionLoss = (error: unknown): boolean => error instanceof TypeError || error instanceof DOMException;

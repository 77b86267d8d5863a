import { type ErrorCode, Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { inParts } from '@inbetwin/shared/contracts/in-parts.ts';
import {
  type PullResponse,
  type PushRequest,
  type PushResponse,
  type pullRequestSchema,
  pullResponseSchema,
  pushResponseSchema,
} from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Backoff } from '@inbetwin/shared/timing/backoff.ts';
import { retryUntil } from '@inbetwin/shared/timing/retry-until.ts';
import type { z } from 'zod';
import { failureOf } from './answer-failure.ts';
import type { Gate } from './stream/gate.ts';
import { ANSWER_MS, createWatchdog, orAborted } from './stream/watchdog.ts';

type PullRequest = z.input<typeof pullRequestSchema>;
/** One changed document to push. */
export type SyncRow = PushRequest['rows'][number];

/** A page of documents; `bytes` is the size of the decoded response. */
export type PulledPage = PullResponse & { readonly bytes: number };

/**
 * The gateway's two operations. A pull of `ids` makes as many requests as needed to return all of them. Calls wait for the server as long
 * as it is unreachable, and never lose a row because of an error.
 */
export type GatewayClient = {
  pull(collection: ReplicatedCollection, from: Omit<PullRequest, 'collection'>): Promise<PulledPage>;
  push(collection: ReplicatedCollection, rows: readonly SyncRow[]): Promise<PushResponse>;
};

/** What the client depends on. */
export type GatewayParts = {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly gate: Gate;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
  /** Called after each response. */
  readonly onAnswer: () => void;
  /** Called with the error when the server is reachable but cannot serve, and with undefined when it can again. */
  readonly onProblem: (problem: Failure | undefined) => void;
  /** The wall clock in ms, which keeps running while the machine sleeps. */
  readonly now?: () => number;
};

/** What a single request depends on. */
export type OnceParts = Pick<GatewayParts, 'fetch' | 'signal' | 'now'>;

/** Makes one request that is not repeated. Rejects with a `Failure` of the server, or with what prevented the request. */
export const sendOnce = async <T>(
  parts: OnceParts,
  { path, body, schema }: { readonly path: string; readonly body: object; readonly schema: z.ZodType<T> },
): Promise<T> => schema.parse(JSON.parse((await attempt(parts, path, JSON.stringify(body))).text));

/** The slowest supported connection; a request must be uploaded before it can be answered. */
const SLOWEST_BYTES_PER_MS = 10;
/** Below the limit of common servers and proxies; a single row may be larger. */
const MAX_REQUEST_BYTES = 900_000;

/** Creates a client that retries with `backoff` and waits at `gate` while the server is unreachable. */
export const createGatewayClient = (parts: GatewayParts): GatewayClient => {
  /** Retries until the server returns a result or refuses permanently. */
  const call = <T>(path: string, body: string, schema: z.ZodType<T>): Promise<T & { readonly bytes: number }> => {
    const ask = async () => {
      await parts.gate.passed(parts.signal);
      const { text, bytes } = await attempt(parts, path, body);
      const result = schema.parse(JSON.parse(text));
      parts.onAnswer();
      parts.onProblem(undefined);
      return { ...result, bytes };
    };
    return retryUntil(parts.signal, ask, {
      backoff: parts.backoff,
      onFailed: (error) => {
        if (isFinal(error)) throw error;
        if (error instanceof Failure && !toldByStream(error)) parts.onProblem(error);
      },
    });
  };

  const pushBatch = async (collection: ReplicatedCollection, rows: readonly SyncRow[]): Promise<PushResponse> => {
    try {
      return await call('/sync/v1/push', JSON.stringify({ collection, rows }), pushResponseSchema);
    } catch (error) {
      const [row, ...others] = rows;
      if (!(error instanceof Failure) || !isFinal(error) || !row) throw error;
      if (others.length === 0) return { conflicts: [], refused: [refusalOf(row, error)] };
      // One invalid row must not block the others, so it is found by bisection.
      const half = Math.ceil(rows.length / 2);
      return joinAnswers([
        await pushBatch(collection, rows.slice(0, half)),
        await pushBatch(collection, rows.slice(half)),
      ]);
    }
  };

  const pull: GatewayClient['pull'] = async (collection, from) => {
    const page = await call('/sync/v1/pull', JSON.stringify({ collection, ...from }), pullResponseSchema);
    if (!page.rest?.length) return page;
    const { documents, bytes } = await pull(collection, { ...from, ids: page.rest });
    return { ...page, documents: [...page.documents, ...documents], bytes: page.bytes + bytes };
  };

  return {
    pull,
    push: async (collection, rows) => {
      const answers: PushResponse[] = [];
      for (const batch of inParts(rows, oneRequest)) answers.push(await pushBatch(collection, batch));
      return joinAnswers(answers);
    },
  };
};

type Answer = { readonly text: string; readonly bytes: number };

/** Makes one request and reads the whole response, which may take long as long as data keeps arriving. */
const attempt = async (parts: OnceParts, path: string, body: string): Promise<Answer> => {
  const watchdog = createWatchdog(parts.now ?? Date.now, ANSWER_MS + body.length / SLOWEST_BYTES_PER_MS);
  const signal = AbortSignal.any([parts.signal, watchdog.signal]);
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal };
  try {
    const response = await orAborted(parts.fetch(path, init), signal);
    watchdog.heard();
    if (!response.ok) throw await failureOf(response);
    return await readWhole(response, watchdog.heard);
  } catch (error) {
    throw watchdog.signal.aborted ? silent(error) : error;
  } finally {
    watchdog.stop();
  }
};

const readWhole = async (response: Response, heard: () => void): Promise<Answer> => {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    heard();
    bytes += part.value.byteLength;
    text += decoder.decode(part.value, { stream: true });
  }
  return { text: text + decoder.decode(), bytes };
};

const silent = (cause: unknown): Failure =>
  new Failure('server.silent', 'The server took the request and did not answer.', 'It is tried again.', { cause });

const oneRequest = {
  room: MAX_REQUEST_BYTES,
  sizeOf: (row: SyncRow): number => new TextEncoder().encode(JSON.stringify(row)).length,
};

const joinAnswers = (answers: readonly PushResponse[]): PushResponse => ({
  conflicts: answers.flatMap(({ conflicts }) => conflicts),
  refused: answers.flatMap(({ refused }) => refused),
});

const refusalOf = (row: SyncRow, { code, message }: Failure) => ({
  id: row.newDocumentState.id,
  code,
  reason: message,
});

/** Codes that refuse the content itself; any other error may be temporary. */
const finalCodes: readonly ErrorCode[] = [
  'request.malformed',
  'request.invalid',
  'request.too_large',
  'document.too_large',
  'document.invalid',
  'document.forbidden',
  'auth.forbidden',
];

/** The sync status already shows these errors. */
const toldByStream = ({ code }: Failure): boolean => code === 'auth.required' || code === 'client.outdated';

const isFinal = (error: unknown): boolean => finalCodes.some((code) => hasCode(error, code));

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
import type { z } from 'zod';
import { failureOf } from './answer-failure.ts';
import type { Backoff } from './backoff.ts';
import type { Gate } from './stream/gate.ts';
import { ANSWER_MS, createWatchdog, orAborted } from './stream/watchdog.ts';

type PullRequest = z.input<typeof pullRequestSchema>;
export type SyncRow = PushRequest['rows'][number];

/** `bytes`: of the answer as it was parsed. */
export type PulledPage = PullResponse & { readonly bytes: number };

/**
 * The gateway's two calls. A pull of `ids` answers all of them, with as many requests as that takes. They wait for the server however long it is
 * away, and never lose a row to an error.
 */
export type GatewayClient = {
  pull(collection: ReplicatedCollection, from: Omit<PullRequest, 'collection'>): Promise<PulledPage>;
  push(collection: ReplicatedCollection, rows: readonly SyncRow[]): Promise<PushResponse>;
};

export type GatewayParts = {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly gate: Gate;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
  /** Called after each answer. */
  readonly onAnswer: () => void;
  /** The server is there and says why it cannot; undefined: it can again. */
  readonly onProblem: (problem: Failure | undefined) => void;
  /** The wall clock, which goes on while the machine sleeps; milliseconds. */
  readonly now?: () => number;
};

/** The slowest line that is waited for: what is sent must have left before anybody can answer. */
const SLOWEST_BYTES_PER_MS = 10;
/** Below what servers and proxies commonly accept; a single row may be larger. */
const MAX_REQUEST_BYTES = 900_000;

export const createGatewayClient = (parts: GatewayParts): GatewayClient => {
  /** The whole answer, which may take its time as long as something of it comes. */
  const attempt = async (path: string, body: string): Promise<Answer> => {
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

  /** Tries until the server answers with a result or refuses for good. */
  const call = async <T>(path: string, body: string, schema: z.ZodType<T>): Promise<T & { readonly bytes: number }> => {
    for (;;) {
      await parts.gate.passed(parts.signal);
      try {
        const { text, bytes } = await attempt(path, body);
        const result = schema.parse(JSON.parse(text));
        parts.backoff.reset();
        parts.onAnswer();
        parts.onProblem(undefined);
        return { ...result, bytes };
      } catch (error) {
        parts.signal.throwIfAborted();
        if (isFinal(error)) throw error;
        if (error instanceof Failure && !toldByStream(error)) parts.onProblem(error);
        await parts.backoff.wait(parts.signal, error instanceof Failure ? (error.retryAfter ?? 0) * 1000 : 0);
      }
    }
  };

  const pushBatch = async (collection: ReplicatedCollection, rows: readonly SyncRow[]): Promise<PushResponse> => {
    try {
      return await call('/sync/v1/push', JSON.stringify({ collection, rows }), pushResponseSchema);
    } catch (error) {
      const [row, ...others] = rows;
      if (!(error instanceof Failure) || !isFinal(error) || !row) throw error;
      if (others.length === 0) return { conflicts: [], refused: [refusalOf(row, error)] };
      // One bad row must not hold up its neighbours: find it by halving.
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

/** Refusals of the content itself; everything else may pass later. */
const finalCodes: readonly ErrorCode[] = [
  'request.malformed',
  'request.invalid',
  'request.too_large',
  'document.too_large',
  'document.invalid',
  'document.forbidden',
  'auth.forbidden',
];

/** The status says it already. */
const toldByStream = ({ code }: Failure): boolean => code === 'auth.required' || code === 'client.outdated';

const isFinal = (error: unknown): boolean => finalCodes.some((code) => hasCode(error, code));

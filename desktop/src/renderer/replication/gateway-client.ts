import { type ErrorCode, Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import {
  type PullResponse,
  type PushRequest,
  type PushResponse,
  pullResponseSchema,
  pushResponseSchema,
  type SyncCheckpoint,
} from '@inbetwin/shared/contracts/sync.ts';
import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import type { z } from 'zod';
import { failureOf } from './answer-failure.ts';
import type { Backoff } from './backoff.ts';
import type { Gate } from './gate.ts';

export type SyncRow = PushRequest['rows'][number];

/** `bytes`: of the answer as it was parsed. */
export type PulledPage = PullResponse & { readonly bytes: number };

/** The gateway's two calls. They wait for the server however long it is away, and never lose a row to an error. */
export type GatewayClient = {
  pull(collection: CollectionName, checkpoint: SyncCheckpoint | null, limit: number): Promise<PulledPage>;
  push(collection: CollectionName, rows: readonly SyncRow[]): Promise<PushResponse>;
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
};

const REQUEST_TIMEOUT_MS = 60_000;
/** Below what servers and proxies commonly accept; a single row may be larger. */
const MAX_REQUEST_BYTES = 900_000;

export const createGatewayClient = (parts: GatewayParts): GatewayClient => {
  const attempt = async (path: string, body: string): Promise<Response> => {
    const signal = AbortSignal.any([parts.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal };
    return parts.fetch(path, init);
  };

  /** Tries until the server answers with a result or refuses for good. */
  const call = async <T>(path: string, body: string, schema: z.ZodType<T>): Promise<T & { readonly bytes: number }> => {
    for (;;) {
      await parts.gate.passed(parts.signal);
      try {
        const response = await attempt(path, body);
        if (!response.ok) throw await failureOf(response);
        const bytes = await response.arrayBuffer();
        const result = schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
        parts.backoff.reset();
        parts.onAnswer();
        parts.onProblem(undefined);
        return { ...result, bytes: bytes.byteLength };
      } catch (error) {
        parts.signal.throwIfAborted();
        if (isFinal(error)) throw error;
        if (error instanceof Failure && !toldByStream(error)) parts.onProblem(error);
        await parts.backoff.wait(parts.signal);
      }
    }
  };

  const pushBatch = async (collection: CollectionName, rows: readonly SyncRow[]): Promise<PushResponse> => {
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

  return {
    pull: (collection, checkpoint, limit) =>
      call('/sync/v1/pull', JSON.stringify({ collection, checkpoint, limit }), pullResponseSchema),
    push: async (collection, rows) => {
      const answers: PushResponse[] = [];
      for (const batch of batchesOf(rows)) answers.push(await pushBatch(collection, batch));
      return joinAnswers(answers);
    },
  };
};

/** Consecutive rows that fit into one request together. */
const batchesOf = (rows: readonly SyncRow[]): readonly (readonly SyncRow[])[] => {
  const batches: SyncRow[][] = [];
  let room = 0;
  for (const row of rows) {
    const size = new TextEncoder().encode(JSON.stringify(row)).length;
    if (size > room) {
      batches.push([]);
      room = MAX_REQUEST_BYTES;
    }
    batches.at(-1)?.push(row);
    room -= size;
  }
  return batches;
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

import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { Embedder } from '@inbetwin/shared/search/vectors/embedder.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { type RetryLimits, retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { createRecentQueries } from '../recent-queries.ts';
import { embedEach } from './embed-each.ts';

/** Timing of queries and retries. */
export type EmbeddingTiming = RetryLimits & {
  /** How long a query waits for its vector before it falls back to full text, in milliseconds. */
  readonly queryMs: number;
  /** For how long after a timeout further queries do not wait at all, in milliseconds. */
  readonly queryRestMs: number;
};

/** The timing used in production. */
export const embeddingTiming: EmbeddingTiming = {
  queryMs: 1500,
  queryRestMs: 5000,
  firstRetryMs: 2000,
  longestRetryMs: 300_000,
};

/** One model at one endpoint, shared by all teams. */
export type EmbeddingEndpoint = {
  readonly model: string;
  readonly dimensions: number;
  /** Retries until the endpoint answers, however long that takes. A text that it refuses while accepting others gets zeros. */
  embedPassages(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
  /** Throws a `model.*` failure if the endpoint is slow, and immediately while it is known to be down. */
  embedQuery(text: string, signal: AbortSignal): Promise<Float32Array>;
  /** Why the last request failed; undefined while the endpoint works. */
  failing(): Failure | undefined;
};

type EndpointOptions = {
  readonly embedder: Embedder;
  readonly log: Logger;
  readonly clock: MonotonicClock;
  readonly timing: EmbeddingTiming;
};

/** Wraps an embedder with retries, query timeouts, and a cache of recent queries. */
export const createEmbeddingEndpoint = ({ embedder, log, clock, timing }: EndpointOptions): EmbeddingEndpoint => {
  const { model, dimensions } = embedder;
  const recent = createRecentQueries();
  const health = createHealth({ embedder, log, clock, timing });
  let queriesRestUntil = 0;

  const embedOnce = async (texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> => {
    const { vectors, refused } = await embedEach(embedder, texts, signal);
    // Everything is refused and nothing was ever accepted, so the texts are not the problem.
    if (refused && refused.count === texts.length && !health.hasAnswered()) throw refused.failure;
    if (refused) log.warn({ model, texts: refused.count }, 'Texts were refused; full text alone finds them');
    health.succeeded();
    return vectors;
  };

  return {
    model,
    dimensions,
    failing: health.failing,
    embedPassages: async (texts, signal) => {
      for (;;) {
        await pause(Math.max(0, health.restsUntil() - clock()), signal);
        signal.throwIfAborted();
        try {
          return await embedOnce(texts, signal);
        } catch (error) {
          signal.throwIfAborted();
          if (!(error instanceof Failure)) throw error;
          health.failed(error);
        }
      }
    },
    embedQuery: async (text, signal) => {
      const known = recent.get(text);
      if (known) return known;
      if (clock() < Math.max(queriesRestUntil, health.restsUntil())) throw health.failing() ?? tooSlow();
      const limit = AbortSignal.timeout(timing.queryMs);
      try {
        const [vector] = await embedder.embed([text], AbortSignal.any([signal, limit]));
        health.succeeded();
        return recent.add(text, vector ?? new Float32Array(dimensions));
      } catch (error) {
        signal.throwIfAborted();
        if (limit.aborted) {
          // Passages, which are not urgent, may still be embedded.
          queriesRestUntil = clock() + timing.queryRestMs;
          throw tooSlow();
        }
        if (error instanceof Failure && error.code !== 'model.refused') health.failed(error);
        throw error;
      }
    },
  };
};

/** Whether the endpoint works, and how long it is left alone after failures. */
const createHealth = ({ embedder: { model }, log, clock, timing }: EndpointOptions) => {
  let failures = 0;
  let failure: Failure | undefined;
  let restsUntil = 0;
  let hasAnswered = false;
  return {
    hasAnswered: () => hasAnswered,
    failing: () => failure,
    restsUntil: () => restsUntil,
    succeeded: (): void => {
      if (failure) log.info({ model }, 'The embedding model answers again');
      hasAnswered = true;
      failures = 0;
      failure = undefined;
      restsUntil = 0;
    },
    failed: (caught: Failure): void => {
      failures += 1;
      failure = caught;
      const delay = Math.max(retryDelay(timing, { failures, error: caught }), (caught.retryAfter ?? 0) * 1000);
      restsUntil = clock() + delay;
      const { code, message, hint } = caught;
      log.warn({ model, code, hint, failures, delay: Math.round(delay) }, message);
    },
  };
};

const tooSlow = (): Failure =>
  new Failure('model.unavailable', 'The embedding model is too slow for queries.', 'Try a faster model or endpoint.');

import { Failure } from '../contracts/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { ModelProvider, ModelRequest } from './model.ts';

export type ModelFailure = { readonly model: string; readonly agent: string; readonly failure: Failure };

export type FallbackOptions = {
  readonly clock: Clock;
  /** Told of every failure that the fallback makes up for, so that it can be logged. */
  readonly onFailure?: ((failed: ModelFailure) => void) | undefined;
  /** Failures in a row after which the primary is left alone for a while. */
  readonly threshold?: number;
  /** How long it is left alone; milliseconds. */
  readonly pauseMs?: number;
};

/**
 * Asks the primary model, and the fallback when it fails, times out or answers nonsense. `reply.model` tells which one
 * answered. A request that its caller called off is not answered at all.
 */
export const withFallback = (
  primary: ModelProvider,
  fallback: ModelProvider,
  { clock, onFailure, threshold = 3, pauseMs = 30_000 }: FallbackOptions,
): ModelProvider => {
  const breaker = createBreaker(clock, threshold, pauseMs);
  return {
    name: primary.name,
    complete: async (request) => {
      if (!breaker.lets()) return fallback.complete(request);
      try {
        const reply = await primary.complete(request);
        breaker.succeeded();
        return reply;
      } catch (error) {
        const failure = failureOf(error, request);
        if (failure.code === 'model.unavailable') breaker.failed();
        onFailure?.({ model: primary.name, agent: request.agent, failure });
        return fallback.complete(request);
      }
    },
  };
};

/** Throws what is no failure of the model: the caller's own abort, and a fault in our code. */
const failureOf = (error: unknown, { signal }: ModelRequest): Failure => {
  signal.throwIfAborted();
  if (error instanceof Failure && (error.code === 'model.unavailable' || error.code === 'model.bad_reply'))
    return error;
  throw error;
};

/** Opens after `threshold` failures in a row; after `pauseMs` lets one request through to try, and closes when it succeeds. */
const createBreaker = (clock: Clock, threshold: number, pauseMs: number) => {
  let failures = 0;
  let restsUntil = 0;
  return {
    lets: (): boolean => {
      if (failures < threshold) return true;
      if (clock() < restsUntil) return false;
      restsUntil = clock() + pauseMs;
      return true;
    },
    succeeded: (): void => {
      failures = 0;
    },
    failed: (): void => {
      failures += 1;
      restsUntil = clock() + pauseMs;
    },
  };
};

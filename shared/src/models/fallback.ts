import { type ErrorCode, Failure } from '../contracts/errors.ts';
import type { MonotonicClock } from '../ports/clock.ts';
import { createBreaker } from '../timing/breaker.ts';
import type { ModelProvider, ModelRequest } from './model.ts';

export type ModelFailure = { readonly model: string; readonly agent: string; readonly failure: Failure };

export type FallbackOptions = {
  readonly clock: MonotonicClock;
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
  const breaker = createBreaker({ threshold, pauseMs });
  return {
    name: primary.name,
    complete: async (request) => {
      if (!breaker.lets(clock())) return fallback.complete(request);
      const listener = createListener(request);
      try {
        const reply = await primary.complete(listener.request);
        breaker.succeeded();
        return reply;
      } catch (error) {
        const failure = failureOf(error, request);
        if (failure.code === 'model.unavailable') breaker.failed(clock());
        onFailure?.({ model: primary.name, agent: request.agent, failure });
        listener.restart();
        return fallback.complete(request);
      }
    },
  };
};

/** Throws what is no failure of the model: the caller's own abort, and a fault in our code. */
const failureOf = (error: unknown, { signal }: ModelRequest): Failure => {
  signal.throwIfAborted();
  if (error instanceof Failure && ofModels.has(error.code)) return error;
  throw error;
};

const ofModels = new Set<ErrorCode>(['model.unavailable', 'model.refused', 'model.bad_reply']);

/** Whoever reads along with a model that fails is told that another begins anew. */
const createListener = (request: ModelRequest) => {
  const { onText, onRestart } = request;
  let told = false;
  const listening: ModelRequest = {
    ...request,
    onText:
      onText &&
      ((delta) => {
        told = true;
        onText(delta);
      }),
    onRestart: () => {
      told = false;
      onRestart?.();
    },
  };
  return { request: listening, restart: () => told && onRestart?.() };
};

import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import { type ErrorCode, Failure } from '../../contracts/errors.ts';
import type { MonotonicClock } from '../../ports/clock.ts';
import { attemptRepeatedly, createRetryBudget, TransientFailure } from '../retries.ts';

export type EndpointSettings = {
  /** Endpoints on the operator's own machine need no key. */
  readonly apiKey?: string | undefined;
  /** Any endpoint that speaks the same protocol: vLLM, Ollama, llama.cpp. */
  readonly baseUrl?: string | undefined;
  /** Time limit for one complete answer including retries, in milliseconds. */
  readonly timeoutMs: number;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Only differences between its readings are used. */
  readonly clock?: MonotonicClock | undefined;
  readonly random?: (() => number) | undefined;
};

/** The wording of an endpoint's failures. */
export type EndpointWords = {
  /** The subject of a sentence. */
  readonly name: string;
  /** How the operator knows a setting. */
  readonly fieldName: (field: string) => string;
  /** The message and hint for a request that the endpoint cannot process (status 400, 413, 422). */
  readonly refused: { readonly code: ErrorCode; readonly hint: string };
};

export type OpenAiEndpoint = {
  readonly client: OpenAI;
  /**
   * Makes attempts within the limits of `patience`; whatever they throw becomes a `Failure`. Rejects with the reason of `caller` when that
   * aborts.
   */
  ask<T>(attempt: (signal: AbortSignal) => Promise<T>, caller: AbortSignal): Promise<T>;
};

export const createOpenAiEndpoint = (settings: EndpointSettings, words: EndpointWords): OpenAiEndpoint => {
  const { timeoutMs, clock = () => performance.now(), random = Math.random } = settings;
  const budget = createRetryBudget(clock);
  return {
    client: createClient(settings),
    ask: (attempt, caller) => {
      const translated = async (signal: AbortSignal) => {
        try {
          return await attempt(signal);
        } catch (error) {
          throw failureOf(error, signal, words);
        }
      };
      return attemptRepeatedly(translated, { budget, timeoutMs, signal: caller, clock, random });
    },
  };
};

const createClient = ({ apiKey, baseUrl, timeoutMs, fetch = globalThis.fetch }: EndpointSettings): OpenAI =>
  new OpenAI({
    apiKey: apiKey || 'none',
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    // Set explicitly, so that environment variables cannot add headers of a different account.
    organization: null,
    project: null,
    // We retry ourselves, within a budget, and our signal enforces the time limit.
    maxRetries: 0,
    timeout: 2 * timeoutMs,
    logLevel: 'off',
    fetch,
  });

/** The endpoint's own message is left out, because some repeat the key that they refuse. `signal` is that of the attempt. */
const failureOf = (error: unknown, signal: AbortSignal, words: EndpointWords): Failure => {
  if (signal.aborted || error instanceof APIUserAbortError) {
    return new Failure('model.unavailable', `${words.name} did not answer in time.`, 'Try a faster model or endpoint.');
  }
  if (error instanceof Failure) return error;
  if (error instanceof APIConnectionError) {
    const hint = `Check ${words.fieldName('baseUrl')} and the network.`;
    return new TransientFailure('model.unavailable', `${words.name} cannot be reached.`, hint);
  }
  if (error instanceof APIError) return refusalOf(error, words);
  if (error instanceof SyntaxError) return notJson(words);
  return brokenConnection(words, error);
};

export const brokenConnection = ({ name }: EndpointWords, cause?: unknown): Failure =>
  new TransientFailure(
    'model.unavailable',
    `The connection to ${name.toLowerCase()} broke.`,
    'Check the network.',
    cause === undefined ? {} : { cause },
  );

export const notJson = ({ fieldName }: EndpointWords): Failure =>
  new Failure(
    'model.bad_reply',
    'The answer is not JSON.',
    `Check that ${fieldName('baseUrl')} leads to an endpoint of the OpenAI protocol.`,
  );

const refusalOf = (error: APIError, words: EndpointWords): Failure => {
  const status = Number(error.status ?? 0);
  const retryAfter = retryAfterOf(error.headers);
  const Kind = isTransient(error, status) ? TransientFailure : Failure;
  return new Kind(
    refusedStatuses.has(status) ? words.refused.code : 'model.unavailable',
    `${words.name} answered with status ${status}.`,
    hintOf(status, words),
    retryAfter === undefined ? {} : { retryAfter },
  );
};

/** An exhausted quota does not recover by retrying, and an endpoint may say itself that retrying is pointless. */
const isTransient = (error: APIError, status: number): boolean =>
  isTransientStatus(status) && error.code !== 'insufficient_quota' && error.headers?.get('x-should-retry') !== 'false';

const transientStatuses = new Set([408, 429, 500, 502, 503, 504, 529]);

export const isTransientStatus = (status: number): boolean => transientStatuses.has(status);

const refusedStatuses = new Set([400, 413, 422]);

const hintOf = (status: number, { fieldName, refused }: EndpointWords): string => {
  if (refusedStatuses.has(status)) return refused.hint;
  if (status === 401) return `Check ${fieldName('apiKey')}.`;
  if (status === 403) return `Check what ${fieldName('apiKey')} is allowed to do.`;
  if (status === 404) return `Check ${fieldName('model')} and ${fieldName('baseUrl')}.`;
  if (status === 429) return 'The quota is used up for now: wait or raise it.';
  return 'Try again later.';
};

/** In seconds, from `retry-after-ms`, or from `Retry-After` as seconds or as a date (RFC 9110, 10.2.3) by the endpoint's own clock. */
const retryAfterOf = (headers: Headers | undefined): number | undefined => {
  const told = headers?.get('retry-after') ?? '';
  const candidates = [
    Number.parseFloat(headers?.get('retry-after-ms') ?? '') / 1000,
    /^\s*[\d.]+\s*$/.test(told) ? Number.parseFloat(told) : Number.NaN,
    (Date.parse(told) - Date.parse(headers?.get('date') ?? '')) / 1000,
  ];
  return candidates.find((seconds) => Number.isFinite(seconds) && seconds >= 0);
};

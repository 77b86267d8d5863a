import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import { type ErrorCode, Failure } from '../contracts/errors.ts';

export type EndpointSettings = {
  /** Endpoints on one's own machine need none. */
  readonly apiKey?: string | undefined;
  /** Any endpoint that speaks the same protocol: vLLM, Ollama, llama.cpp. */
  readonly baseUrl?: string | undefined;
  /** For the whole of one answer, its repeats included; milliseconds. */
  readonly timeoutMs: number;
  readonly fetch?: typeof globalThis.fetch | undefined;
};

/** How an endpoint's failures are told: `name` begins a sentence, `settings` is what the settings' names begin with. */
export type EndpointWords = {
  readonly name: string;
  readonly settings: string;
  /** What a request that the endpoint cannot take (status 400, 413, 422) is called, and what it calls for. */
  readonly refused: { readonly code: ErrorCode; readonly hint: string };
};

const MAX_RETRIES = 2;

export const createOpenAiClient = ({
  apiKey,
  baseUrl,
  timeoutMs,
  fetch = globalThis.fetch,
}: EndpointSettings): OpenAI =>
  new OpenAI({
    apiKey: apiKey || 'none',
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    // Set here so that the process's environment cannot add headers of another account.
    organization: null,
    project: null,
    maxRetries: MAX_RETRIES,
    // Our own signal ends it: an attempt that runs into the limit is not repeated.
    timeout: 2 * timeoutMs,
    logLevel: 'off',
    fetch: refuseLongWaits(fetch, timeoutMs),
  });

/** A wait that outlasts half of our own time is not worth it: whoever asked decides what to do meanwhile. */
const refuseLongWaits =
  (fetch: typeof globalThis.fetch, timeoutMs: number): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    const seconds = retryAfterOf(response.headers);
    if (response.ok || seconds === undefined || seconds * 1000 <= timeoutMs / 2) return response;
    const headers = new Headers(response.headers);
    headers.set('x-should-retry', 'false');
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
  };

const retryAfterOf = (headers: Headers | undefined): number | undefined => {
  const seconds = Number.parseFloat(headers?.get('retry-after') ?? '');
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
};

/** The endpoint's own words are left out: some repeat the key that they refuse. `signal` is what the request ended with. */
export const failureOf = (error: unknown, signal: AbortSignal, words: EndpointWords): Failure => {
  if (error instanceof Failure) return error;
  const unavailable = (message: string, hint: string, cause?: unknown) =>
    new Failure('model.unavailable', message, hint, cause === undefined ? {} : { cause });
  if (signal.aborted || error instanceof APIUserAbortError) {
    return unavailable(`${words.name} did not answer in time.`, 'Try a faster model or endpoint.');
  }
  if (error instanceof APIConnectionError) {
    return unavailable(`${words.name} cannot be reached.`, `Check ${words.settings}_BASE_URL and the network.`);
  }
  if (error instanceof APIError) return refusalOf(error, words);
  if (error instanceof SyntaxError) {
    const hint = `Check that ${words.settings}_BASE_URL leads to an endpoint of the OpenAI protocol.`;
    return new Failure('model.bad_reply', 'The answer is not JSON.', hint);
  }
  return unavailable(`The connection to ${words.name.toLowerCase()} broke.`, 'Check the network.', error);
};

const refusalOf = (error: APIError, words: EndpointWords): Failure => {
  const status = Number(error.status ?? 0);
  const retryAfter = retryAfterOf(error.headers);
  return new Failure(
    refusedStatuses.has(status) ? words.refused.code : 'model.unavailable',
    `${words.name} answered with status ${status}.`,
    hintOf(status, words),
    retryAfter === undefined ? {} : { retryAfter },
  );
};

const refusedStatuses = new Set([400, 413, 422]);

const hintOf = (status: number, { settings, refused }: EndpointWords): string => {
  if (refusedStatuses.has(status)) return refused.hint;
  if (status === 401) return `Check ${settings}_API_KEY.`;
  if (status === 403) return `Check what ${settings}_API_KEY is allowed to do.`;
  if (status === 404) return `Check ${settings}_MODEL and ${settings}_BASE_URL.`;
  if (status === 429) return 'The quota is used up for now: wait or raise it.';
  return 'Try again later.';
};

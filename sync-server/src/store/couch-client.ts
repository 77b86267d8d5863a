import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import nano from 'nano';
import { z } from 'zod';

const TIMEOUT_MS = 60_000;

export type CouchRequest = {
  readonly database?: string;
  /** Behind the database's name, percent-encoded. */
  readonly path?: string;
  readonly method?: 'get' | 'post' | 'put' | 'delete';
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: object;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
};

/** CouchDB understood the request and refused it. */
export class CouchRefusal extends Failure {
  readonly status: number;
  /** CouchDB's own word, such as `no_usable_index`. */
  readonly error: string;

  constructor(status: number, error: string, reason: string) {
    super('store.unavailable', `CouchDB refused: ${status} ${error}: ${reason}`, 'See the server log of CouchDB.');
    this.status = status;
    this.error = error;
  }
}

export const isRefusal = (failure: unknown, ...statuses: readonly number[]): failure is CouchRefusal =>
  failure instanceof CouchRefusal && statuses.includes(failure.status);

export type CouchClient = {
  /** The parsed answer. Throws a `CouchRefusal` for 4xx, `store.full`, or `store.unavailable`. */
  request<S extends z.ZodType>(request: CouchRequest, schema: S): Promise<z.output<S>>;
  /** The bytes at this address, or undefined when there are none. */
  download(request: CouchRequest): Promise<Uint8Array | undefined>;
  upload(request: CouchRequest, bytes: Uint8Array): Promise<void>;
  /** Ends every request under way, and all that come. */
  close(): void;
};

/** `onUnavailable` is told of every request that got no answer: another server may be there afterwards. */
export const createCouchClient = (url: string, onUnavailable: () => void = () => undefined): CouchClient => {
  // Without this nano takes the last part of a path, as of a CouchDB behind a proxy, for a database.
  const config = { url, parseUrl: false };
  const server = nano(config);
  const closing = new AbortController();

  const signalOf = ({ signal, timeoutMs = TIMEOUT_MS }: CouchRequest): AbortSignal =>
    AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);

  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const failure = toFailure(error);
      if (!(failure instanceof CouchRefusal)) onUnavailable();
      throw failure;
    }
  };

  const fetchRaw = (request: CouchRequest, init: RequestInit): Promise<Response> => {
    const { address, headers } = splitCredentials(url);
    const target = `${address}/${request.database}/${request.path}`;
    return fetch(target, { ...init, headers, signal: signalOf(request) });
  };

  return {
    request: (request, schema) =>
      guard(async () => {
        const { database, path, method, query, body } = request;
        const options = {
          ...(database !== undefined && { db: database }),
          ...(path !== undefined && { path }),
          ...(method !== undefined && { method }),
          ...(query && { qs: query }),
          ...(body && { body }),
          signal: signalOf(request),
        };
        // A connection cut in the middle of an answer leaves nano with an empty string: the schema finds out.
        return schema.parse(await server.request(options));
      }),
    // nano ends the process when an attachment's connection is cut half-way (an unhandled rejection), so not through it.
    download: (request) =>
      guard(async () => {
        const response = await fetchRaw(request, {});
        if (response.status === 404) return undefined;
        if (!response.ok) throw await errorOf(response);
        return new Uint8Array(await response.arrayBuffer());
      }),
    upload: (request, bytes) =>
      guard(async () => {
        const response = await fetchRaw(request, { method: 'PUT', body: new Uint8Array(bytes) });
        if (!response.ok) throw await errorOf(response);
        await response.arrayBuffer();
      }),
    close: () => closing.abort(),
  };
};

const splitCredentials = (url: string) => {
  const { username, password, origin, pathname } = new URL(url);
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization = username && { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  return {
    address: `${origin}${pathname}`.replace(/\/+$/, ''),
    headers: { 'content-type': 'application/octet-stream', ...authorization },
  };
};

const answerSchema = z.object({
  statusCode: z.int(),
  error: z.string().default('unknown'),
  reason: z.string().default(''),
});

const errorOf = async (response: Response): Promise<z.output<typeof answerSchema>> => {
  const text = await response.text();
  const parsed = answerSchema.safeParse({ ...readObject(text), statusCode: response.status });
  return parsed.data ?? { statusCode: response.status, error: 'unknown', reason: text.slice(0, 200) };
};

const readObject = (text: string): object => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: text.slice(0, 200) };
    throw error;
  }
};

const toFailure = (cause: unknown): Failure => {
  if (cause instanceof Failure) return cause;
  const answer = answerSchema.safeParse(cause);
  if (answer.success) return refusal(answer.data);
  const text = cause instanceof z.ZodError ? 'its answer is not CouchDB’s or was cut' : reasonOf(cause);
  return new Failure('store.unavailable', `CouchDB does not answer: ${text}.`, 'Check COUCHDB_URL and the network.', {
    cause,
  });
};

/** nano puts a sentence of its own before the reason. */
const reasonOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).replace(/^(?:.* Reason: )?(?:\w*Error: )?/, '');

const refusal = ({ statusCode, error, reason }: z.output<typeof answerSchema>): Failure => {
  const text = `CouchDB answered ${statusCode} ${error}: ${reason}`;
  if (statusCode === 507 || /enospc|insufficient_storage/.test(`${error} ${reason}`)) {
    return new Failure('store.full', text, 'Free disk space on the CouchDB server; writing then works again.');
  }
  if (statusCode === 401 || statusCode === 403) {
    return new Failure('store.unavailable', text, 'Check the user and the password in COUCHDB_URL.');
  }
  if ((statusCode >= 500 && error !== 'error_saving_ddoc') || statusCode === 408 || statusCode === 429) {
    return new Failure('store.unavailable', text, 'CouchDB is busy or failing: try again in a moment.');
  }
  return new CouchRefusal(statusCode, error, reason);
};

import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import nano from 'nano';
import type { z } from 'zod';
import { CouchRefusal, errorOf, isOutage, toFailure } from './couch-failure.ts';
import { readCouchUrl } from './couch-url.ts';
import { createGate } from './gate.ts';

const ANSWER_MS = 60_000;
/** A node has 2,048 connections for everybody; when they are used up it answers nobody, and says nothing. */
const MAX_REQUESTS = 64;
/** A slow request is reported, and again after each further such time. */
const SLOW_MS = 10_000;

/** One HTTP request to CouchDB. */
export type CouchRequest = {
  /** The database name without the prefix. */
  readonly database?: string;
  /** The part after the database name, percent-encoded. */
  readonly path?: string;
  readonly method?: 'get' | 'post' | 'put' | 'delete';
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: object;
  readonly signal?: AbortSignal;
  /** Timeout for the complete answer; defaults to that of the `CouchLocation`. */
  readonly timeoutMs?: number;
  /** How long CouchDB is asked to hold its answer back, in a long poll. Milliseconds; added to the timeout. */
  readonly heldMs?: number;
};

/** How to reach CouchDB. */
export type CouchLocation = {
  /** May contain user and password, such as `http://admin:secret@127.0.0.1:5984`. */
  readonly url: string;
  /** Prepended to the name of every database, so that several inBeTwin servers can share one CouchDB. */
  readonly prefix?: string;
  /** Timeout for a complete answer; 60 s by default. */
  readonly timeoutMs?: number;
};

/** A client for CouchDB's HTTP API that checks every answer against a schema. */
export type CouchClient = {
  readonly prefix: string;
  /** Aborts when the client is closed. */
  readonly closed: AbortSignal;
  /** Resolves to the parsed answer. Throws `CouchRefusal` for an error answer, `store.unavailable` if there is no usable answer. */
  request<S extends z.ZodType>(request: CouchRequest, schema: S): Promise<z.output<S>>;
  /** Streams the bytes at this address; undefined when it does not exist. */
  download(request: CouchRequest): Promise<Download | undefined>;
  /** Uploads bytes; a `Blob` backed by a file is read while it is sent. */
  upload(request: CouchRequest, bytes: Uint8Array | Blob): Promise<void>;
  /** Aborts pending requests and rejects later ones. */
  close(): void;
};

/** A streamed answer. It must be closed even if it was not read. */
export type Download = {
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
};

/** A request that takes unusually long. */
export type SlowRequest = Pick<CouchRequest, 'database' | 'path' | 'method'> & { readonly waitedMs: number };

/** Callbacks about the state of the backend. */
export type CouchEvents = {
  /** CouchDB could not be reached; a different server may answer next time. */
  onUnavailable?(): void;
  /** A request has not been answered for long; it goes on. `waitedMs` is how long it has been under way. */
  onSlow?(request: SlowRequest): void;
  /** A write request finished; `failure` is set only if an outage prevented it, not if CouchDB refused what was asked. */
  onWrite?(failure?: Failure): void;
};

/** Creates a client for one CouchDB; credentials are taken from the URL and sent in a header. */
export const createCouchClient = (
  { url, prefix = '', timeoutMs: usualMs = ANSWER_MS }: CouchLocation,
  { onUnavailable, onSlow, onWrite }: CouchEvents = {},
): CouchClient => {
  const { address, authorization } = readCouchUrl(url);
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  // Without `parseUrl: false` nano takes the last segment of the path (a proxy's, for example) for a database name.
  const config = { url: address, headers, parseUrl: false };
  const server = nano(config);
  const closing = new AbortController();
  const gate = createGate(MAX_REQUESTS);

  const signalOf = ({ signal, timeoutMs = usualMs, heldMs = 0 }: CouchRequest): AbortSignal =>
    AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs + heldMs), ...(signal ? [signal] : [])]);

  /** Watches a request, including the time that it waits for its turn; returns a function that ends it. */
  const watch = ({ database = '', path = '', method = 'get', heldMs = 0 }: CouchRequest): (() => void) => {
    let waitedMs = 0;
    const timer = setInterval(() => {
      waitedMs += SLOW_MS;
      if (waitedMs > heldMs) onSlow?.({ database, path, method, waitedMs });
    }, SLOW_MS);
    return () => clearInterval(timer);
  };

  const guard = async <T>(request: CouchRequest, work: () => Promise<T>, isWrite = isWriting(request)): Promise<T> => {
    const unwatch = watch(request);
    try {
      if (closing.signal.aborted) throw new Failure('store.unavailable', 'The store is closed.', 'Start the server.');
      const answer = await gate(work);
      if (isWrite) onWrite?.();
      return answer;
    } catch (error) {
      const failure = toFailure(error);
      if (!(failure instanceof CouchRefusal) || failure.status >= 500) onUnavailable?.();
      if (isWrite && isOutage(failure)) onWrite?.(failure);
      throw failure;
    } finally {
      unwatch();
    }
  };

  const fetchRaw: FetchRaw = (request, init) => {
    const target = `${address}/${prefix}${request.database}/${request.path}`;
    const ofBytes = { ...headers, 'content-type': 'application/octet-stream' };
    return fetch(target, { ...init, headers: ofBytes, signal: signalOf(request) });
  };

  return {
    prefix,
    closed: closing.signal,
    request: (request, schema) =>
      guard(request, async () => {
        const { database, path, method, query, body } = request;
        const options = {
          ...(database !== undefined && { db: `${prefix}${database}` }),
          ...(path !== undefined && { path }),
          ...(method !== undefined && { method }),
          ...(query && { qs: query }),
          ...(body && { body }),
          signal: signalOf(request),
        };
        // When a connection breaks in the middle of an answer nano returns an empty string, which the schema rejects.
        return schema.parse(await server.request(options));
      }),
    // nano is bypassed here: if the connection of an attachment breaks, its unhandled rejection would end the process.
    download: (request) => guard(request, () => download(fetchRaw, request)),
    upload: (request, bytes) => guard(request, () => upload(fetchRaw, request, bytes), true),
    close: () => closing.abort(),
  };
};

type FetchRaw = (request: CouchRequest, init: RequestInit) => Promise<Response>;

const download = async (fetchRaw: FetchRaw, request: CouchRequest): Promise<Download | undefined> => {
  const ended = new AbortController();
  const response = await fetchRaw({ ...request, signal: ended.signal }, {});
  if (response.status === 404) return undefined;
  if (!response.ok) throw await errorOf(response);
  return {
    size: Number(response.headers.get('content-length')),
    bytes: bytesOf(response),
    close: async () => ended.abort(),
  };
};

const upload = async (fetchRaw: FetchRaw, request: CouchRequest, bytes: Uint8Array | Blob): Promise<void> => {
  const body = bytes instanceof Blob ? bytes : new Uint8Array(bytes);
  const response = await fetchRaw(request, { method: 'PUT', body });
  if (!response.ok) throw await errorOf(response);
  await response.arrayBuffer();
};

async function* bytesOf({ body }: Response): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body ?? []) yield chunk;
  } catch (error) {
    throw toFailure(error);
  }
}

/** CouchDB's queries are sent with POST too, so the method alone does not tell. */
const isWriting = ({ method = 'get', path }: CouchRequest): boolean =>
  method === 'put' || method === 'delete' || path === '_bulk_docs' || path === '_index';

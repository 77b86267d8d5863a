import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import nano from 'nano';
import type { z } from 'zod';
import { CouchRefusal, errorOf, isOutage, toFailure } from './couch-failure.ts';
import { readCouchUrl } from './couch-url.ts';

const ANSWER_MS = 60_000;

export type CouchRequest = {
  /** Its name without the prefix. */
  readonly database?: string;
  /** Behind the database's name, percent-encoded. */
  readonly path?: string;
  readonly method?: 'get' | 'post' | 'put' | 'delete';
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: object;
  readonly signal?: AbortSignal;
  /** How long the whole answer may take; as the location says when absent. */
  readonly timeoutMs?: number;
};

export type CouchLocation = {
  /** With user and password, such as `http://admin:secret@127.0.0.1:5984`. */
  readonly url: string;
  /** Put before the name of every database; several servers of inBeTwin may share one CouchDB under different ones. */
  readonly prefix?: string;
  /** How long a whole answer may take; 60 s when absent. */
  readonly timeoutMs?: number;
};

export type CouchClient = {
  readonly prefix: string;
  /** Aborts when the client is closed. */
  readonly closed: AbortSignal;
  /** The parsed answer. Throws a `CouchRefusal` for an answer that is an error, or `store.unavailable`. */
  request<S extends z.ZodType>(request: CouchRequest, schema: S): Promise<z.output<S>>;
  /** The bytes at this address as they come, or undefined when there are none. */
  download(request: CouchRequest): Promise<Download | undefined>;
  /** A file of the disk, as a `Blob`, is read while it is sent. */
  upload(request: CouchRequest, bytes: Uint8Array | Blob): Promise<void>;
  /** Ends every request under way, and all that come. */
  close(): void;
};

/** Must be closed, whether it was read or not. */
export type Download = {
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
};

export type CouchEvents = {
  /** CouchDB could not answer a request: another server may be there afterwards. */
  onUnavailable?(): void;
  /** A request that writes was made, or `failure` kept CouchDB from it; refusals of what was asked are neither. */
  onWrite?(failure?: Failure): void;
};

export const createCouchClient = (
  { url, prefix = '', timeoutMs: usualMs = ANSWER_MS }: CouchLocation,
  { onUnavailable, onWrite }: CouchEvents = {},
): CouchClient => {
  const { address, authorization } = readCouchUrl(url);
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  // Without `parseUrl: false` nano takes the last part of a path, as of a CouchDB behind a proxy, for a database.
  const config = { url: address, headers, parseUrl: false };
  const server = nano(config);
  const closing = new AbortController();

  const signalOf = ({ signal, timeoutMs = usualMs }: CouchRequest): AbortSignal =>
    AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);

  const guard = async <T>(isWrite: boolean, work: () => Promise<T>): Promise<T> => {
    try {
      if (closing.signal.aborted) throw new Failure('store.unavailable', 'The store is closed.', 'Start the server.');
      const answer = await work();
      if (isWrite) onWrite?.();
      return answer;
    } catch (error) {
      const failure = toFailure(error);
      if (!(failure instanceof CouchRefusal) || failure.status >= 500) onUnavailable?.();
      if (isWrite && isOutage(failure)) onWrite?.(failure);
      throw failure;
    }
  };

  const fetchRaw = (request: CouchRequest, init: RequestInit): Promise<Response> => {
    const target = `${address}/${prefix}${request.database}/${request.path}`;
    const ofBytes = { ...headers, 'content-type': 'application/octet-stream' };
    return fetch(target, { ...init, headers: ofBytes, signal: signalOf(request) });
  };

  return {
    prefix,
    closed: closing.signal,
    request: (request, schema) =>
      guard(isWriting(request), async () => {
        const { database, path, method, query, body } = request;
        const options = {
          ...(database !== undefined && { db: `${prefix}${database}` }),
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
      guard(false, async () => {
        const ended = new AbortController();
        const response = await fetchRaw({ ...request, signal: ended.signal }, {});
        if (response.status === 404) return undefined;
        if (!response.ok) throw await errorOf(response);
        return {
          size: Number(response.headers.get('content-length')),
          bytes: bytesOf(response),
          close: async () => ended.abort(),
        };
      }),
    upload: (request, bytes) =>
      guard(true, async () => {
        const response = await fetchRaw(request, {
          method: 'PUT',
          body: bytes instanceof Blob ? bytes : new Uint8Array(bytes),
        });
        if (!response.ok) throw await errorOf(response);
        await response.arrayBuffer();
      }),
    close: () => closing.abort(),
  };
};

async function* bytesOf({ body }: Response): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body ?? []) yield chunk;
  } catch (error) {
    throw toFailure(error);
  }
}

/** CouchDB has its queries posted too. */
const isWriting = ({ method = 'get', path }: CouchRequest): boolean =>
  method === 'put' || method === 'delete' || path === '_bulk_docs' || path === '_index';

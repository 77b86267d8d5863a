import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { FILES_PATH } from '@inbetwin/shared/contracts/files.ts';
import { SYNC_VERSION, SYNC_VERSION_HEADER } from '@inbetwin/shared/contracts/sync.ts';
import { createBreath } from '@inbetwin/shared/timing/breath.ts';
import { failureOf } from '../replication/answer-failure.ts';
import { ANSWER_MS, createWatchdog, orAborted } from '../replication/stream/watchdog.ts';
import type { Session } from '../session/create-session.ts';
import { encodeBody } from './encode-body.ts';

type FileFetchParts = {
  readonly session: Pick<Session, 'authorizedFetch' | 'snapshot'>;
  readonly signal: AbortSignal;
};

/** How long the page may be blocked by one step, in milliseconds. */
const SLICE_MS = 8;

/** The slowest supported connection; a request must be uploaded before it can be answered. */
const SLOWEST_BYTES_PER_MS = 10;

/**
 * A `fetch` for PouchDB that is bound to the current session, whose token is renewed automatically. Resolves to a complete response, and
 * rejects with a `Failure` for an error response.
 */
export const createFileFetch = ({ session, signal }: FileFetchParts) => {
  const owner = session.snapshot();
  return async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { pathname, search } = new URL(url);
    // PouchDB requests an id from the host, and derives one from the address if there is none.
    if (!pathname.startsWith(FILES_PATH)) return Response.json({});
    const { user, team } = session.snapshot();
    if (user?.id !== owner.user?.id || team?.id !== owner.team?.id) {
      throw new Failure('auth.required', 'The session of this workspace is over.', 'Sign in again.');
    }
    const response = await fetchWhole(pathname + search, init, { session, signal });
    if (!response.ok) throw await failureOf(response);
    return response;
  };
};

const fetchWhole = async (path: string, init: RequestInit, parts: FileFetchParts): Promise<Response> => {
  const { method = 'GET' } = init;
  // PouchDB sends JSON.
  const text = typeof init.body === 'string' ? init.body : '';
  const bytes = text.length;
  const watchdog = createWatchdog(Date.now, ANSWER_MS + bytes / SLOWEST_BYTES_PER_MS);
  const signal = AbortSignal.any([parts.signal, watchdog.signal]);
  const headers = {
    accept: 'application/json',
    [SYNC_VERSION_HEADER]: String(SYNC_VERSION),
    ...(bytes > 0 && { 'content-type': 'application/json' }),
  };
  try {
    const body = await encodeBody(text, createBreath(SLICE_MS, signal));
    const request = { method, headers, signal, ...(bytes > 0 && { body }) };
    const response = await orAborted(parts.session.authorizedFetch(path, request), signal);
    watchdog.heard();
    const whole = await readWhole(response, watchdog.heard);
    const type = response.headers.get('content-type');
    return new Response(whole, { status: response.status, headers: type === null ? {} : { 'content-type': type } });
  } finally {
    watchdog.stop();
  }
};

const readWhole = async (response: Response, heard: () => void): Promise<Blob> => {
  const reader = response.body?.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    heard();
    parts.push(part.value);
  }
  return new Blob(parts);
};

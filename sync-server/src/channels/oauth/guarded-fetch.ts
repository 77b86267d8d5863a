import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';

/** Maximum size of a response; those of token endpoints are far smaller. */
const MAX_ANSWER_BYTES = 256 * 1024;

type Sent = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: URLSearchParams;
};
type GuardedFetch = (url: string, sent: Sent) => Promise<Response>;

/**
 * `fetch` for small responses with host names resolved by `lookup`. Redirects are not followed, because they could lead to an address that
 * `lookup` has not checked. Rejects with the error of `lookup`, or with an `Error` if the response takes too long or is too large.
 */
export const createGuardedFetch =
  (lookup: LookupFunction | undefined, requestMs: number): GuardedFetch =>
  async (url, { method, headers, body }) => {
    const target = new URL(url);
    const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
    const signal = AbortSignal.timeout(requestMs);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    // A shared agent could reuse a connection that was opened with a different lookup.
    const request = send(target, { method, headers, signal, agent: false, ...(lookup && { lookup }) });
    request.on('error', reject).on('response', resolve).end(body.toString());
    const answer = await promise;
    const { statusCode = 0, headers: answered } = answer;
    const type = answered['content-type'];
    const challenge = answered['www-authenticate'];
    return new Response(await readAll(answer), {
      status: statusCode,
      headers: { ...(type && { 'content-type': type }), ...(challenge && { 'www-authenticate': challenge }) },
    });
  };

const readAll = async (answer: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | null> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error('The answer is too long.');
    chunks.push(chunk);
  }
  return size === 0 ? null : new Uint8Array(Buffer.concat(chunks));
};

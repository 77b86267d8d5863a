import { constants } from 'node:zlib';
import compression from 'compression';
import type { Request, RequestHandler, Response } from 'express';

/** In bytes; below this the headers cost as much as compression saves. */
const THRESHOLD = 1024;

/**
 * Compresses responses for clients that accept it, with three exceptions: responses with secrets, since the size of a compressed response
 * can reveal a secret next to text that an attacker chose (BREACH); streams, which must not wait until a block is full; and partial
 * content, whose range counts uncompressed bytes.
 */
export const createCompression = (): RequestHandler =>
  compression({
    threshold: THRESHOLD,
    filter: mayCompress,
    // A small window, because the default takes megabytes of memory per response.
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 } },
  });

/** Sessions and sign-in links are issued only below this path; the comparison ignores case because the router does. */
export const holdsSecrets = (path: string): boolean => path.toLowerCase().startsWith('/api/v1/auth/');

const mayCompress = (request: Request, response: Response): boolean =>
  !holdsSecrets(request.path) &&
  !isStream(response) &&
  !response.hasHeader('Content-Range') &&
  compression.filter(request, response);

const isStream = (response: Response): boolean =>
  /^text\/event-stream/.test(String(response.get('Content-Type') ?? ''));

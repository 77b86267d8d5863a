import { constants } from 'node:zlib';
import compression from 'compression';
import type { Request, RequestHandler, Response } from 'express';

/** In bytes: below this the headers weigh as much as what is saved. */
const THRESHOLD = 1024;

/**
 * Compresses answers for clients that accept it. Answers with secrets stay as they are, since the size of a compressed answer
 * can betray a secret that stands beside a text of the attacker's choice (BREACH); so do streams, which must not wait
 * for a block to fill, and parts of files, whose range counts uncompressed bytes.
 */
export const createCompression = (): RequestHandler =>
  compression({
    threshold: THRESHOLD,
    filter: mayCompress,
    // A small window: the usual one takes megabytes of memory for each answer in work.
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 } },
  });

/** Sessions and links are issued only below this path, which the router matches in any case. */
export const holdsSecrets = (path: string): boolean => path.toLowerCase().startsWith('/api/v1/auth/');

const mayCompress = (request: Request, response: Response): boolean =>
  !holdsSecrets(request.path) &&
  !isStream(response) &&
  !response.hasHeader('Content-Range') &&
  compression.filter(request, response);

const isStream = (response: Response): boolean =>
  /^text\/event-stream/.test(String(response.get('Content-Type') ?? ''));

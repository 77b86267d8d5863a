import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { SYNC_VERSION_HEADER } from '@inbetwin/shared/contracts/sync.ts';
import { APP_ORIGIN, isOwnAddress } from './origin.ts';

/** What the protocol handler needs. */
export type AppProtocolParts = {
  /** The folder of the built renderer. */
  readonly root: string;
  readonly serverUrl: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
};

/** Paths of the server: in Electron as in a browser, the renderer requests them from its own origin. */
const serverPaths = ['/api/', '/sync/', '/health', '/ready'];

/** Scripts may only come from the application; the server is covered by `self` because requests to it pass through this handler. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/**
 * Handles `app://inbetwin/`: serves the renderer's files and proxies the server's paths, including the live stream, to the configured
 * server. If the server cannot be reached, the request rejects, as in a browser.
 */
export const createAppProtocol =
  (parts: AppProtocolParts) =>
  async (request: Request): Promise<Response> => {
    if (!isOwnAddress(request.url, [APP_ORIGIN])) return new Response(null, { status: 404 });
    const { pathname, search } = new URL(request.url);
    if (serverPaths.some((path) => pathname.startsWith(path))) return passOn(parts, request, pathname + search);
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
    return serveFile(parts.root, pathname);
  };

const passOn = async ({ serverUrl, fetch }: AppProtocolParts, request: Request, path: string): Promise<Response> => {
  const answer = await fetch(`${serverUrl}${path}`, {
    method: request.method,
    headers: pick(request.headers, ['accept', 'authorization', 'content-type', SYNC_VERSION_HEADER]),
    signal: request.signal,
    credentials: 'omit',
    redirect: 'error',
    ...(hasBody(request) && { body: await request.arrayBuffer() }),
  });
  // The body is already decoded, so the original length and encoding headers do not apply to it.
  const headers = pick(answer.headers, ['content-type', 'cache-control', 'retry-after', 'x-request-id']);
  return new Response(answer.body, { status: answer.status, headers });
};

const hasBody = ({ method }: Request): boolean => method !== 'GET' && method !== 'HEAD';

const pick = (headers: Headers, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );

const serveFile = async (root: string, pathname: string): Promise<Response> => {
  const path = pathOf(root, pathname);
  if (path === undefined) return new Response(null, { status: 404 });
  try {
    const bytes = await readFile(path);
    return new Response(new Uint8Array(bytes), { headers: { ...pageHeaders, 'Content-Type': mediaTypeOf(path) } });
  } catch (error) {
    if (isMissing(error)) return new Response(null, { status: 404 });
    throw error;
  }
};

/** Undefined for paths outside the folder. */
const pathOf = (root: string, pathname: string): string | undefined => {
  const decoded = decode(pathname);
  if (decoded === undefined || decoded.includes('\0')) return undefined;
  const path = normalize(join(root, decoded === '/' ? '/index.html' : decoded));
  return path.startsWith(root.endsWith(sep) ? root : root + sep) ? path : undefined;
};

const decode = (pathname: string): string | undefined => {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined; // No file has a name that cannot be decoded.
  }
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR');

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

const mediaTypeOf = (path: string): string => mediaTypes[extname(path)] ?? 'application/octet-stream';

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readForm, type SentFile } from './read-form.ts';

export type BotCall = {
  readonly token: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Files of a multipart call, each with the name of its parameter. */
  readonly files: readonly SentFile[];
  /** Aborts when the caller hangs up. */
  readonly gone: AbortSignal;
};

/** A response on the wire. `cut`: the first half is sent, then the connection breaks. */
export type BotAnswer =
  | { readonly kind: 'json'; readonly status: number; readonly body: object }
  | { readonly kind: 'cut'; readonly body: object }
  | { readonly kind: 'page'; readonly status: number; readonly html: string }
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly cut: boolean }
  | { readonly kind: 'silence' };

type Answering = {
  readonly answer: (call: BotCall) => Promise<BotAnswer>;
  /** An answer that goes out while the call is still being received. */
  readonly answerEarly: (call: Pick<BotCall, 'token' | 'method'>) => BotAnswer | undefined;
};

/** The method name that stands for the download of a file. */
export const FILE = 'file';

/**
 * The Bot API's URLs and encodings over a real socket: `/bot<token>/<method>` with JSON, urlencoded or multipart parameters, and files at
 * `/file/bot<token>/<path>`.
 */
export const listenAsBotApi = async ({ answer, answerEarly }: Answering, port = 0) => {
  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const calls = { answer: (call: Omit<BotCall, 'gone'>) => answer({ ...call, gone: gone.signal }), answerEarly };
    respond(request, response, calls).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: async (): Promise<void> => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
};

const respond = async (
  request: IncomingMessage,
  response: ServerResponse,
  {
    answer,
    answerEarly,
  }: { readonly answer: (call: Omit<BotCall, 'gone'>) => Promise<BotAnswer> } & Omit<Answering, 'answer'>,
): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://fake');
  const [, of, path] = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
  const [, token = of, method = path === undefined ? undefined : FILE] =
    /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
  const early = token === undefined || method === undefined ? undefined : answerEarly({ token, method });
  if (early) {
    await once(request, 'data');
    write(response, early);
    return;
  }
  const { fields, files } = await readCall(request);
  const parameters = {
    ...Object.fromEntries(url.searchParams),
    ...fields,
    ...(path !== undefined && { path: decodeURIComponent(path) }),
  };
  if (token === undefined || method === undefined) {
    writeJson(response, 404, { ok: false, error_code: 404, description: 'Not Found' });
    return;
  }
  write(response, await answer({ token, method, parameters, files }));
};

const write = (response: ServerResponse, given: BotAnswer): void => {
  if (response.destroyed || given.kind === 'silence') return;
  if (given.kind === 'json') writeJson(response, given.status, given.body);
  if (given.kind === 'page') response.writeHead(given.status, { 'content-type': 'text/html' }).end(given.html);
  if (given.kind === 'file') {
    const { bytes, cut } = given;
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length });
    if (cut) response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    else response.end(bytes);
  }
  if (given.kind === 'cut') {
    const body = JSON.stringify(given.body);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  }
};

const writeJson = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const readCall = async (request: IncomingMessage) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return readForm(Buffer.concat(chunks), request.headers['content-type'] ?? '');
};

import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

export type Site = {
  readonly url: string;
  /** Serves the files of this folder from now on, except those with the given names. */
  serve(folder: string, missing?: readonly string[]): void;
  /** Breaks every connection from now on. */
  stop(): void;
  /** Accepts requests and never answers them from now on. */
  hang(): void;
  close(): Promise<void>;
};

type Answer = (pathname: string, response: ServerResponse) => void;

const mediaTypes: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** A file server that can be made to fail. */
export const startSite = async (): Promise<Site> => {
  let answer: Answer = breakOff;
  const server = createServer((request, response) => {
    answer(new URL(request.url ?? '/', 'http://site').pathname, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    serve: (folder, missing = []) => {
      answer = fileAnswer(folder, missing);
    },
    stop: () => {
      answer = breakOff;
      server.closeAllConnections();
    },
    hang: () => {
      answer = () => undefined;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const breakOff: Answer = (_, response) => {
  response.destroy();
};

const fileAnswer =
  (folder: string, missing: readonly string[]): Answer =>
  (pathname, response) => {
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    const file = path.join(folder, name);
    if (missing.includes(name) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const type = mediaTypes[path.extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(readFileSync(file));
  };

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Stage } from '../bench-area.ts';

type ServedFile = { readonly type: string; readonly body: string };

/**
 * Serves files by path from an origin of its own that is cross-origin isolated, so that its clocks are accurate to 5
 * microseconds.
 */
export const serveFiles = async (stage: Stage, files: Readonly<Record<string, ServedFile>>): Promise<string> => {
  const server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, {
      'Content-Type': `${file.type}; charset=utf-8`,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    response.end(file.body);
  });
  stage.cleanUp(() => server.close().closeAllConnections());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}/`;
};

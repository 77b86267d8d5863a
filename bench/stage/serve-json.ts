import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Stage } from '../bench-area.ts';

/** Serves one prepared response at an address that pages of other origins may read. */
export const serveJson = async (stage: Stage, value: unknown): Promise<string> => {
  const body = Buffer.from(JSON.stringify(value));
  const server = createServer((_request, response) => {
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      'Cache-Control': 'no-store',
      'Access-Control-Allow-Origin': '*',
    });
    response.end(body);
  });
  stage.cleanUp(() => server.close().closeAllConnections());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}/`;
};

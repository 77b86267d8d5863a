import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';

/** How long requests that are being answered may take after the last new one. Milliseconds. */
const FINISH_MS = 2000;
const LOOK_MS = 20;

/** How an HTTP server ends without losing a request. */
export type Draining = {
  /** Throws `server.stopping` as soon as load balancers should send requests elsewhere. */
  requireOpen(): void;
  /** Goes on answering for `ms`, asking clients to connect anew for the next request. */
  begin(ms: number): Promise<void>;
  /** Accepts nothing new; resolves when what was asked is answered, or after two seconds. */
  close(): Promise<void>;
};

export const openDraining = (http: Server): Draining => {
  let isDraining = false;
  // Connections that a load balancer keeps must be gone before the port is: a request on its way to a closing one would be lost.
  http.prependListener('request', (_request, response) => {
    if (isDraining) response.setHeader('Connection', 'close');
  });
  return {
    requireOpen: () => {
      if (isDraining) throw new Failure('server.stopping', 'This server is stopping.', 'Ask another one.');
    },
    begin: async (ms) => {
      isDraining = true;
      if (ms > 0) await sleep(ms);
    },
    close: async () => {
      const closed = once(http, 'close');
      http.close();
      // A stream that was begun before leaves its connection open when it ends.
      const idle = setInterval(() => http.closeIdleConnections(), LOOK_MS);
      const late = setTimeout(() => http.closeAllConnections(), FINISH_MS);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
    },
  };
};

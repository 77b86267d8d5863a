import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { Router } from 'express';
import { createLogger } from '../../http/machinery/logger.ts';
import { type Api, startApi } from '../../http/testing/start-api.ts';
import { createSyncGateway } from '../gateway.ts';
import { createStreamHub } from '../stream-hub.ts';
import { createStreamRoute, type StreamTimes } from '../stream-route.ts';
import { createTeamFeeds } from '../team-feeds.ts';

export type GatewayServer = {
  /** Through a line that can be cut. */
  readonly url: string;
  readonly api: Api;
  documentsOf(teamId: string): TeamDocuments;
  /** Every connection is reset and none is taken until `comeBack`. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  /** The next requests reach the server, but the answers to them are lost. */
  loseAnswers(requests: number): void;
  close(): Promise<void>;
};

/** The real application with the real gateway and stream over `store`, behind a line that can fail. */
export const startGateway = async (
  store: DocumentStore,
  options: { readonly times?: StreamTimes } = {},
): Promise<GatewayServer> => {
  // The stream needs the accounts, which exist once the application is made.
  const stream = Router();
  const clock = createRisingClock(Date.now, () => performance.now());
  const hub = createStreamHub(createTeamFeeds({ store, log: createLogger('silent') }));
  const api = await startApi({
    streams: hub,
    sync: createSyncGateway({ store, clockOf: async () => clock }),
    routers: [stream],
  });
  const { accounts, log } = api.services;
  stream.use(createStreamRoute({ ...options, hub, accounts, log }));
  const line = await openLine(Number(new URL(api.url).port));
  return {
    url: `http://127.0.0.1:${line.port}`,
    api,
    documentsOf: (teamId) => openTeamDocuments(store, teamId),
    goAway: line.cut,
    comeBack: line.mend,
    loseAnswers: line.loseAnswers,
    close: async () => {
      await line.cut();
      hub.close();
      await api.close();
      await store.close();
    },
  };
};

const openLine = async (target: number) => {
  const sockets = new Set<Socket>();
  let answersToLose = 0;
  let server: Server | undefined;
  let port = 0;

  const onConnection = (near: Socket): void => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => near.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    let losing = false;
    near.on('data', (bytes) => {
      if (answersToLose === 0 || !bytes.includes('/sync/v1/push')) return;
      answersToLose -= 1;
      losing = true;
    });
    far.on('data', (bytes) => {
      if (losing) near.resetAndDestroy();
      else if (!near.write(bytes)) far.pause();
    });
    near.on('drain', () => far.resume());
  };

  const mend = async (): Promise<void> => {
    server = createServer(onConnection).listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address ? address.port : port;
  };

  await mend();
  return {
    port,
    mend,
    cut: async () => {
      const closing = server;
      server = undefined;
      if (!closing) return;
      const closed = once(closing, 'close');
      closing.close();
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
    loseAnswers: (requests: number) => {
      answersToLose = requests;
    },
  };
};

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy whose connections can be cut. */
export type CuttableProxy = {
  /** The target's URL, with the same credentials, through the proxy. */
  readonly url: string;
  /** Breaks all connections and refuses new ones. */
  cut(): void;
  /** Accepts connections again. */
  restore(): Promise<void>;
};

/** Ends the proxy with the test or the benchmark. */
type Stage = { cleanUp(task: () => void): void };

/** Starts a proxy in front of the server at this URL. */
export const startCuttableProxy = async (stage: Stage, target: string): Promise<CuttableProxy> => {
  const sockets = new Set<Socket>();
  const { hostname, port } = new URL(target);
  const forward = (incoming: Socket): void => {
    const outgoing = connect(Number(port), hostname);
    join(sockets, incoming, outgoing);
    join(sockets, outgoing, incoming);
  };
  let server = await listen(createServer(forward), 0);
  const own = portOf(server);
  const cut = (): void => {
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
  };
  stage.cleanUp(cut);
  return {
    url: withPort(target, own),
    cut,
    restore: async () => {
      server = await listen(createServer(forward), own);
    },
  };
};

/** Passes on what one socket receives, and how it ends. */
const join = (sockets: Set<Socket>, from: Socket, to: Socket): void => {
  sockets.add(from);
  from.setNoDelay(true);
  from.pipe(to);
  // `close` follows every error.
  from.on('error', () => undefined);
  from.on('close', () => {
    sockets.delete(from);
    to.destroy();
  });
};

const listen = async (server: Server, port: number): Promise<Server> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const withPort = (target: string, port: number): string => {
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.href;
};

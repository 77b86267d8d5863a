import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type SilentLine = {
  readonly url: string;
  /** The number of connections so far. */
  connections(): number;
  /** Silences the current connections without closing them, as happens after a machine sleeps. */
  fallSilent(): void;
  close(): Promise<void>;
};

/** A proxy to a server whose connections can go silent. */
export const openSilentLine = async (target: string): Promise<SilentLine> => {
  const open = new Set<readonly [Socket, Socket]>();
  let made = 0;
  const server = createServer((near) => {
    made += 1;
    const far = connect(Number(new URL(target).port), '127.0.0.1');
    const pair = [near, far] as const;
    open.add(pair);
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    connections: () => made,
    fallSilent: () => {
      for (const [near, far] of open) {
        near.unpipe(far);
        far.unpipe(near);
      }
    },
    close: async () => {
      for (const [near] of open) near.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

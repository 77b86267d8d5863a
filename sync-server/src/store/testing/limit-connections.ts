import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Serves so many connections at a time; the others are open, and nobody reads what they send until there is room. */
export const limitConnections = (server: Server, most: number): void => {
  const served = new Set<Socket>();
  const waiting = new Set<Socket>();
  const takeOnConnection = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection');

  const serve = (socket: Socket): void => {
    served.add(socket);
    for (const take of takeOnConnection) take.call(server, socket);
  };
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      waiting.delete(socket);
      if (!served.delete(socket)) return;
      const [next] = waiting;
      if (!next) return;
      waiting.delete(next);
      serve(next);
    });
    if (served.size < most) serve(socket);
    else waiting.add(socket);
  });
};

import { onTestFinished } from 'vitest';
import { type ServerProcess, startServer } from './server-process.ts';

/** Starts a server that is killed at the end of the test, however it ends. */
export const startForTest = async (...how: Parameters<typeof startServer>): Promise<ServerProcess> => {
  const server = await startServer(...how);
  onTestFinished(async () => {
    await server.stop('SIGKILL');
  });
  return server;
};

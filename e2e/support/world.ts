import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FakeTelegram, startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { type ServerProcess, startServer } from '@inbetwin/sync-server/testing/server-process.ts';
import { test as base } from '@playwright/test';

/** A server in a process of its own with a bot connected, on a folder and a port that outlive its restarts. */
export type World = {
  readonly telegram: FakeTelegram;
  /** Where the server keeps everything. */
  readonly folder: string;
  /** The server that runs now. */
  server(): ServerProcess;
  stopServer(): Promise<void>;
  /** On the same address, with the same data. */
  startServer(): Promise<ServerProcess>;
};

const openWorld = async (environment: Environment): Promise<World & { close(): Promise<void> }> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-e2e-'));
  const telegram = await startFakeTelegram();
  const settings = {
    ...environment,
    INBETWIN_DATA: folder,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
  };
  let running = await startServer(settings);
  const { port } = new URL(running.url);
  const stop = async () => {
    await running.stop();
  };
  return {
    telegram,
    folder,
    server: () => running,
    stopServer: stop,
    startServer: async () => {
      running = await startServer({ ...settings, PORT: port });
      return running;
    },
    close: async () => {
      await stop();
      await telegram.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

type Environment = Readonly<Record<string, string>>;

/** `environment`: what the server is told besides. */
export const test = base.extend<{ environment: Environment; world: World }>({
  environment: [{}, { option: true }],
  world: async ({ environment }, use) => {
    const world = await openWorld(environment);
    await use(world);
    await world.close();
  },
});

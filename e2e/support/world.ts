import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { type ServerProcess, startServer } from '@inbetwin/sync-server/testing/server-process.ts';
import type { Team } from './team.ts';

/** The demo team on a server of its own, on a folder and a port that outlive its restarts. */
export type World = Team & {
  /** The server's data folder. */
  readonly folder: string;
  /** The current server. */
  server(): ServerProcess;
  stopServer(): Promise<void>;
  /** On the same address, with the same data; `link` is a new one. */
  startServer(): Promise<void>;
  close(): Promise<void>;
};

/** What the server is told besides. */
export type Environment = Readonly<Record<string, string>>;

export const openWorld = async (environment: Environment = {}): Promise<World> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-e2e-'));
  const telegram = await startFakeTelegram();
  const settings = {
    ...environment,
    INBETWIN_DATA: folder,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
  };
  let running = await startServer(settings);
  let isStopped = false;
  const { url } = running;
  return {
    url,
    get link() {
      return running.link;
    },
    chatPage: `${url}/chat/demo`,
    telegram,
    folder,
    server: () => running,
    stopServer: async () => {
      isStopped = true;
      await running.stop();
    },
    startServer: async () => {
      running = await startServer({ ...settings, PORT: new URL(url).port });
      isStopped = false;
    },
    close: async () => {
      const hasDied = !isStopped && !running.isAlive();
      await running.stop();
      await telegram.stop();
      rmSync(folder, { recursive: true, force: true });
      if (hasDied) throw new Error(`The server ended by itself. Its output:\n${running.output()}`);
    },
  };
};

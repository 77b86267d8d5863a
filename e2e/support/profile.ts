import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import { chromiumLaunch } from './chromium.ts';

/** Launches a separate browser on a profile that survives it. */
export type Profile = {
  /** Where the browser stores it. */
  readonly folder: string;
  /** The current browser. */
  context(): BrowserContext;
  start(): Promise<void>;
  /** Kills it as the operating system would, so that nothing more is saved. */
  kill(): Promise<void>;
  close(): Promise<void>;
};

/** `prepare` fills the profile's folder before the first start. */
export const openProfile = async (prepare: (folder: string) => void = () => undefined): Promise<Profile> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-profile-'));
  prepare(folder);
  let running: { readonly child: ChildProcess; readonly context: BrowserContext } | undefined;

  const start = async (): Promise<void> => {
    const child = spawn(
      chromiumLaunch.executablePath,
      [
        ...chromiumLaunch.args,
        '--headless=new',
        '--remote-debugging-port=0',
        '--accept-lang=ru-RU',
        `--user-data-dir=${folder}`,
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
    );
    const browser = await chromium.connectOverCDP(await addressOf(child));
    const [context] = browser.contexts();
    if (!context) throw new Error('The browser has no profile.');
    running = { child, context };
  };

  const kill = async (): Promise<void> => {
    if (!running) return;
    const { child, context } = running;
    running = undefined;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    // Playwright notices a moment later, and must not be asked anything about this browser in between.
    const noticed = new Promise<void>((resolve) => context.once('close', () => resolve()));
    process.kill(-child.pid, 'SIGKILL');
    await Promise.all([ended, noticed]);
  };

  await start();
  return {
    folder,
    context: () => {
      if (!running) throw new Error('The browser does not run.');
      return running.context;
    },
    start,
    kill,
    close: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
};

const addressOf = async ({ stderr }: ChildProcess): Promise<string> => {
  if (!stderr) throw new Error('The browser was started without a pipe.');
  let printed = '';
  for await (const chunk of stderr.setEncoding('utf8')) {
    printed += chunk;
    const [, address] = /DevTools listening on (ws:\S+)/.exec(printed) ?? [];
    if (address !== undefined) {
      stderr.resume();
      return address;
    }
  }
  throw new Error(`The browser did not start: ${printed}`);
};

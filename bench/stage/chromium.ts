import { existsSync } from 'node:fs';
import { type BrowserContext, chromium } from '@playwright/test';
import { CannotMeasure, type Stage } from '../bench-area.ts';
import { whenStarted } from './when-started.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const LIMIT_MS = 60_000;

type Profile = {
  readonly folder: string;
  /** The page runs a script that no server gave out, so it cannot keep to a server's content security policy. */
  readonly bypassCSP?: boolean;
};

/** A browser process on a profile that outlives it. */
export const openBrowser = async (stage: Stage, { folder, bypassCSP = false }: Profile): Promise<BrowserContext> => {
  if (!existsSync(executablePath)) {
    throw new CannotMeasure(`There is no browser at ${executablePath}. Install Chromium, or set CHROMIUM_PATH to it.`);
  }
  const launching = chromium.launchPersistentContext(folder, {
    executablePath,
    bypassCSP,
    locale: 'en-GB',
    // Ctrl-C is for the area's own clean-up, which closes the browser, too.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  stage.cleanUp(() => whenStarted(launching, (browser) => browser.close()));
  const browser = await launching;
  browser.setDefaultTimeout(LIMIT_MS);
  return browser;
};

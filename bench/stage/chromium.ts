import { existsSync } from 'node:fs';
import { type BrowserContext, chromium } from '@playwright/test';
import { chromiumLaunch } from '../../e2e/support/chromium.ts';
import { CannotMeasure, type Stage } from '../bench-area.ts';
import { whenStarted } from './when-started.ts';

const { executablePath } = chromiumLaunch;

const LIMIT_MS = 60_000;

type Profile = {
  readonly folder: string;
  /** Set if the page runs a script that the server did not send, which its content security policy would block. */
  readonly bypassCSP?: boolean;
};

/** Checks for Chromium before an area begins with something slow. Throws `CannotMeasure`. */
export const requireChromium = (): void => {
  if (existsSync(executablePath)) return;
  throw new CannotMeasure(`There is no browser at ${executablePath}. Install Chromium, or set CHROMIUM_PATH to it.`);
};

/** Starts a browser process on a profile that is kept when it ends. */
export const openBrowser = async (stage: Stage, { folder, bypassCSP = false }: Profile): Promise<BrowserContext> => {
  requireChromium();
  const launching = chromium.launchPersistentContext(folder, {
    ...chromiumLaunch,
    bypassCSP,
    locale: 'en-GB',
    // On Ctrl-C the area's own clean-up closes the browser.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  stage.cleanUp(() => whenStarted(launching, (browser) => browser.close()));
  const browser = await launching;
  browser.setDefaultTimeout(LIMIT_MS);
  return browser;
};

import { existsSync } from 'node:fs';
import { type BrowserContext, chromium } from '@playwright/test';
import { chromiumLaunch } from '../../e2e/support/chromium.ts';
import { CannotMeasure, type Stage } from '../bench-area.ts';
import { whenStarted } from './when-started.ts';

const { executablePath } = chromiumLaunch;

const LIMIT_MS = 60_000;

type Profile = {
  readonly folder: string;
  /** The page runs a script that no server gave out, so it cannot keep to a server's content security policy. */
  readonly bypassCSP?: boolean;
};

/** For an area to find out before it begins with what takes long. */
export const requireChromium = (): void => {
  if (existsSync(executablePath)) return;
  throw new CannotMeasure(`There is no browser at ${executablePath}. Install Chromium, or set CHROMIUM_PATH to it.`);
};

/** A browser process on a profile that outlives it. */
export const openBrowser = async (stage: Stage, { folder, bypassCSP = false }: Profile): Promise<BrowserContext> => {
  requireChromium();
  const launching = chromium.launchPersistentContext(folder, {
    ...chromiumLaunch,
    bypassCSP,
    locale: 'en-GB',
    // Ctrl-C is for the area's own clean-up, which closes the browser, too.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  stage.cleanUp(() => whenStarted(launching, (browser) => browser.close()));
  const browser = await launching;
  browser.setDefaultTimeout(LIMIT_MS);
  return browser;
};

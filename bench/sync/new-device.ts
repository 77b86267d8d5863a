import type { Page } from '@playwright/test';
import type { Stage } from '../bench-area.ts';
import { openBrowser } from '../stage/chromium.ts';
import { makeFolder } from '../stage/start-server.ts';

/** Where devices load their pages from, and the script that runs in them. */
export type DeviceParts = { readonly url: string; readonly script: string };

export type Device = {
  readonly page: Page;
  /** The browser's profile. */
  readonly folder: string;
  close(): Promise<void>;
};

/** Opens a page of the server's own origin in a browser with a new profile. */
export const openNewDevice = async (stage: Stage, { url, script }: DeviceParts): Promise<Device> => {
  const folder = await makeFolder(stage, 'device');
  const browser = await openBrowser(stage, { folder, bypassCSP: true });
  const page = await browser.newPage();
  await page.goto(`${url}/health`);
  await page.addScriptTag({ content: script });
  return { page, folder, close: () => browser.close() };
};

/** Opens a new device, uses its page, and closes it. */
export const onNewDevice = async <T>(stage: Stage, parts: DeviceParts, use: (page: Page) => Promise<T>): Promise<T> => {
  const { page, close } = await openNewDevice(stage, parts);
  const result = await use(page);
  await close();
  return result;
};

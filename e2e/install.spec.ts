import { expect } from '@playwright/test';
import { test } from './support/test.ts';

test('a browser can install it', async ({ launchOptions, playwright, team }) => {
  // Needs a profile on disk: a private window cannot install the workspace.
  const context = await playwright.chromium.launchPersistentContext('', launchOptions);
  const page = await context.newPage();
  await page.goto(team.url);
  const browser = await context.newCDPSession(page);
  const manifest = await browser.send('Page.getAppManifest');
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
  await context.close();
  expect(manifest.url).toBe(`${team.url}/manifest.webmanifest`);
  expect([...manifest.errors, ...installabilityErrors]).toEqual([]);
});

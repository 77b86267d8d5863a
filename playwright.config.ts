import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './e2e/support/chromium.ts';

/** Browser tests against a real server process each; Chromium is the machine's own. */
export default defineConfig({
  testDir: 'e2e',
  projects: [
    // Each new browser context would install the service worker, which takes longer than most tests. Specs that go offline allow it.
    { name: 'short', testIgnore: '**/*.long.spec.ts', use: { serviceWorkers: 'block' } },
    { name: 'long', testMatch: '**/*.long.spec.ts' },
  ],
  fullyParallel: true,
  workers: Math.min(availableParallelism(), 4),
  // Limits only end what hangs. After an outage, a device may wait for half a minute before it retries.
  timeout: 300_000,
  expect: { timeout: 90_000 },
  forbidOnly: Boolean(process.env.CI),
  outputDir: 'test-results',
  use: {
    browserName: 'chromium',
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: chromiumLaunch,
  },
});

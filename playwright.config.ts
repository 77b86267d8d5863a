import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './e2e/support/chromium.ts';

/** Browser tests against a real server process each; Chromium is the machine's own. */
export default defineConfig({
  testDir: 'e2e',
  projects: [
    // Each new browser context installs the service worker, which takes longer than the test. Specs that go offline allow it.
    { name: 'short', testIgnore: '**/*.long.spec.ts', use: { serviceWorkers: 'block' } },
    { name: 'long', testMatch: '**/*.long.spec.ts' },
  ],
  fullyParallel: true,
  workers: Math.min(availableParallelism(), 4),
  timeout: 180_000,
  expect: { timeout: 30_000 },
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

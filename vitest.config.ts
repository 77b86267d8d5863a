import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Limits are there to end what hangs; they are many times what tests need, because a busy machine makes them wait. */
const patient = {
  setupFiles: [fileURLToPath(new URL('vitest.setup.ts', import.meta.url))],
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 60_000 } },
};

/** Unit, contract and integration tests; browser tests are Playwright's (`e2e/`). */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...patient,
          name: 'node',
          environment: 'node',
          // One more than there are cores, because tests also wait for processes, timers, and connections.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 0 },
          include: ['{shared,bot,sync-server,scripts,bench}/**/*.test.ts', 'desktop/src/{main,preload}/**/*.test.ts'],
          // Files of one worker share the modules that they import, so a test must restore every global that it replaces.
          isolate: false,
        },
      },
      {
        extends: './desktop/vitest.config.ts',
        test: {
          ...patient,
          name: 'renderer',
          root: './desktop',
          // These wait for the database and the screen during two fifths of their time.
          maxWorkers: 2 * availableParallelism() + 1,
          sequence: { groupOrder: 1 },
          // A file that needs a DOM begins with `// @vitest-environment jsdom`.
          environment: 'node',
          include: ['src/renderer/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});

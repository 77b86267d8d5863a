import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Far more than a test or a hook takes: on a busy machine one waits its turn many times over. */
const timeouts = { testTimeout: 120_000, hookTimeout: 120_000 };

/** Unit, contract and integration tests; browser tests are Playwright's (`e2e/`). */
export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          ...timeouts,
          name: 'node',
          environment: 'node',
          include: ['{shared,bot,sync-server,scripts,bench}/**/*.test.ts', 'desktop/src/{main,preload}/**/*.test.ts'],
          // Files of one worker share the modules that they import, so a test puts back every global that it replaces.
          isolate: false,
        },
      },
      {
        extends: './desktop/vitest.config.ts',
        test: {
          ...timeouts,
          name: 'renderer',
          root: './desktop',
          // A file that needs a DOM begins with `// @vitest-environment jsdom`.
          environment: 'node',
          include: ['src/renderer/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});

import { defineConfig } from 'vitest/config';

/** Unit, contract and integration tests; browser tests are Playwright's (`e2e/`). */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{shared,bot,sync-server,scripts,bench}/**/*.test.ts', 'desktop/src/{main,preload}/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        extends: './desktop/vitest.config.ts',
        test: {
          name: 'renderer',
          root: './desktop',
          environment: 'jsdom',
          include: ['src/renderer/**/*.test.{ts,tsx}'],
          testTimeout: 20_000,
        },
      },
    ],
  },
});

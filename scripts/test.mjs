// `npm test`: unit, contract and integration tests (vitest), then browser tests (Playwright), with one closing line.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt, ensureChromium, ensureInstalled, runNode, toolEnvironment } from './setup.mjs';

ensureInstalled();
ensureBuilt();
const chromium = await ensureChromium();
const results = mkdtempSync(path.join(tmpdir(), 'inbetwin-tests-'));

const readResults = (file) => {
  const full = path.join(results, file);
  return existsSync(full) ? JSON.parse(readFileSync(full, 'utf8')) : undefined;
};

const runUnit = () => {
  const file = 'unit.json';
  const status = runNode([
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${path.join(results, file)}`,
  ]);
  const found = readResults(file);
  return found
    ? { passed: found.numPassedTests, failed: found.numFailedTests, skipped: found.numPendingTests, status }
    : { passed: 0, failed: 1, skipped: 0, status };
};

const runBrowser = () => {
  const file = 'browser.json';
  const status = runNode(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], {
    env: { ...toolEnvironment(), CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(results, file) },
  });
  const found = readResults(file)?.stats;
  return found
    ? { passed: found.expected + found.flaky, failed: found.unexpected, skipped: found.skipped, status }
    : { passed: 0, failed: 1, skipped: 0, status };
};

const started = Date.now();
const runs = [runUnit(), runBrowser()];
rmSync(results, { recursive: true, force: true });

const total = (key) => runs.reduce((sum, result) => sum + result[key], 0);
process.stdout.write(`\nAll tests took ${Math.round((Date.now() - started) / 1000)} s\n`);
process.stdout.write(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped\n`);
process.exit(runs.every(({ status }) => status === 0) ? 0 : 1);

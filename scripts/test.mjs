// `npm test`: unit, contract and integration tests (vitest), then browser tests (Playwright), with one closing line.
// `npm run test:all` adds the long tests: the files named `*.long.test.ts` and `*.long.spec.ts`.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt, ensureChromium, ensureInstalled, ensureRabbitMq, runNode, toolEnvironment } from './setup.mjs';

const isAll = process.argv.includes('--all');

ensureInstalled();
ensureBuilt();
const chromium = await ensureChromium();
const unitEnvironment = { ...toolEnvironment(), ...(isAll && { RABBITMQ_SERVER: ensureRabbitMq() }) };
const results = mkdtempSync(path.join(tmpdir(), 'inbetwin-tests-'));

const readResults = (file) => {
  const full = path.join(results, file);
  return existsSync(full) ? JSON.parse(readFileSync(full, 'utf8')) : undefined;
};

/** A failure outside any test, such as a file that does not load, counts as one. */
const withStatus = (counts, status) => ({ ...counts, status, failed: counts.failed || (status === 0 ? 0 : 1) });

const runUnit = () => {
  const file = 'unit.json';
  const command = [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...(isAll ? [] : ['--exclude', '**/*.long.test.*']),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${path.join(results, file)}`,
  ];
  const status = runNode(command, { env: unitEnvironment });
  return withStatus(countUnit(readResults(file)), status);
};

const countUnit = ({ numPassedTests = 0, numPendingTests = 0, numTodoTests = 0, testResults = [] } = {}) => {
  const isBroken = ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
  const failures = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter((test) => test.status === 'failed'),
  );
  return {
    passed: numPassedTests,
    failed: failures.length + testResults.filter(isBroken).length,
    skipped: numPendingTests + numTodoTests,
  };
};

const runBrowser = () => {
  const file = 'browser.json';
  const projects = isAll ? [] : ['--project=short'];
  const status = runNode(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json', ...projects], {
    env: { ...toolEnvironment(), CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(results, file) },
  });
  return withStatus(countBrowser(readResults(file)?.stats), status);
};

/** A test that passed only when it was tried again counts as failed. */
const countBrowser = ({ expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = {}) => ({
  passed: expected,
  failed: unexpected + flaky,
  skipped,
});

const started = Date.now();
const runs = [runUnit(), runBrowser()];
rmSync(results, { recursive: true, force: true });

const total = (key) => runs.reduce((sum, result) => sum + result[key], 0);
process.stdout.write(`\nAll tests took ${Math.round((Date.now() - started) / 1000)} s\n`);
process.stdout.write(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped\n`);
process.exit(runs.every(({ status }) => status === 0) ? 0 : 1);

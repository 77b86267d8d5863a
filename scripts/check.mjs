// `npm run check`: format and lint, boundaries, dead code, patterns, types. Every check runs; the exit code is 0 if all passed.
import { ensureInstalled, root, runNode } from './setup.mjs';

ensureInstalled();

const tsc = 'node_modules/typescript-native/bin/tsc';
const checks = [
  ['format and lint', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  [
    'boundaries',
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.mjs',
    'shared',
    'bot',
    'sync-server',
    'desktop',
    'bench',
    'e2e',
  ],
  ['dead code', 'node_modules/knip/bin/knip.js'],
  ['patterns', 'scripts/patterns/check-patterns.mjs'],
  ...['shared', 'bot', 'sync-server', 'desktop', '.'].map((project) => [`types of ${project}`, tsc, '-p', project]),
];

const failed = checks.filter(([, ...command]) => runNode(command, { cwd: root }) !== 0).map(([name]) => name);
process.stdout.write(failed.length ? `Failed: ${failed.join(', ')}\n` : 'All checks passed\n');
process.exit(failed.length ? 1 : 0);

// `npm run prove -- [--runs N] [--seed S] [--path P]`: the proof of sync, with as many stories as wanted. `COUCHDB_URL` has
// them told over a real CouchDB.
import { parseArgs } from 'node:util';
import { ensureInstalled, giveUp, root, runNode, toolEnvironment } from './setup.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } },
});
for (const name of ['runs', 'seed']) {
  if (values[name] !== undefined && !/^\d+$/.test(values[name])) giveUp(`--${name} needs a whole number.`);
}

ensureInstalled();
const env = {
  ...toolEnvironment(),
  PROOF_RUNS: values.runs ?? '300',
  ...(values.seed && { PROOF_SEED: values.seed }),
  ...(values.path && { PROOF_PATH: values.path }),
};
const args = ['run', '--project', 'renderer', 'src/renderer/replication/proof', '--disable-console-intercept'];
process.exit(runNode(['node_modules/vitest/vitest.mjs', ...args], { cwd: root, env }));

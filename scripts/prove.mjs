// `npm run prove -- [sync|agents] [--runs N] [--seed S] [--path P]`: the proofs, as long as wanted. `sync` tells random stories of
// devices and one server (`COUCHDB_URL` has them told over a real CouchDB); `agents` kills the process that answers customers.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensureInstalled, giveUp, root, runNode, toolEnvironment } from './setup.mjs';

const { values, positionals } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } },
  allowPositionals: true,
});
for (const name of ['runs', 'seed']) {
  if (values[name] !== undefined && !/^\d+$/.test(values[name])) giveUp(`--${name} needs a whole number.`);
}
const { runs, path } = values;
// The tests repeat known seeds; a proof without one takes a new one, and prints it.
const seed = values.seed ?? String(randomInt(1_000_000));

const proofs = {
  sync: {
    args: ['--project', 'renderer', 'src/renderer/replication/proof'],
    env: { PROOF_RUNS: runs ?? '300', PROOF_SEED: seed, ...(path && { PROOF_PATH: path }) },
  },
  agents: {
    args: ['--project', 'node', 'sync-server/src/agents-crash.long.test.ts'],
    env: { KILL_RUNS: runs ?? '3000', KILL_SEED: seed },
  },
};
const [name = 'sync', ...others] = positionals;
const proof = others.length === 0 && Object.hasOwn(proofs, name) ? proofs[name] : undefined;
if (!proof) giveUp(`Name one proof: ${Object.keys(proofs).join(', ')}.`);

ensureInstalled();
const args = ['run', ...proof.args, '--disable-console-intercept'];
process.exit(
  runNode(['node_modules/vitest/vitest.mjs', ...args], { cwd: root, env: { ...toolEnvironment(), ...proof.env } }),
);

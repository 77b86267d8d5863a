// Runs a TypeScript entry on the right Node after the set-up: `node scripts/with-node.mjs [--built] FILE [arguments]`.
// `--built`: the pages that browsers load are built first.
import { ensureBuilt, ensureInstalled, runNode } from './setup.mjs';

const args = process.argv.slice(2);
const needsPages = args[0] === '--built';

ensureInstalled();
if (needsPages) ensureBuilt();
process.exit(runNode(needsPages ? args.slice(1) : args));

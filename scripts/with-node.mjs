// Runs a TypeScript entry on the right Node after the set-up: `node scripts/with-node.mjs FILE [arguments]`.
import { ensureInstalled, runNode } from './setup.mjs';

ensureInstalled();
process.exit(runNode(process.argv.slice(2)));

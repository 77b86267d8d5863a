import { openEmbeddedStore } from '../embedded/embedded-store.ts';

// A process of its own that opens the store in the folder given.
const [directory = ''] = process.argv.slice(2);
openEmbeddedStore({ directory });

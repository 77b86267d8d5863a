// Loaded into a server before its own code (`node --import`): wherever it imports its CouchDB client, it gets the one
// that puts a prefix before the names of databases. Nothing else differs, so its times are those of the real server.
import { registerHooks } from 'node:module';

const client = new URL('../../sync-server/src/store/couch/couch-client.ts', import.meta.url).href;
const prefixed = new URL('./prefixed-couch-client.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const resolved = nextResolve(specifier, context);
    return resolved.url === client && context.parentURL !== prefixed ? { ...resolved, url: prefixed } : resolved;
  },
});

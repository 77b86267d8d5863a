import { requireDatabase } from '@inbetwin/shared/ports/document-rules.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';
import { createCouchClient, isRefusal } from './couch-client.ts';
import { type CouchDatabase, createCouchDatabase } from './couch-database.ts';

const HEALTH_DATABASE = 'inbetwin-health';

const welcomeSchema = z.object({ couchdb: z.string(), uuid: z.string().min(1) });

export type CouchStoreOptions = {
  /** With user and password, such as `http://admin:secret@127.0.0.1:5984`. */
  readonly url: string;
  readonly random?: () => number;
};

/** Documents in CouchDB 3.x, a database each. The user of `url` must be allowed to make databases. */
export const openCouchStore = ({ url, random = Math.random }: CouchStoreOptions): DocumentStore => {
  const closing = new AbortController();
  const databases = new Map<string, CouchDatabase>();
  let backend: Promise<string> | undefined;
  const forgetBackend = () => {
    backend = undefined;
  };
  const client = createCouchClient(url, forgetBackend);

  const database: DocumentStore['database'] = (name, options = { indexes: [] }) => {
    requireDatabase(name, options);
    const known = databases.get(name) ?? createCouchDatabase(name, { client, closed: closing.signal, random });
    known.addIndexes(options.indexes);
    databases.set(name, known);
    return known;
  };

  return {
    backendId: () => {
      backend ??= client.request({}, welcomeSchema).then(
        ({ uuid }) => uuid,
        (error) => {
          forgetBackend();
          throw error;
        },
      );
      return backend;
    },
    database,
    listDatabases: async (prefix) => {
      const query = { startkey: prefix, endkey: `${prefix}\ufff0` };
      const names = await client.request({ path: '_all_dbs', query }, z.array(z.string()));
      return names.filter((name) => name.startsWith(prefix) && !name.startsWith('_')).sort();
    },
    deleteDatabase: async (name) => {
      try {
        await client.request({ database: name, method: 'delete' }, z.unknown());
      } catch (error) {
        if (!isRefusal(error, 404)) throw error;
      }
    },
    check: async () => {
      const health = database(HEALTH_DATABASE);
      const stored = await health.get('check');
      await health.write([{ id: 'check', body: { id: 'check' }, ...(stored && { rev: stored.rev }) }]);
    },
    close: async () => {
      closing.abort();
      client.close();
    },
  };
};

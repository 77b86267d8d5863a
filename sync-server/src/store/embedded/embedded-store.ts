import { requireCollection, requireDatabase } from '@inbetwin/shared/ports/document-rules.ts';
import type { DocumentDatabase, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { createChangeSignal } from '../change-signal.ts';
import { createStoreCheck } from '../store-check.ts';
import { dropDatabase, removeDropped } from './drop-database.ts';
import { createEmbeddedCollection, createEmbeddedDatabase, type EmbeddedCollection } from './embedded-collection.ts';
import { openConnection } from './embedded-connection.ts';
import { watchOthers } from './watch-others.ts';
import { createWriteQueue } from './write-queue.ts';

/**
 * A document store in one SQLite file, `store.sqlite` in `directory`, which is created if missing; several processes of one machine may
 * share it. Throws `store.unavailable` when the folder or the file cannot be used.
 */
export const openEmbeddedStore = ({ directory }: { readonly directory: string }): DocumentStore => {
  const connection = openConnection(directory, (failure) => noteWrite(failure));
  const queue = createWriteQueue(connection);
  const changeSignal = createChangeSignal(watchOthers(connection));
  const closing = new AbortController();
  const parts = { connection, queue, changeSignal, closed: closing.signal };
  const collections = new Map<string, EmbeddedCollection>();
  const databases = new Map<string, DocumentDatabase>();
  const { check, noteWrite } = createStoreCheck({
    read: async () => connection.read(() => connection.prepare('SELECT count(*) FROM meta').get()),
    write: () =>
      queue.submit(1, () => connection.prepare("UPDATE meta SET value = value + 1 WHERE key = 'checks'").run()),
  });

  return {
    backendId: async () =>
      connection.read(() => String(connection.prepare("SELECT value FROM meta WHERE key = 'backend'").get()?.value)),
    collection: (name, options = { indexes: [] }) => {
      const place = requireCollection(name, options);
      const collection = collections.get(name) ?? createEmbeddedCollection(name, place, parts);
      collection.addIndexes(options.indexes);
      collections.set(name, collection);
      return collection;
    },
    database: (name) => {
      const database = databases.get(name) ?? createEmbeddedDatabase(requireDatabase(name), parts);
      databases.set(name, database);
      return database;
    },
    listDatabases: async (prefix) =>
      connection
        .read(() => connection.prepare('SELECT name FROM databases WHERE name IS NOT NULL ORDER BY name').all())
        .map((row) => String(row.name))
        .filter((name) => name.startsWith(prefix)),
    deleteDatabase: async (name) => {
      try {
        await queue.submit(1, () => dropDatabase(connection, name));
      } finally {
        changeSignal.notify(name);
      }
      await removeDropped(connection, queue);
    },
    check,
    close: async () => {
      closing.abort();
      await queue.drained();
      changeSignal.close();
      await connection.close();
    },
  };
};

import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { requireDatabase } from '@inbetwin/shared/ports/document-rules.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { createStoreCheck } from '../store-check.ts';
import { createChangeSignal } from './change-signal.ts';
import { type Connection, openConnection } from './embedded-connection.ts';
import { createEmbeddedDatabase, type EmbeddedDatabase } from './embedded-database.ts';
import { createWriteQueue } from './write-queue.ts';

/**
 * A document store in one SQLite file, `store.sqlite` in `directory`, which is created if missing; several processes of one machine may
 * share it. Throws `store.unavailable` when the folder or the file cannot be used.
 */
export const openEmbeddedStore = ({ directory }: { readonly directory: string }): DocumentStore => {
  const connection = openConnection(directory, (failure) => noteWrite(failure));
  const queue = createWriteQueue(connection);
  const changeSignal = createChangeSignal(() => readDataVersion(connection));
  const closing = new AbortController();
  const databases = new Map<string, EmbeddedDatabase>();
  const { check, noteWrite } = createStoreCheck({
    read: async () => connection.read(() => connection.prepare('SELECT count(*) FROM meta').get()),
    write: () =>
      queue.submit(1, () => connection.prepare("UPDATE meta SET value = value + 1 WHERE key = 'checks'").run()),
  });

  return {
    backendId: async () =>
      connection.read(() => String(connection.prepare("SELECT value FROM meta WHERE key = 'backend'").get()?.value)),
    database: (name, options = { indexes: [] }) => {
      requireDatabase(name, options);
      const parts = { connection, queue, changeSignal, closed: closing.signal };
      const database = databases.get(name) ?? createEmbeddedDatabase(name, parts);
      database.addIndexes(options.indexes);
      databases.set(name, database);
      return database;
    },
    listDatabases: async (prefix) =>
      connection
        .read(() => connection.prepare('SELECT name FROM databases ORDER BY name').all())
        .map((row) => String(row.name))
        .filter((name) => name.startsWith(prefix)),
    deleteDatabase: async (name) => {
      try {
        await queue.submit(1, () => {
          const row = connection.prepare('DELETE FROM databases WHERE name = ? RETURNING number').get(name);
          if (row) connection.prepare(`DROP TABLE docs_${row.number}`).run();
        });
      } finally {
        changeSignal.notify(name);
      }
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

/** Changes when another connection has written. If the store cannot be read, it counts as changed, so that followers see the error. */
const readDataVersion = (connection: Connection): number => {
  try {
    return connection.read(() => Number(connection.prepare('PRAGMA data_version').get()?.data_version));
  } catch (error) {
    if (error instanceof Failure) return Number.NaN;
    throw error;
  }
};

import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { z } from 'zod';
import type { CouchClient } from './couch-client.ts';
import { buildIndexes, type CollectionIndex } from './couch-indexes.ts';
import { createGate } from './gate.ts';

/** Builds the indexes that a database lacks; resolves when they can be read. */
export type IndexBuilder = (database: string, indexes: readonly CollectionIndex[]) => Promise<void>;

/** Databases that are built at once: each occupies one of the connections, and CouchDB's processors. */
const BUILT_AT_ONCE = 4;
const PROGRESS_MS = 10_000;

/** Creates a builder that writes its progress to the log when it takes long. */
export const createIndexBuilder = (client: CouchClient, log?: Pick<Logger, 'info'>): IndexBuilder => {
  const gate = createGate(BUILT_AT_ONCE);
  return (database, indexes) =>
    gate(async () => {
      const timer = setInterval(() => void logProgress(client, database, log), PROGRESS_MS);
      try {
        await buildIndexes(client, database, indexes);
      } finally {
        clearInterval(timer);
      }
    });
};

const tasksSchema = z.array(z.looseObject({ database: z.string().optional(), progress: z.number().optional() }));

const logProgress = async (client: CouchClient, database: string, log?: Pick<Logger, 'info'>): Promise<void> => {
  const percent = await readProgress(client, database).catch(() => 'unknown');
  log?.info({ database, percent }, 'CouchDB is building indexes');
};

/** In percent, as far as this node knows. Databases of tasks are named `shards/00000000-ffffffff/<name>.<time>`. */
const readProgress = async (client: CouchClient, database: string): Promise<number | 'unknown'> => {
  const tasks = await client.request({ path: '_active_tasks' }, tasksSchema);
  const own = tasks.find((task) => task.type === 'indexer' && task.database?.includes(`/${client.prefix}${database}.`));
  return own?.progress ?? 'unknown';
};

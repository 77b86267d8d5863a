import type { Connection } from './embedded-connection.ts';
import { MAX_ROWS_PER_TRANSACTION, type WriteQueue } from './write-queue.ts';

/** Deletes a database: from now on nobody finds it, and a new one may take its name. Its documents are still to be removed. */
export const dropDatabase = (connection: Connection, name: string): void => {
  connection.prepare('UPDATE databases SET name = NULL WHERE name = ?').run(name);
};

/** Removes the documents of deleted databases in slices, also of one whose removal a crash interrupted. */
export const removeDropped = async (connection: Connection, queue: WriteQueue): Promise<void> => {
  const removeSlice = (): number => {
    const dropped = 'SELECT number FROM databases WHERE name IS NULL';
    const slice = `SELECT seq FROM documents WHERE database IN (${dropped}) LIMIT ${MAX_ROWS_PER_TRANSACTION}`;
    const { changes } = connection.prepare(`DELETE FROM documents WHERE seq IN (${slice})`).run();
    if (changes > 0) return Number(changes);
    connection.prepare(`DELETE FROM collections WHERE database IN (${dropped})`).run();
    connection.prepare('DELETE FROM databases WHERE name IS NULL').run();
    return 0;
  };
  while ((await queue.submit(MAX_ROWS_PER_TRANSACTION, removeSlice)) > 0);
};

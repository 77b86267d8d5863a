import type { DatabaseSync } from 'node:sqlite';

/** Runs `work` in one transaction that no other process interrupts. */
export const runTransaction = <T>(database: DatabaseSync, work: () => T): T => {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite rolls back on its own when the disk is full.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

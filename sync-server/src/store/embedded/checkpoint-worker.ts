// Moves what SQLite's log holds into its file, in a thread that may wait for the disk.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** Milliseconds that `TRUNCATE` waits for those who read or write. */
const BUSY_MS = 1000;

const database = new DatabaseSync(String(workerData), { timeout: BUSY_MS });
const checkpoints = {
  PASSIVE: database.prepare('PRAGMA wal_checkpoint(PASSIVE)'),
  TRUNCATE: database.prepare('PRAGMA wal_checkpoint(TRUNCATE)'),
};

parentPort?.on('message', (mode: keyof typeof checkpoints) => {
  parentPort?.postMessage(checkpoints[mode].get()?.busy === 0);
});

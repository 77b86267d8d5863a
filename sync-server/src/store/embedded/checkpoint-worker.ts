// Checkpoints SQLite's write-ahead log in a thread of its own, which may block on the disk.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** How long `TRUNCATE` waits for readers and writers. */
const BUSY_MS = 1000;

const database = new DatabaseSync(String(workerData), { timeout: BUSY_MS });
const checkpoints = {
  PASSIVE: database.prepare('PRAGMA wal_checkpoint(PASSIVE)'),
  TRUNCATE: database.prepare('PRAGMA wal_checkpoint(TRUNCATE)'),
};

parentPort?.on('message', (mode: keyof typeof checkpoints) => {
  parentPort?.postMessage(checkpoints[mode].get()?.busy === 0);
});

import { type FileHandle, open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';

/** What SQLite would do to the disk within a commit, which stops the process for as long as the disk takes. */
export type LogDisk = {
  /** Everything that was committed is on disk when it resolves. */
  flush(): Promise<void>;
  /** Moves what the log holds into the file, so that the log begins anew. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Of the database in `file`, whose log SQLite itself does not flush (`synchronous = NORMAL`). A flush of one handle flushes the file,
 * whoever wrote to it.
 */
export const openLogDisk = (file: string): LogDisk => {
  let log: Promise<FileHandle> | undefined;
  let worker: Worker | undefined;

  const startWorker = (): Worker =>
    new Worker(new URL('./checkpoint-worker.ts', import.meta.url), { workerData: file });

  const askWorker = (asked: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      asked.once('message', () => resolve());
      asked.once('error', reject);
      asked.once('exit', () => reject(new Error('The thread has ended.')));
      asked.ref();
      asked.postMessage('checkpoint');
    });

  return {
    flush: async () => {
      log ??= open(`${file}-wal`, 'r+').catch((error: unknown) => {
        log = undefined;
        throw error;
      });
      await (await log).datasync();
    },
    checkpoint: async () => {
      worker ??= startWorker();
      const asked = worker;
      try {
        await askWorker(asked);
      } catch (error) {
        worker = undefined;
        throw error;
      } finally {
        for (const event of ['message', 'error', 'exit']) asked.removeAllListeners(event);
        asked.unref();
      }
    },
    close: async () => {
      await worker?.terminate();
      await (await log)?.close();
    },
  };
};

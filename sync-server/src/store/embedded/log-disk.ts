import { type FileHandle, open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { createTurns } from '@inbetwin/shared/timing/turns.ts';

/** What SQLite would do to the disk within a commit, which stops the process for as long as the disk takes. */
export type LogDisk = {
  /** Everything that was committed is on disk when it resolves. After a failure that takes until the log was emptied. */
  flush(): Promise<void>;
  /** Moves what the log holds into the file, so that the log begins anew. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Of the database in `file`, whose log SQLite itself does not flush (`synchronous = NORMAL`). A flush of one handle flushes the file,
 * whoever wrote to it. One thing is done at a time, so that a failure is met by whoever waits for what it concerns.
 */
export const openLogDisk = (file: string): LogDisk => {
  let log: Promise<FileHandle> | undefined;
  let worker: Worker | undefined;
  let isInDoubt = false;
  const inTurn = createTurns();

  const startWorker = (): Worker =>
    new Worker(new URL('./checkpoint-worker.ts', import.meta.url), { workerData: file });

  /** Resolves with whether all of the log was moved. */
  const askWorker = async (mode: 'PASSIVE' | 'TRUNCATE'): Promise<boolean> => {
    worker ??= startWorker();
    const asked = worker;
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    asked.once('message', resolve);
    asked.once('error', reject);
    asked.once('exit', () => reject(new Error('The thread has ended.')));
    asked.ref();
    asked.postMessage(mode);
    try {
      return await promise;
    } catch (error) {
      worker = undefined;
      throw error;
    } finally {
      for (const event of ['message', 'error', 'exit']) asked.removeAllListeners(event);
      asked.unref();
    }
  };

  const syncLog = async (): Promise<void> => {
    log ??= open(`${file}-wal`, 'r+').catch((error: unknown) => {
      log = undefined;
      throw error;
    });
    await (await log).datasync();
  };

  /**
   * A system may report once that it could not write a page, and count the page as written from then on, so another flush of
   * the log proves nothing. SQLite writes what the log holds into the database file and flushes that; the emptied log cannot bring back older pages.
   */
  const emptyLog = async (): Promise<void> => {
    if (!(await askWorker('TRUNCATE'))) throw new Error('The log is in use and could not be emptied');
  };

  return {
    flush: () =>
      inTurn(async () => {
        if (isInDoubt) await emptyLog();
        isInDoubt = true;
        await syncLog();
        isInDoubt = false;
      }),
    checkpoint: async () => {
      await inTurn(() => askWorker('PASSIVE'));
    },
    close: async () => {
      await worker?.terminate();
      await (await log)?.close();
    },
  };
};

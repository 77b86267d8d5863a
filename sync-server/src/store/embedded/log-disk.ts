import { type FileHandle, open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { createTurns } from '@inbetwin/shared/timing/turns.ts';

/** The disk work that SQLite would otherwise do within a commit, blocking the process. */
export type LogDisk = {
  /** Resolves when everything committed so far is on disk. After a failed flush, that requires emptying the log. */
  flush(): Promise<void>;
  /** Moves the content of the log into the database file, so that the log can start over. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Flushes and checkpoints the log of the database in `file`, which SQLite itself does not flush (`synchronous = NORMAL`). Flushing one
 * handle flushes the file for all writers. Operations are serialized, so that an error reaches the caller that it concerns.
 */
export const openLogDisk = (file: string): LogDisk => {
  let log: Promise<FileHandle> | undefined;
  const checkpoints = createCheckpoints(file);
  let isInDoubt = false;
  const inTurn = createTurns();

  const syncLog = async (): Promise<void> => {
    log ??= open(`${file}-wal`, 'r+').catch((error: unknown) => {
      log = undefined;
      throw error;
    });
    await (await log).datasync();
  };

  /**
   * An operating system may report a failed page write only once and then treat the page as written, so flushing the log again proves
   * nothing. Instead, SQLite writes the log's content to the database file and flushes that; an emptied log cannot bring back older pages.
   */
  const emptyLog = async (): Promise<void> => {
    if (!(await checkpoints.ask('TRUNCATE'))) throw new Error('The log is in use and could not be emptied');
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
      await inTurn(() => checkpoints.ask('PASSIVE'));
    },
    close: async () => {
      await checkpoints.close();
      await (await log)?.close();
    },
  };
};

/** A thread that checkpoints the database, started on first use and again after it has broken. */
const createCheckpoints = (file: string) => {
  let worker: Worker | undefined;

  const startWorker = (): Worker =>
    new Worker(new URL('./checkpoint-worker.ts', import.meta.url), { workerData: file });

  /** Resolves to whether the whole log was moved. */
  const ask = async (mode: 'PASSIVE' | 'TRUNCATE'): Promise<boolean> => {
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

  return {
    ask,
    close: async (): Promise<void> => {
      await worker?.terminate();
    },
  };
};

import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { OWNER_ONLY } from '../owner-only.ts';
import { isBusy, toStoreFailure } from './embedded-failure.ts';
import { layOut } from './embedded-layout.ts';
import { openLogDisk } from './log-disk.ts';
import { runTransaction } from './run-transaction.ts';

const FILE = 'store.sqlite';
const OPEN_ATTEMPTS = 100;
const OPEN_PAUSE_MS = 20;
/** SQLite's own wait blocks the event loop, so it is short; the longer wait is asynchronous. */
const BUSY_TIMEOUT_MS = 20;
const BUSY_ATTEMPTS = 300;
const BUSY_PAUSE_MS = 20;
const MAX_STATEMENTS = 2000;

/** A connection to one SQLite file. Calls are synchronous and short; every error is thrown as a `Failure`. */
export type Connection = {
  prepare(sql: string): StatementSync;
  /** Runs `work` and converts SQLite's errors to `Failure`s. */
  read<T>(work: () => T): T;
  /** Resolves when everything read so far is on disk, whichever process wrote it; results must not be revealed before that. */
  durable(): Promise<void>;
  /**
   * Runs `work` in one immediate transaction that is on disk when the promise resolves. While another process writes, it waits without
   * blocking the event loop and then runs `work` from the start, so `work` must have no effects outside this connection. If the promise
   * rejects because a flush failed, the transaction is committed nevertheless and becomes readable once it is on disk.
   */
  transact<T>(rows: number, work: () => T): Promise<T>;
  close(): Promise<void>;
};

/** Checkpoint after this many rows, about 4 MB of log. */
const ROWS_PER_CHECKPOINT = 500;

/** Opens the store's file in `directory`. `onWrite` is called after each transaction, with a failure if the file could not be written. */
export const openConnection = (directory: string, onWrite: (failure?: Failure) => void): Connection => {
  const database = openFile(directory);
  const statements = cacheStatements(database);
  const log = openLog(database, directory);
  let open = true;

  const requireOpen = () => {
    if (!open) throw new Failure('store.unavailable', 'The store is closed.', 'Start the server again.');
  };

  const failWrite = (error: unknown): unknown => {
    const failure = toStoreFailure(error, directory);
    if (failure instanceof Failure) onWrite(failure);
    return failure;
  };

  return {
    prepare: statements.prepare,
    durable: () => log.durable(open),
    read: (work) => {
      requireOpen();
      try {
        return work();
      } catch (error) {
        throw toStoreFailure(error, directory);
      }
    },
    transact: async (rows, work) => {
      await log.checkpointIfDue();
      for (let attempt = 1; ; attempt++) {
        requireOpen();
        try {
          const result = runTransaction(database, work);
          await log.flushCommit(rows);
          onWrite();
          return result;
        } catch (error) {
          if (!isBusy(error) || attempt === BUSY_ATTEMPTS) throw failWrite(error);
        }
        await sleep(Math.min(attempt, BUSY_PAUSE_MS));
      }
    },
    close: async () => {
      if (!open) return;
      open = false;
      statements.clear();
      await log.close();
      database.close();
    },
  };
};

const cacheStatements = (database: DatabaseSync) => {
  const statements = new Map<string, StatementSync>();
  return {
    prepare: (sql: string): StatementSync => {
      const known = statements.get(sql);
      if (known) return known;
      if (statements.size >= MAX_STATEMENTS) statements.clear();
      const statement = database.prepare(sql);
      statements.set(sql, statement);
      return statement;
    },
    clear: () => statements.clear(),
  };
};

/** SQLite's write-ahead log of this connection: knows what of it is on disk. */
const openLog = (database: DatabaseSync, directory: string) => {
  const disk = openLogDisk(join(directory, FILE));
  const dataVersion = database.prepare('PRAGMA data_version');
  /** Changes when another process writes. */
  const readVersion = (): unknown => dataVersion.get()?.data_version;
  let flushedVersion: unknown;
  let flushing: Promise<void> = Promise.resolve();
  let rowsInLog = 0;

  const flush = async (): Promise<void> => {
    try {
      await disk.flush();
    } catch (cause) {
      flushedVersion = undefined;
      const reason = `The log of the store in ${directory} could not be flushed: ${messageOf(cause)}. What was just written may be kept or not.`;
      throw new Failure('store.unavailable', reason, 'Check the disk, then try again.', { cause });
    }
  };

  return {
    /** Resolves when everything read so far is on disk; a closed connection has read nothing since the last flush. */
    durable: async (isOpen: boolean): Promise<void> => {
      await flushing;
      const version = isOpen ? readVersion() : flushedVersion;
      if (version === flushedVersion) return;
      await flush();
      flushedVersion = version;
    },
    /** Flushes a transaction of so many rows. Readers of committed data wait for it; only the writer learns of its failure. */
    flushCommit: async (rows: number): Promise<void> => {
      rowsInLog += rows;
      const { promise, resolve } = Promise.withResolvers<void>();
      flushing = promise;
      await flush().finally(resolve);
    },
    /**
     * Runs while nobody writes, so that the log can start over. If a checkpoint fails its data stays in the log, which is part of the
     * store, and SQLite checkpoints within a commit once the log has grown long.
     */
    checkpointIfDue: async (): Promise<void> => {
      if (rowsInLog < ROWS_PER_CHECKPOINT) return;
      rowsInLog = 0;
      await disk.checkpoint().catch(() => undefined);
    },
    close: disk.close,
  };
};

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const openFile = (directory: string): DatabaseSync => {
  try {
    mkdirSync(directory, { recursive: true, mode: OWNER_ONLY.folder });
  } catch (cause) {
    throw new Failure(
      'store.unavailable',
      `The folder ${directory} cannot be made: ${messageOf(cause)}`,
      'Name a folder that this user may write to.',
      { cause },
    );
  }
  // Several processes that open a new file at once block each other for a moment, and SQLite's busy timeout does not apply here.
  for (let attempt = 1; ; attempt++) {
    try {
      return openOnce(join(directory, FILE));
    } catch (error) {
      if (!isBusy(error) || attempt === OPEN_ATTEMPTS) throw toStoreFailure(error, directory);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, OPEN_PAUSE_MS);
  }
};

const openOnce = (file: string): DatabaseSync => {
  makeForOwner(file);
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = FAST; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 25000;',
    );
    layOut(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/**
 * SQLite gives its log and shared-memory files the mode of the database file. If the file cannot be opened here, SQLite will explain why.
 */
const makeForOwner = (file: string): void => {
  try {
    closeSync(openSync(file, 'a', OWNER_ONLY.file));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
};

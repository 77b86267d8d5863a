import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from './embedded-connection.ts';
import { DatabaseGone } from './embedded-table.ts';

/** About 10 ms of work, after which the event loop gets a turn. */
export const MAX_ROWS_PER_TRANSACTION = 500;

type Outcome = { readonly error: unknown } | { readonly value: unknown };

type Job = {
  readonly rows: number;
  readonly run: () => unknown;
  readonly settle: (outcome: Outcome) => void;
};

/** Queues writes and commits them in groups. */
export type WriteQueue = {
  /** Runs `work` in a transaction and resolves when it is on disk. `rows` is the number of rows it writes. */
  submit<T>(rows: number, work: () => T): Promise<T>;
  /** Resolves when everything submitted so far is settled. */
  drained(): Promise<void>;
};

/**
 * Writes that arrive in the same turn of the event loop share one transaction, and so one disk flush. They run in the order of their
 * submission.
 */
export const createWriteQueue = (connection: Connection): WriteQueue => {
  const jobs: Job[] = [];
  let running: Promise<void> | undefined;

  const flushAll = async (): Promise<void> => {
    while (jobs.length > 0) {
      await nextTurn();
      await commit(connection, takeGroup(jobs));
    }
    running = undefined;
  };

  return {
    submit: <T>(rows: number, work: () => T) => {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      let value: T;
      jobs.push({
        rows,
        run: () => {
          value = work();
        },
        settle: (outcome) => ('error' in outcome ? reject(outcome.error) : resolve(value)),
      });
      running ??= flushAll();
      return promise;
    },
    drained: async () => running,
  };
};

const takeGroup = (jobs: Job[]): readonly Job[] => {
  let rows = 0;
  const end = jobs.findIndex((job) => {
    rows += job.rows;
    return rows > MAX_ROWS_PER_TRANSACTION;
  });
  return jobs.splice(0, end < 0 ? jobs.length : Math.max(end, 1));
};

const commit = async (connection: Connection, group: readonly Job[]): Promise<void> => {
  try {
    const rows = group.reduce((sum, job) => sum + job.rows, 0);
    const outcomes = await connection.transact(rows, () => group.map(runJob));
    for (const [at, job] of group.entries())
      job.settle(outcomes[at] ?? { error: new Error('A write has no outcome.') });
  } catch (error) {
    for (const job of group) job.settle({ error });
  }
};

/** A deleted database fails this job only; any other error, such as a full disk, rolls back the whole transaction. */
const runJob = (job: Job): Outcome => {
  try {
    return { value: job.run() };
  } catch (error) {
    if (error instanceof DatabaseGone) return { error };
    throw error;
  }
};

import { pause } from '@inbetwin/shared/timing/pause.ts';
import { CouchRefusal, isRefusal } from './couch-failure.ts';

/** Milliseconds between attempts, 3 s in all. */
const PAUSES_MS = [10, 25, 50, 100, 200, 400, 800, 1500];

/** Tries again for some seconds while `isPassing` says so of the error. Throws the last error, and any other at once. */
export const untilSettled = async <T>(
  work: () => Promise<T>,
  isPassing: (error: unknown) => boolean,
  signal: AbortSignal,
): Promise<T> => {
  for (const milliseconds of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
    }
    await pause(milliseconds, signal);
  }
  return work();
};

/**
 * The database, or one of its indexes, is not there: deleted by another process, or so new that this node has not heard of
 * it. CouchDB's list of indexes lags behind for a moment: https://github.com/apache/couchdb/pull/2357
 */
export const isMissing = (error: unknown): boolean =>
  (isRefusal(error, 404) && error.error === 'not_found') ||
  (isRefusal(error, 400) && error.error === 'no_usable_index') ||
  (isRefusal(error, 500) && error.reason.includes('No DB shards could be opened'));

/** Another process creates or deletes the same at this very moment: https://github.com/apache/couchdb/issues/2613, /2073 */
export const isRace = (error: unknown): boolean =>
  error instanceof CouchRefusal &&
  (error.status === 409 ||
    (error.status === 500 &&
      (error.error === 'error_saving_ddoc' || /^(conflict|internal_server_error)$/.test(error.reason))));

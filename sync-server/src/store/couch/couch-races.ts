import { pause } from '@inbetwin/shared/timing/pause.ts';
import { CouchRefusal, isRefusal } from './couch-failure.ts';

/** Pauses between attempts, 3 s in total. */
const PAUSES_MS = [10, 25, 50, 100, 200, 400, 800, 1500];

/**
 * Retries for a few seconds while `isPassing` says that the error is temporary. Throws any other error at once, and finally the last one.
 */
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
 * The database or one of its indexes does not exist: another process deleted it, or it is so new that this node has not learned of it yet.
 */
export const isMissing = (error: unknown): boolean =>
  (isRefusal(error, 404) && error.error === 'not_found') ||
  (isRefusal(error, 500) && error.reason.includes('No DB shards could be opened'));

/** Another process is creating or deleting the same thing: https://github.com/apache/couchdb/issues/2613, /2073 */
export const isRace = (error: unknown): boolean =>
  error instanceof CouchRefusal &&
  (error.status === 409 ||
    (error.status === 500 &&
      (error.error === 'error_saving_ddoc' || /^(conflict|internal_server_error)$/.test(error.reason))));

import { Failure } from '@inbetwin/shared/contracts/errors.ts';

/** Primary result codes, https://sqlite.org/rescode.html */
const BUSY = 5;
const LOCKED = 6;
const FULL = 13;
const DAMAGED = new Set([11, 26]);
const INACCESSIBLE = new Set([3, 8, 14]);

/** The system refused a write although the disk works: a quota or a file size limit (`SQLITE_IOERR_WRITE`, `_SHMSIZE`). */
const REFUSED_WRITES = new Set([778, 4874]);

type SqliteError = Error & { readonly code: 'ERR_SQLITE_ERROR'; readonly errcode: number };

const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR' && 'errcode' in error;

const primaryCode = (error: unknown): number | undefined => (isSqliteError(error) ? error.errcode & 0xff : undefined);

/** Another process holds the lock. */
export const isBusy = (error: unknown): boolean => [BUSY, LOCKED].includes(primaryCode(error) ?? 0);

/** Converts an SQLite error to a `Failure`; any other error is returned unchanged. */
export const toStoreFailure = (error: unknown, directory: string): unknown => {
  if (!isSqliteError(error)) return error;
  const code = primaryCode(error) ?? 0;
  const reason = `The store in ${directory} failed: ${error.message}.`;
  if (code === FULL || REFUSED_WRITES.has(error.errcode)) {
    return new Failure('store.full', reason, 'Free disk space or raise the quota; writing then works again.', {
      cause: error,
    });
  }
  return new Failure('store.unavailable', reason, hintFor(code), { cause: error });
};

const hintFor = (code: number): string => {
  if (DAMAGED.has(code)) return 'The file is damaged or not a store: put a backup in its place.';
  if (INACCESSIBLE.has(code)) return 'Let this user read and write the folder and its files.';
  if (code === BUSY || code === LOCKED) return 'Another process holds the store for too long: end it or try again.';
  return 'Check the disk, then try again.';
};

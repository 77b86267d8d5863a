/**
 * What is wrong with this device's storage. `full`: a write does not fit. `blocked`: the browser denies this site any storage. `version`:
 * written by another version of the program. `closed`: it was closed while in use. `broken`: it cannot be read.
 */
const storageCodes = ['device.full', 'device.blocked', 'device.version', 'device.closed', 'device.broken'] as const;
/** A stable code of a storage problem. */
export type StorageCode = (typeof storageCodes)[number];

/** This device's storage failed; the interface has a text for each code. */
export class StorageFailure extends Error {
  readonly code: StorageCode;

  constructor(code: StorageCode, cause: unknown) {
    super(wordsOf(cause), { cause });
    this.name = 'StorageFailure';
    this.code = code;
  }
}

/** Codes by the error names of IndexedDB, Dexie, and RxDB: https://w3c.github.io/IndexedDB/#exceptions */
const codeByName: Readonly<Record<string, StorageCode>> = {
  QuotaExceededError: 'device.full',
  SecurityError: 'device.blocked',
  MissingAPIError: 'device.blocked',
  VersionError: 'device.version',
  DatabaseClosedError: 'device.closed',
};

/** RxDB's error codes for a different schema under the same version, and for a store of another major version. */
const codeByRxError: Readonly<Record<string, StorageCode>> = { DB6: 'device.version', DM5: 'device.version' };

/** The code of the innermost known cause; Dexie and RxDB wrap the browser's errors. */
const knownCode = (error: unknown, depth = 0): StorageCode | undefined => {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined;
  if (error instanceof StorageFailure) return error.code;
  const causes = ['inner' in error ? error.inner : undefined, 'cause' in error ? error.cause : undefined];
  for (const cause of causes) {
    const code = knownCode(cause, depth + 1);
    if (code) return code;
  }
  return (
    ('name' in error && typeof error.name === 'string' ? codeByName[error.name] : undefined) ??
    ('code' in error && typeof error.code === 'string' ? codeByRxError[error.code] : undefined)
  );
};

/** The storage code of an error, or undefined if it is not about storage. */
export const storageCodeOf = (error: unknown): StorageCode | undefined => knownCode(error);

/** The failure of opening a database; an unknown cause counts as a database that cannot be read. */
export const openingFailureOf = (error: unknown): StorageFailure =>
  error instanceof StorageFailure ? error : new StorageFailure(knownCode(error) ?? 'device.broken', error);

/** RxDB throws storage errors that are not instances of `Error`. */
const wordsOf = (cause: unknown): string => {
  if (cause instanceof Error) return `${cause.name}: ${cause.message}`;
  if (typeof cause === 'object' && cause !== null && 'message' in cause) return String(cause.message);
  return String(cause);
};

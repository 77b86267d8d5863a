/**
 * What is wrong with this device's storage. `full`: no room for what was to be written. `blocked`: the browser gives this
 * site no storage at all. `version`: written by another version of the program. `closed`: it went away while it was in use.
 * `broken`: it cannot be read.
 */
const storageCodes = ['device.full', 'device.blocked', 'device.version', 'device.closed', 'device.broken'] as const;
export type StorageCode = (typeof storageCodes)[number];

/** This device's storage failed; the screens word each code. */
export class StorageFailure extends Error {
  readonly code: StorageCode;

  constructor(code: StorageCode, cause: unknown) {
    super(wordsOf(cause), { cause });
    this.name = 'StorageFailure';
    this.code = code;
  }
}

/** By the names that IndexedDB, Dexie and RxDB give: https://w3c.github.io/IndexedDB/#exceptions */
const codeByName: Readonly<Record<string, StorageCode>> = {
  QuotaExceededError: 'device.full',
  SecurityError: 'device.blocked',
  MissingAPIError: 'device.blocked',
  VersionError: 'device.version',
  DatabaseClosedError: 'device.closed',
};

/** RxDB's: another schema under the same version, and a store of another major version. */
const codeByRxError: Readonly<Record<string, StorageCode>> = { DB6: 'device.version', DM5: 'device.version' };

/** The code of the innermost known cause in whatever was thrown: Dexie and RxDB wrap what the browser threw. */
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

/** Undefined for what has nothing to do with storage. */
export const storageCodeOf = (error: unknown): StorageCode | undefined => knownCode(error);

/** Of an opening that failed: whatever is not known otherwise is a database that cannot be read. */
export const openingFailureOf = (error: unknown): StorageFailure =>
  error instanceof StorageFailure ? error : new StorageFailure(knownCode(error) ?? 'device.broken', error);

/** RxDB throws what the storage answered, which is no `Error`. */
const wordsOf = (cause: unknown): string => {
  if (cause instanceof Error) return `${cause.name}: ${cause.message}`;
  if (typeof cause === 'object' && cause !== null && 'message' in cause) return String(cause.message);
  return String(cause);
};

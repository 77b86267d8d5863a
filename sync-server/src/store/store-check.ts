import type { Failure } from '@inbetwin/shared/contracts/errors.ts';

/** Minimum interval between writes that only probe whether writing works again. */
const PROBE_MS = 1000;

type Probes = {
  /** Throws when the store cannot be read. */
  read(): Promise<unknown>;
  /** Writes something small. The store must report the outcome through `noteWrite`, as for any other write. */
  write(): Promise<unknown>;
};

/** The health check of a store. */
export type StoreCheck = {
  /** Must be called after each write, with the failure if it failed. */
  noteWrite(failure?: Failure): void;
  /**
   * Throws if the store cannot be read or written. It always reads; it writes only if the last write failed or none was made yet, and at
   * most once per second.
   */
  check(): Promise<void>;
};

/** Remembers the outcome of the last write, so that a health check costs one read and no revision. */
export const createStoreCheck = ({ read, write }: Probes, now: () => number = () => performance.now()): StoreCheck => {
  let writing: 'unknown' | 'works' | Failure = 'unknown';
  let probedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | undefined;

  const probe = async (): Promise<void> => {
    await read();
    if (writing === 'works') return;
    if (writing !== 'unknown' && now() - probedAt < PROBE_MS) throw writing;
    probedAt = now();
    await write();
  };

  return {
    noteWrite: (failure) => {
      writing = failure ?? 'works';
    },
    check: () => {
      underWay ??= probe().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
  };
};

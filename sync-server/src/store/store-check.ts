import type { Failure } from '@inbetwin/shared/contracts/errors.ts';

/** Milliseconds between two writes that are made only to see whether writing works again. */
const PROBE_MS = 1000;

type Probes = {
  /** Throws when the store cannot be read. */
  read(): Promise<unknown>;
  /** Writes something small. The store must report its outcome through `noteWrite`, as for any other write. */
  write(): Promise<unknown>;
};

export type StoreCheck = {
  /** Must be called after each write of the store, with the failure when the write failed. */
  noteWrite(failure?: Failure): void;
  /**
   * Throws what keeps the store from being read or written. It reads, and it writes only when the last write failed or none
   * was made yet: once in a while, however often it is asked.
   */
  check(): Promise<void>;
};

/** Remembers how the last write went, so that asking for the state of the store costs a read and no revision. */
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

export type KeepPace = {
  /**
   * The index is kept when nothing has changed for this long. A write must be on disk this long after it got its time:
   * one that comes later still is searchable, but may be missing in what was kept before it came.
   */
  readonly quietMs: number;
  /** From one keeping to the next, at least. */
  readonly spacingMs: number;
};

const UNHURRIED: KeepPace = { quietMs: 10_000, spacingMs: 60_000 };

type KeeperParts = {
  /** `settledUntil`: nothing that got its time until then can still come. */
  readonly keep: (settledUntil: number) => Promise<void>;
  readonly onKept: (problem?: unknown) => void;
  readonly pace?: KeepPace | undefined;
};

/** Keeps the index for the next start when it has changed and come to rest. */
export type IndexKeeper = {
  /** What is kept is not up to date any more. */
  changed(): void;
  /** Changes are being read: nothing is kept until `rest`. */
  hold(): void;
  rest(): void;
};

export const createIndexKeeper = ({ keep, onKept, pace = UNHURRIED }: KeeperParts): IndexKeeper => {
  let isUpToDate = true;
  let lastAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const attempt = async (): Promise<void> => {
    isUpToDate = true;
    lastAt = Date.now();
    try {
      await keep(lastAt - pace.quietMs);
      onKept();
    } catch (problem) {
      isUpToDate = false;
      onKept(problem);
    }
  };

  return {
    changed: () => {
      isUpToDate = false;
    },
    hold: () => clearTimeout(timer),
    rest: () => {
      clearTimeout(timer);
      if (isUpToDate) return;
      timer = setTimeout(attempt, Math.max(pace.quietMs, lastAt + pace.spacingMs - Date.now()));
    },
  };
};

import type { MonotonicClock } from '../ports/clock.ts';

/** In milliseconds. */
export type SaveTiming = {
  /** Saving waits for this long without a change... */
  readonly quietMs: number;
  /** ...but no longer than this while changes never end. */
  readonly longestMs: number;
  /** Between the end of one saving and the next. */
  readonly restMs: number;
};

export type SaveSchedule = {
  changed(): void;
  /** Changes are being made: nothing is saved until `release`, from which on it is to be quiet. */
  hold(): void;
  release(): void;
  /** Resolves when there is nothing left to save. */
  close(): Promise<void>;
};

type ScheduleOptions = {
  /** Never rejects. False: it is to be tried again, which the next change, `release` or `close` does. */
  readonly save: () => Promise<boolean>;
  readonly clock: MonotonicClock;
  readonly timing: SaveTiming;
};

/** When a thing that changes is saved: once it is quiet, one at a time, and not too often. */
export const createSaveSchedule = ({ save, clock, timing }: ScheduleOptions): SaveSchedule => {
  const { quietMs, longestMs, restMs } = timing;
  let unsaved: { readonly since: number; readonly last: number } | undefined;
  let hasFailed = false;
  let restsUntil = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | undefined;
  let isHeld = false;
  let closed = false;

  const attempt = async (): Promise<void> => {
    unsaved = undefined;
    hasFailed = !(await save());
    saving = undefined;
    restsUntil = clock() + restMs;
    arm();
  };

  const saveNow = (): Promise<void> => {
    clearTimeout(timer);
    saving = attempt();
    return saving;
  };

  const arm = (): void => {
    clearTimeout(timer);
    if (!unsaved || saving || isHeld || closed) return;
    const due = Math.min(unsaved.last + quietMs, unsaved.since + longestMs);
    timer = setTimeout(saveNow, Math.max(due - clock(), restsUntil - clock(), 0));
  };

  const changed = (): void => {
    const now = clock();
    unsaved = { since: unsaved?.since ?? now, last: now };
    arm();
  };

  return {
    changed,
    hold: () => {
      isHeld = true;
      clearTimeout(timer);
    },
    release: () => {
      isHeld = false;
      if (unsaved || hasFailed) changed();
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await saving;
      if (unsaved || hasFailed) await saveNow();
    },
  };
};

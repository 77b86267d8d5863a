import type { MonotonicClock } from '../ports/clock.ts';

/** Intervals in milliseconds. */
export type SaveTiming = {
  /** Saving starts after this long without a change. */
  readonly quietMs: number;
  /** Saving starts after this long even if changes keep coming. */
  readonly longestMs: number;
  /** Minimum time between the end of one save and the start of the next. */
  readonly restMs: number;
};

/** Schedules saves of something that changes often. */
export type SaveSchedule = {
  changed(): void;
  /**
   * Postpones all saves until `release`, because changes are still being made. The quiet period starts at `release`.
   */
  hold(): void;
  release(): void;
  /** Saves what is still unsaved and resolves when nothing is left. */
  close(): Promise<void>;
};

type ScheduleOptions = {
  /**
   * Never rejects. Resolving with false means that the save must be repeated, which the next `changed`, `release` or
   * `close` does.
   */
  readonly save: () => Promise<boolean>;
  readonly clock: MonotonicClock;
  readonly timing: SaveTiming;
};

/** Creates a schedule that saves after a quiet period, one save at a time, and no more often than `timing` allows. */
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

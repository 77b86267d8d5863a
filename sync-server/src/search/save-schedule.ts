import type { Clock } from '@inbetwin/shared/ports/clock.ts';

/** In milliseconds. */
export type SaveTiming = {
  /** Saving waits for this long without a change... */
  readonly quietMs: number;
  /** ...but no longer than this while changes never end. */
  readonly longestMs: number;
  /** Between the end of one saving and the next. */
  readonly restMs: number;
};

export const saveTiming: SaveTiming = { quietMs: 3000, longestMs: 300_000, restMs: 60_000 };

export type SaveSchedule = {
  changed(): void;
  /** Resolves when there is nothing left to save; what fails is not tried again until the next change. */
  close(): Promise<void>;
};

type ScheduleOptions = {
  readonly save: () => Promise<void>;
  readonly clock: Clock;
  readonly timing: SaveTiming;
};

/** When a thing that changes is saved: once it is quiet, one at a time, and not too often. */
export const createSaveSchedule = ({ save, clock, timing }: ScheduleOptions): SaveSchedule => {
  const { quietMs, longestMs, restMs } = timing;
  let unsaved: { readonly since: number; readonly last: number } | undefined;
  let restsUntil = 0;
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<void> | undefined;
  let closed = false;

  const saveNow = (): Promise<void> => {
    clearTimeout(timer);
    unsaved = undefined;
    saving = save().finally(() => {
      saving = undefined;
      restsUntil = clock() + restMs;
      arm();
    });
    return saving;
  };

  const arm = (): void => {
    clearTimeout(timer);
    if (!unsaved || saving || closed) return;
    const due = Math.min(unsaved.last + quietMs, unsaved.since + longestMs);
    timer = setTimeout(saveNow, Math.max(due - clock(), restsUntil - clock(), 0));
  };

  return {
    changed: () => {
      const now = clock();
      unsaved = { since: unsaved?.since ?? now, last: now };
      arm();
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await saving;
      if (unsaved) await saveNow();
    },
  };
};

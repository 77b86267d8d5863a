import type { Run } from '../entities/run.ts';
import type { Clock } from '../ports/clock.ts';
import { type Journal, stepBehind, withSettled } from './journal.ts';

/** A run that nobody keeps. */
export const openVirtualJournal = (fresh: Run, clock: Clock): Journal => {
  let run = fresh;
  return {
    run: () => run,
    add: (step) => {
      const added = stepBehind(run, step, clock());
      run = { ...run, steps: [...run.steps, added] };
      return added;
    },
    settle: (step) => {
      run = withSettled(run, step);
    },
    record: async () => undefined,
    recordCosts: async () => undefined,
    cancelledBy: () => undefined,
    resume: () => undefined,
    end: async (end) => {
      run = { ...run, ...end, updatedAt: clock() };
      return run;
    },
  };
};

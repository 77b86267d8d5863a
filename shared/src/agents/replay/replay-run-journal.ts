import type { Run, Step } from '../../entities/run.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Journal, stepBehind, withSettled } from '../runs/journal.ts';

/** A run that nobody keeps. `onStep` is told of whatever is added or settled. */
export const openVirtualJournal = (
  fresh: Run,
  clock: Clock,
  onStep: (step: Step, run: Run) => void = () => undefined,
): Journal => {
  let run = fresh;
  return {
    run: () => run,
    add: (step) => {
      const added = stepBehind(run, step, clock());
      run = { ...run, steps: [...run.steps, added] };
      onStep(added, run);
      return added;
    },
    settle: (step) => {
      run = withSettled(run, step);
      onStep(step, run);
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

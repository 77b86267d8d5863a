import type { Run, Step } from '../../entities/run.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Journal, stepBehind, withSettled } from '../runs/journal.ts';

/** Opens the journal of a run that is not stored. `onStep` is called for every step that is added or settled. */
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

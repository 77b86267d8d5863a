import type { Run, Step } from '../entities/run.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from './journal.ts';

/** A run that nobody keeps. */
export const openVirtualJournal = (fresh: Run, clock: Clock): Journal => {
  let run = fresh;
  return {
    run: () => run,
    add: (step) => {
      const added: Step = { startedAt: clock(), ...step, index: run.steps.length };
      run = { ...run, steps: [...run.steps, added] };
      return added;
    },
    settle: (step) => {
      run = { ...run, steps: run.steps.map((other) => (other.index === step.index ? step : other)) };
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

import { Failure } from '../contracts/errors.ts';
import type { Run, Step } from '../entities/run.ts';
import type { Clock } from '../ports/clock.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';

export type NewStep = Omit<Step, 'index' | 'startedAt'> & { readonly startedAt?: number };

/** The run as it grows in memory, and its record on disk, which may lie behind by results that cost nothing to get again. */
export type Journal = {
  readonly run: () => Run;
  /** As it is on disk; undefined before the first record. */
  readonly recorded: () => Run | undefined;
  readonly add: (step: NewStep) => Step;
  readonly settle: (step: Step) => void;
  /** Records everything added so far. Throws `document.conflict` when somebody else advances the same run. */
  readonly record: () => Promise<void>;
  readonly end: (end: Pick<Run, 'state' | 'outcome'>) => Promise<Run>;
};

/** Goes on behind what is recorded of the run, or begins with `fresh`. */
export const openJournal = async (documents: TeamDocuments, fresh: Run, clock: Clock): Promise<Journal> => {
  let recorded = await documents.runs.get(fresh.id);
  let run = recorded ?? fresh;

  const record = async () => {
    if (run === recorded) return;
    const next = { ...run, updatedAt: clock() };
    const expected = recorded?.updatedAt;
    await documents.runs.upsert(next.id, (current) => {
      if (current?.updatedAt === expected) return next;
      throw new Failure(
        'document.conflict',
        `Run ${next.id} is advanced elsewhere.`,
        'Read it again and go on behind it.',
      );
    });
    recorded = run = next;
  };

  return {
    run: () => run,
    recorded: () => recorded,
    add: (step) => {
      const added: Step = { startedAt: clock(), ...step, index: run.steps.length };
      run = { ...run, steps: [...run.steps, added] };
      return added;
    },
    settle: (step) => {
      run = { ...run, steps: run.steps.map((other) => (other.index === step.index ? step : other)) };
    },
    record,
    end: async ({ state, outcome }) => {
      run = { ...run, state, ...(outcome === undefined ? {} : { outcome }) };
      await record();
      return run;
    },
  };
};

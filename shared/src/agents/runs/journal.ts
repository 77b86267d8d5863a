import { Failure } from '../../contracts/errors.ts';
import { runIdOf } from '../../conversations/ids.ts';
import type { Message } from '../../entities/message.ts';
import type { Run, Step } from '../../entities/run.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';

/** A step before the journal gives it an index and a start time. */
export type NewStep = Omit<Step, 'index' | 'startedAt'> & { readonly startedAt?: number };

/**
 * The run as it grows in memory, and its record on disk, which may lag behind by results that can be obtained again at
 * no cost.
 */
export type Journal = {
  readonly run: () => Run;
  readonly add: (step: NewStep) => Step;
  /** Replaces the step with the same index. */
  readonly settle: (step: Step) => void;
  /**
   * Records everything added so far; concurrent callers share a write. Throws `document.conflict` when another process
   * advances the same run.
   */
  readonly record: () => Promise<void>;
  /**
   * Records if something that cost tokens is not recorded yet. Call it before a slow operation, so that a crash does
   * not pay twice.
   */
  readonly recordCosts: () => Promise<void>;
  /** The person who asked to cancel the run, as of the last record. */
  readonly cancelledBy: () => string | undefined;
  /** Continues a run that waited. */
  readonly resume: () => void;
  readonly end: (end: Pick<Run, 'state' | 'outcome'>) => Promise<Run>;
};

/** Creates the run for a message. */
export const newRun = (message: Message): Run => ({
  id: runIdOf(message.id),
  conversationId: message.conversationId,
  messageId: message.id,
  state: 'running',
  steps: [],
  createdAt: message.createdAt,
  updatedAt: message.createdAt,
});

/** Creates a step with the next index of the run. */
export const stepBehind = ({ steps }: Run, step: NewStep, now: number): Step => ({
  startedAt: now,
  ...step,
  index: steps.length,
});

/** Returns the run with the step that has this index replaced. */
export const withSettled = (run: Run, step: Step): Run => ({
  ...run,
  steps: run.steps.map((other) => (other.index === step.index ? step : other)),
});

type Writing = { readonly documents: Pick<TeamDocuments, 'runs'>; readonly clock: Clock };

const advancedElsewhere = ({ id }: Run): Failure =>
  new Failure('document.conflict', `Run ${id} is advanced elsewhere.`, 'Read it again and go on behind it.');

/** Continues from the recorded steps of the run, or begins with `fresh`. */
export const openJournal = async (documents: TeamDocuments, fresh: Run, clock: Clock): Promise<Journal> =>
  journalBehind(await documents.runs.get(fresh.id), fresh, { documents, clock });

/** The same for a caller that has already read the recorded run. */
export const journalBehind = (known: Run | undefined, fresh: Run, { documents, clock }: Writing): Journal => {
  let recorded = known;
  let run = recorded ?? fresh;
  let cancelledBy = recorded?.cancelledBy;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    if (run === recorded) return;
    const written = run;
    const next = { ...written, updatedAt: clock() };
    recorded = recorded ? await writeOver(recorded, next) : await writeFirst(next);
    run = run === written ? recorded : { ...run, updatedAt: next.updatedAt };
  };

  const writeFirst = async (next: Run): Promise<Run> => {
    const { document, inserted } = await documents.runs.insertOnce(next);
    if (!inserted) throw advancedElsewhere(next);
    return document;
  };

  const writeOver = async (known: Run, next: Run): Promise<Run> => {
    const stored = await documents.runs.update(known, (current) => {
      // A person may ask to cancel it at any time.
      cancelledBy = current.cancelledBy;
      if (current.updatedAt !== known.updatedAt) throw advancedElsewhere(next);
      return cancelledBy === undefined ? next : { ...next, cancelledBy };
    });
    if (!stored) throw advancedElsewhere(next);
    return stored;
  };

  /** At most one write is in progress and one is waiting; the latter records everything present when it starts. */
  let queued: Promise<void> | undefined;
  const record = (): Promise<void> => {
    if (queued) return queued;
    const turn = writing.then(() => {
      queued = undefined;
      writing = write();
      return writing;
    });
    queued = turn;
    return turn;
  };

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
    record,
    recordCosts: async () => {
      const isOwed = ({ index, tokens }: Step): boolean =>
        tokens !== undefined && tokens.input + tokens.output > 0 && recorded?.steps[index]?.tokens === undefined;
      if (run.steps.some(isOwed)) await record();
    },
    cancelledBy: () => cancelledBy,
    resume: () => {
      if (run.state === 'waiting') run = { ...run, state: 'running' };
    },
    end: async ({ state, outcome }) => {
      if (run.state !== state) run = { ...run, state, ...(outcome === undefined ? {} : { outcome }) };
      await record();
      return run;
    },
  };
};

import { workIdOf } from '../../conversations/ids.ts';
import type { Run, Step } from '../../entities/run.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';
import type { Tool } from '../../tools/tool.ts';
import type { Agent } from '../agent.ts';
import { lastWordAt, toolInputSchema } from '../runs/run-steps.ts';
import type { RunSession } from '../runs/session.ts';

/**
 * `waiting`: a person must decide; `under-way`: begun, without a result yet; `refused`: declined by a person;
 * `unknown`: it failed, but may have taken effect.
 */
export type EffectOutcome = 'done' | 'waiting' | 'under-way' | 'refused' | 'unknown';

/** A call of an earlier run that had an effect, or will have one. */
export type Effect = {
  /** Unix milliseconds. */
  readonly at: number;
  readonly tool: string;
  /** JSON text. */
  readonly arguments: string;
  readonly outcome: EffectOutcome;
  /** Why it was declined, in the person's words. */
  readonly reason?: string;
};

const LAST_RUNS = 6;
/** The period before the run's message that is considered. Effects that still wait are included regardless of age. */
const LOOK_BACK_MS = 2 * 86_400_000;

type Recalling = Pick<RunSession, 'documents' | 'journal' | 'message'>;

/** Returns the conversation's other recent runs: read on first use, and again after the customer has written more. */
export const recallRuns = ({ documents, journal, message }: Recalling): RunSession['lastRuns'] => {
  let known: { readonly lastWord: number; readonly runs: Promise<readonly Run[]> } | undefined;
  const read = async (): Promise<readonly Run[]> => {
    const own = journal.run().id;
    const page = await documents.runs.find({
      index: ['conversationId', 'updatedAt'],
      equals: [message.conversationId],
      descending: true,
      limit: LAST_RUNS + 1,
    });
    return page.items.filter(({ id }) => id !== own).slice(0, LAST_RUNS);
  };
  return () => {
    const lastWord = lastWordAt(journal.run());
    if (known?.lastWord !== lastWord) known = { lastWord, runs: read() };
    return known.runs;
  };
};

/**
 * Returns what other runs of the conversation recently did with this agent's tools, newest last, because a model must
 * not repeat it unasked.
 */
export const readEffects = async (
  { documents, lastRuns, message, tools }: Pick<RunSession, 'documents' | 'lastRuns' | 'message' | 'tools'>,
  agent: Agent,
): Promise<readonly Effect[]> => {
  const named = new Map<string, Tool | undefined>(
    agent.tools.filter((name) => !isRepeatable(tools[name])).map((name) => [name, tools[name]]),
  );
  if (named.size === 0) return [];
  const isRecent = (at: number): boolean => at >= message.createdAt - LOOK_BACK_MS;
  const calls = (await lastRuns()).flatMap((run) =>
    run.steps.map((step) => ({ run, step, outcome: outcomeOf(step, named.get(step.name)) })),
  );
  const effects = calls.flatMap(({ run, step, outcome }) => {
    const at = step.endedAt ?? step.startedAt;
    return outcome && (outcome === 'waiting' || isRecent(at)) ? [{ run, step, outcome, at }] : [];
  });
  return Promise.all(effects.toSorted((a, b) => a.at - b.at).map((call) => effectOf(documents, call)));
};

/** Whether the tool changes nothing, or only updates what it set before. */
const isRepeatable = (tool: Tool | undefined): boolean => !tool || tool.effect === 'read' || tool.renews === true;

const outcomeOf = ({ kind, state, error }: Step, tool: Tool | undefined): EffectOutcome | undefined => {
  if (!tool || (kind !== 'tool' && kind !== 'handover')) return undefined;
  if (state === 'failed') {
    if (error?.code === 'tool.refused') return 'refused';
    return tool.effect === 'outward' && isInDoubt(error) ? 'unknown' : undefined;
  }
  return outcomes[state];
};

const outcomes: Readonly<Record<Exclude<Step['state'], 'failed'>, EffectOutcome | undefined>> = {
  done: 'done',
  waiting: 'waiting',
  approved: 'under-way',
  intended: 'under-way',
  dropped: undefined,
};

/** Whether the call was interrupted by a crash or by a time limit. */
const isInDoubt = (error: Step['error']): boolean => error?.code === 'server.error' || error?.code === 'run.limit';

type Call = { readonly run: Run; readonly step: Step; readonly outcome: EffectOutcome; readonly at: number };

const effectOf = async ({ work }: Pick<TeamDocuments, 'work'>, { run, step, outcome, at }: Call): Promise<Effect> => {
  const decided = outcome === 'refused' ? await work.get(workIdOf(run.id, step.index)) : undefined;
  const reason = decided?.approval?.reason;
  const { arguments: text = '' } = toolInputSchema.safeParse(step.input).data ?? {};
  return { at, tool: step.name, arguments: text, outcome, ...(reason !== undefined && { reason }) };
};

import type { Run, Step } from '../../entities/run.ts';
import type { FindQuery } from '../../ports/document-store.ts';
import { eachPage } from '../../ports/each-page.ts';
import type { TeamCollection } from '../../ports/team-documents.ts';
import { decidedAt, modelOutputSchema, toolInputSchema } from './run-steps.ts';

const PAGE = 50;

/** Returns the runs of a conversation, newest first, as they were at a moment, without what began or resulted later. */
export const pastRuns = async (
  runs: Pick<TeamCollection<Run>, 'find'>,
  { limit, ...query }: Omit<FindQuery, 'cursor'>,
  moment: number,
): Promise<{ readonly items: readonly Run[] }> => {
  const past: Run[] = [];
  let untouched = 0;
  for await (const page of eachPage(runs, { ...query, limit: PAGE })) {
    past.push(...page.flatMap((run) => runAt(run, moment) ?? []));
    // Runs that continued since then may have been older at that moment than those that did not.
    untouched += page.filter(({ updatedAt }) => updatedAt <= moment).length;
    if (untouched >= limit) break;
  }
  return { items: past.toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, limit) };
};

const runAt = (run: Run, moment: number): Run | undefined => {
  if (run.updatedAt <= moment) return run;
  const steps = run.steps.filter(({ startedAt }) => startedAt <= moment).map((step) => stepAt(run, step, moment));
  if (steps.length === 0) return undefined;
  const updatedAt = Math.max(...steps.map(({ startedAt, endedAt = startedAt }) => endedAt));
  const { outcome: _, ...fields } = run;
  return { ...fields, state: 'running', steps, updatedAt };
};

const stepAt = (run: Run, step: Step, moment: number): Step => {
  const { output: _, error: __, endedAt = moment, ...begun } = step;
  const isUndecided = (decidedAt(step) ?? moment) > moment;
  if (isUndecided) return { ...begun, input: asAsked(run, step), state: 'waiting' };
  return endedAt <= moment ? step : { ...begun, state: 'intended' };
};

/** The call before a person approved it, possibly with other arguments. */
const asAsked = ({ steps }: Run, { input }: Step): Step['input'] => {
  const { approval: _, ...asked } = toolInputSchema.parse(input);
  const turns = steps.flatMap(({ kind, output }) => (kind === 'model' ? (outputOf(output)?.toolCalls ?? []) : []));
  return { ...asked, arguments: turns.find(({ id }) => id === asked.callId)?.arguments ?? asked.arguments };
};

const outputOf = (output: Step['output']) => modelOutputSchema.safeParse(output).data;

import type { Run, Step } from '../../entities/run.ts';
import type { Agent } from '../agent.ts';
import { decidedAt, hasEvent } from '../runs/run-steps.ts';

/** What was used up. Money in millionths of a unit of the currency. */
export type Spent = { readonly runs: number; readonly tokens: number; readonly costMicros: number };

/** Of one run: `wallMs` counts while it runs, not while it waits for a person. */
type RunLimits = {
  readonly steps: number;
  readonly tokens: number;
  readonly costMicros: number;
  readonly wallMs: number;
  /** Hand-overs from agent to agent. */
  readonly transfers: number;
};

/** What agents may use up; a day is one of UTC. */
export type Limits = {
  readonly run: RunLimits;
  readonly conversationDay: Spent;
  readonly teamDay: Spent;
};

export const defaultLimits: Limits = {
  run: { steps: 60, tokens: 200_000, costMicros: 2_000_000, wallMs: 5 * 60_000, transfers: 3 },
  conversationDay: { runs: 200, tokens: 1_000_000, costMicros: 10_000_000 },
  teamDay: { runs: 50_000, tokens: 100_000_000, costMicros: 500_000_000 },
};

/** What other runs of the same day used up. */
export type SpentToday = { readonly conversation: Spent; readonly team: Spent };

export const nothingSpent: Spent = { runs: 0, tokens: 0, costMicros: 0 };

export const limitNames = [
  'run.steps',
  'run.tokens',
  'run.cost',
  'run.time',
  'conversation.runs',
  'conversation.tokens',
  'conversation.cost',
  'team.runs',
  'team.tokens',
  'team.cost',
] as const;
export type LimitName = (typeof limitNames)[number];

export const spentBy = (steps: readonly Pick<Step, 'tokens' | 'costMicros'>[]): Spent => ({
  runs: 1,
  tokens: steps.reduce((sum, { tokens }) => sum + (tokens ? tokens.input + tokens.output : 0), 0),
  costMicros: steps.reduce((sum, { costMicros = 0 }) => sum + costMicros, 0),
});

type Usage = { readonly limits: Limits; readonly spent: SpentToday; readonly now: number };

/** The first limit that the run has reached; it is not told of again once that is recorded. */
export const reachedLimit = (run: Run, { limits, spent, now }: Usage): LimitName | undefined => {
  if (hasEvent(run, 'limit')) return undefined;
  const own = spentBy(run.steps);
  const isReached: Readonly<Record<LimitName, boolean>> = {
    'run.steps': run.steps.filter(isOwn).length >= limits.run.steps,
    'run.tokens': own.tokens >= limits.run.tokens,
    'run.cost': own.costMicros >= limits.run.costMicros,
    'run.time': now - runningSince(run) >= limits.run.wallMs,
    'conversation.runs': spent.conversation.runs >= limits.conversationDay.runs,
    'conversation.tokens': spent.conversation.tokens + own.tokens >= limits.conversationDay.tokens,
    'conversation.cost': spent.conversation.costMicros + own.costMicros >= limits.conversationDay.costMicros,
    'team.runs': spent.team.runs >= limits.teamDay.runs,
    'team.tokens': spent.team.tokens + own.tokens >= limits.teamDay.tokens,
    'team.cost': spent.team.costMicros + own.costMicros >= limits.teamDay.costMicros,
  };
  return limitNames.find((name) => isReached[name]);
};

/** What happened outside, and what was called off for it, is not the run's. */
const isOwn = ({ kind, state }: Step): boolean => kind !== 'event' && state !== 'dropped';

/** Since it began, or since a person decided last: what they took is not the run's. */
const runningSince = ({ steps }: Run): number => {
  const decided = steps.flatMap((step) => decidedAt(step) ?? []);
  return Math.max(steps[0]?.startedAt ?? Number.MAX_SAFE_INTEGER, ...decided);
};

/** Whether the agent has used up its own part; it then has no further word, and the run goes on without it. */
export const isSpent = ({ limits }: Agent, steps: readonly Step[]): boolean => {
  const { tokens, costMicros } = spentBy(steps);
  return tokens >= (limits.tokens ?? Infinity) || costMicros >= (limits.costMicros ?? Infinity);
};

import type { Run, Step } from '../../entities/run.ts';
import type { Agent } from '../agent.ts';
import { decidedAt, hasEvent } from '../runs/run-steps.ts';

/** Consumption; money in millionths of a currency unit. */
export type Spent = { readonly runs: number; readonly tokens: number; readonly costMicros: number };

/** Limits of one run. `wallMs` does not include the time when the run waits for a person. */
type RunLimits = {
  readonly steps: number;
  readonly tokens: number;
  readonly costMicros: number;
  readonly wallMs: number;
  /** Maximum number of hand-overs from agent to agent. */
  readonly transfers: number;
};

/** What agents may consume. Days are UTC days. */
export type Limits = {
  readonly run: RunLimits;
  readonly conversationDay: Spent;
  readonly teamDay: Spent;
};

/** The limits of a team that has set none. */
export const defaultLimits: Limits = {
  run: { steps: 60, tokens: 200_000, costMicros: 2_000_000, wallMs: 5 * 60_000, transfers: 3 },
  conversationDay: { runs: 200, tokens: 1_000_000, costMicros: 10_000_000 },
  teamDay: { runs: 50_000, tokens: 100_000_000, costMicros: 500_000_000 },
};

/** Consumption of other runs on the same day. */
export type SpentToday = { readonly conversation: Spent; readonly team: Spent };

/** Zero consumption. */
export const nothingSpent: Spent = { runs: 0, tokens: 0, costMicros: 0 };

/** The names of all limits, as runs record them. */
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
/** The name of a limit. */
export type LimitName = (typeof limitNames)[number];

/** Adds up the consumption of one run's steps. */
export const spentBy = (steps: readonly Pick<Step, 'tokens' | 'costMicros'>[]): Spent => ({
  runs: 1,
  tokens: steps.reduce((sum, { tokens }) => sum + (tokens ? tokens.input + tokens.output : 0), 0),
  costMicros: steps.reduce((sum, { costMicros = 0 }) => sum + costMicros, 0),
});

type Usage = { readonly limits: Limits; readonly spent: SpentToday; readonly now: number };

/** Returns the first limit that the run has reached and not recorded yet. */
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

/** Events, and steps that were dropped because of them, do not count toward the run's limits. */
const isOwn = ({ kind, state }: Step): boolean => kind !== 'event' && state !== 'dropped';

/** Returns when the run began or a person last decided: the time that people take does not count. */
const runningSince = ({ steps }: Run): number => {
  const decided = steps.flatMap((step) => decidedAt(step) ?? []);
  return Math.max(steps[0]?.startedAt ?? Number.MAX_SAFE_INTEGER, ...decided);
};

/**
 * Whether the agent has reached its own limits. It then makes no more model calls, and the run continues without it.
 */
export const isSpent = ({ limits }: Agent, steps: readonly Step[]): boolean => {
  const { tokens, costMicros } = spentBy(steps);
  return tokens >= (limits.tokens ?? Infinity) || costMicros >= (limits.costMicros ?? Infinity);
};

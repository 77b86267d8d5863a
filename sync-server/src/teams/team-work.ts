import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { type RetryLimits, retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import type { Outcome } from '../outbox/lane-state.ts';
import { createLanes } from '../outbox/lanes.ts';

type Team = { readonly id: string };

type WorkOptions<T extends Team> = {
  /** Appears in the log: "begin", "complete imports". */
  readonly name: string;
  /** Number of teams that are worked on concurrently. */
  readonly limit: number;
  /** Rejects if the work must be repeated. It must end soon after `signal` aborts. */
  readonly work: (team: T, signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
  readonly timing?: RetryLimits;
};

/** Number of teams whose work is unfinished (`waiting`), and of those whose last attempt failed. */
export type TeamWorkState = { readonly waiting: number; readonly failing: number };

/** Background work that is due once per team. */
export type TeamWork<T extends Team> = {
  /** Resolves after the first attempt, whether or not it succeeded, or when the work is stopped before that. */
  add(team: T): Promise<void>;
  /** How many teams' work is unfinished, and for how many of them the last attempt failed. */
  state(): TeamWorkState;
  stop(): Promise<void>;
};

const TRYING_AGAIN: RetryLimits = { firstRetryMs: 1000, longestRetryMs: 300_000 };

/**
 * Isolates teams from each other: a failure of one team's work is logged, counted, and retried later, while the work of other teams
 * continues.
 */
export const createTeamWork = <T extends Team>({
  name,
  limit,
  work,
  log,
  timing = TRYING_AGAIN,
}: WorkOptions<T>): TeamWork<T> => {
  const lanes = createLanes(limit);
  const stopping = new AbortController();
  const waiting = new Set<string>();
  /** How often the work of a team has failed. */
  const failures = new Map<string, number>();
  /** Resolves the `add` calls of teams that have not had their first attempt yet. */
  const unattempted = new Set<() => void>();

  const attempt = async (team: T): Promise<Outcome> => {
    const teamId = team.id;
    try {
      await work(team, stopping.signal);
      waiting.delete(teamId);
      failures.delete(teamId);
      return 'done';
    } catch (error) {
      if (stopping.signal.aborted) return 'done';
      const count = (failures.get(teamId) ?? 0) + 1;
      failures.set(teamId, count);
      log.error(
        { teamId, work: name, failures: count, error: String(error) },
        'Work for a team failed; it is tried again',
      );
      return { kind: 'retry', ms: retryDelay(timing, { failures: count, error }) };
    }
  };

  return {
    add: (team) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(team.id);
      if (stopping.signal.aborted) resolve();
      else unattempted.add(resolve);
      lanes.add(team.id, {
        run: () =>
          attempt(team).finally(() => {
            unattempted.delete(resolve);
            resolve();
          }),
      });
      return promise;
    },
    state: () => ({ waiting: waiting.size, failing: failures.size }),
    stop: async () => {
      stopping.abort();
      await lanes.stop();
      for (const resolve of unattempted) resolve();
      unattempted.clear();
    },
  };
};

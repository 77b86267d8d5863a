import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { type RetryLimits, retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { createLanes, type Outcome } from '../outbox/lanes.ts';

type Team = { readonly id: string };

type WorkOptions<T extends Team> = {
  /** For the log: "begin", "complete imports". */
  readonly name: string;
  /** Teams for which it is done at the same time. */
  readonly limit: number;
  /** Rejects when it has to be done again. Must end soon after `signal` aborts. */
  readonly work: (team: T, signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
  readonly timing?: RetryLimits;
};

export type TeamWorkState = { readonly waiting: number; readonly failing: number };

/** Work that is due once for each team, in the background. */
export type TeamWork<T extends Team> = {
  /** Resolves after the first attempt, whatever came of it, or when the work stops before its turn has come. */
  add(team: T): Promise<void>;
  /** Teams whose work is not done yet, and those of them for whom it failed the last time. */
  state(): TeamWorkState;
  stop(): Promise<void>;
};

const TRYING_AGAIN: RetryLimits = { firstRetryMs: 1000, longestRetryMs: 300_000 };

/**
 * Whatever goes wrong with one team's work is that team's alone: it is logged with the team, counted, and tried again later, and
 * the work of the others goes on.
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
  /** What resolves each `add` whose team has not had its first attempt yet. */
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

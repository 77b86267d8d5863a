import type { DomainEvent } from '@inbetwin/shared/contracts/events.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { untilHeard } from '@inbetwin/shared/timing/until-heard.ts';
import { wordsOf } from '../outbox/attempts.ts';
import type { Feed } from '../outbox/feed/follow-feed.ts';
import { openTeamEvents } from './team-events.ts';

type EventsOptions = {
  readonly store: DocumentStore;
  readonly log: Logger;
  readonly exchange: { publish(events: readonly DomainEvent[]): Promise<void> };
  readonly whenReachable: (signal: AbortSignal) => Promise<void>;
  readonly timing?: RetryLimits;
  readonly random?: () => number;
};

export type PublishedEvents = {
  /** Follows the team from its last checkpoint. A second call has no effect. */
  begin(teamId: string): void;
  /** Resolves when this process tells nothing about the team any more. */
  leave(teamId: string): Promise<void>;
  /** Number of teams whose events could not be published the last time, or wait for the broker. */
  behind(): number;
  /** Leaves all teams. */
  stop(): Promise<void>;
};

type FollowedTeam = { readonly feed: Feed; readonly leaving: AbortController; readonly following: Promise<void> };

const RETRYING: RetryLimits = { firstRetryMs: 1000, longestRetryMs: 30_000 };

/** Publishes the domain events of the teams for which this process is the worker. */
export const publishEvents = (options: EventsOptions): PublishedEvents => {
  const { store, log, exchange, whenReachable, timing = RETRYING, random = Math.random } = options;
  const teams = new Map<string, FollowedTeam>();
  const behind = new Set<string>();

  /** Counts the team as behind while `work` has failed, or waits for the broker. */
  const counted = async (teamId: string, work: Promise<void>): Promise<void> => {
    await work.catch((error: unknown) => {
      behind.add(teamId);
      throw error;
    });
    behind.delete(teamId);
  };

  const begin = (teamId: string): void => {
    if (teams.has(teamId)) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    const feed = openTeamEvents({
      ...{ teamId, store, log, timing, random, signal },
      // Whoever takes the team over repeats what a broker that does not answer may not have stored.
      publish: (events) => counted(teamId, unlessAborted(exchange.publish(events), signal)),
      whenReachable: async (until) => {
        behind.add(teamId);
        await counted(teamId, whenReachable(until));
      },
    });
    const following = feed.follow().catch((error: unknown) => {
      log.error({ teamId, error: wordsOf(error) }, 'The events of a team are not published any more');
    });
    teams.set(teamId, { feed, leaving, following });
  };

  const leave = async (teamId: string): Promise<void> => {
    const team = teams.get(teamId);
    if (!team) return;
    teams.delete(teamId);
    team.leaving.abort();
    await team.following;
    behind.delete(teamId);
    await team.feed.saveCheckpoint();
  };

  return {
    begin,
    leave,
    behind: () => behind.size,
    stop: async () => {
      await Promise.all([...teams.keys()].map(leave));
    },
  };
};

/** Rejects when `signal` aborts before `work` has ended. */
const unlessAborted = async (work: Promise<void>, signal: AbortSignal): Promise<void> => {
  await untilHeard((hear) => {
    work.then(hear, hear);
    return () => undefined;
  }, signal);
  signal.throwIfAborted();
  await work;
};

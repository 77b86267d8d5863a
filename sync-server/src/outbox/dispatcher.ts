import type { ChannelConnection } from '@inbetwin/bot/channels/channel.ts';
import { type ChannelTiming, defaultTiming } from '@inbetwin/bot/channels/timing.ts';
import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { RisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { MessageFiles } from '../files/message-files.ts';
import { type Duty, duties } from '../processes/roles.ts';
import { openAnswering } from './answering.ts';
import { wordsOf } from './attempts.ts';
import { openDelivering } from './delivering.ts';
import type { Feed } from './feed/follow-feed.ts';
import { createLanes } from './lanes.ts';
import { laneKeyOf, type OutboxOptions, type TeamRuns } from './options.ts';
import { createPacing } from './sending/pacing.ts';

/** Carries out the duties of this process for the teams that it holds. */
export type Dispatcher = {
  /** Starts a duty for the team from its last checkpoint. A second call is a no-op. */
  addTeam(duty: Duty, teamId: string, team: DispatchedTeam): void;
  /**
   * Ends a duty for the team because another process or server has it now: starts nothing new, cancels what is running, and resolves when
   * that has ended. The checkpoint stays in the store, so `addTeam` resumes from it.
   */
  removeTeam(duty: Duty, teamId: string): Promise<void>;
  /** A channel is reachable again, so what waits for it is sent and fetched now. */
  wake(teamId: string, channel: string, account: string): void;
  /** Starts nothing new, cancels what is running, and resolves when it has ended; the next start resumes from there. */
  stop(): Promise<void>;
};

type DispatchedTeam = {
  readonly documents: TeamDocuments;
  readonly runs: TeamRuns;
  readonly files: MessageFiles;
  /** Strictly increasing; orders what the server writes for the team. */
  readonly clock: RisingClock;
};

type FollowedTeam = {
  readonly feed: Feed;
  readonly following: Promise<void>;
  readonly leaving: AbortController;
};

type DispatcherOptions = {
  readonly store: DocumentStore;
  readonly connectionOf: (teamId: string, channel: string, account: string) => ChannelConnection | undefined;
  readonly capabilitiesOf: (channel: string) => ChannelCapabilities | undefined;
  /** Whether this process holds its teams beyond doubt; always, unless said otherwise. */
  readonly isCurrent?: () => boolean;
  readonly log: Logger;
  readonly timing?: ChannelTiming;
  readonly random?: () => number;
};

const APPLYING = 16;
const RUNNING = 100;
const FINISHING = 200;
const SENDING = 16;
const FETCHING = 4;
const STOP_MS = 1000;

/** Follows the documents of all teams and makes sure that each message is answered and delivered: the change feed is the outbox. */
export const createDispatcher = (options: DispatcherOptions): Dispatcher => {
  const { store, connectionOf, capabilitiesOf, log, timing = defaultTiming, random = Math.random } = options;
  const { isCurrent = () => true } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const lanes = {
    worker: { applying: createLanes(APPLYING), running: createLanes(RUNNING), finishing: createLanes(FINISHING) },
    channels: { noting: createLanes(APPLYING), sending: createLanes(SENDING), fetching: createLanes(FETCHING) },
  };
  const pacing = createPacing(() => performance.now());
  const followed = { worker: new Map<string, FollowedTeam>(), channels: new Map<string, FollowedTeam>() };

  const outletOf = (teamId: string) => (channel: string, account: string) => {
    const capabilities = capabilitiesOf(channel);
    const connection = connectionOf(teamId, channel, account);
    return capabilities && connection && { capabilities, connection };
  };

  const openFeedOf = (duty: Duty, surroundings: OutboxOptions, { runs, files }: DispatchedTeam): Feed =>
    duty === 'worker'
      ? openAnswering({ ...surroundings, lanes: lanes.worker, runs })
      : openDelivering({
          ...surroundings,
          lanes: lanes.channels,
          files,
          pacing,
          outletOf: outletOf(surroundings.teamId),
        });

  return {
    addTeam: (duty, teamId, team) => {
      const teams = followed[duty];
      if (signal.aborted || teams.has(teamId)) return;
      const { documents, clock } = team;
      const leaving = new AbortController();
      const ending = AbortSignal.any([signal, leaving.signal]);
      const surroundings = { teamId, documents, store, clock, log, timing, random, isCurrent, signal: ending };
      const feed = openFeedOf(duty, surroundings, team);
      const following = feed.follow().catch((error: unknown) => {
        log.error({ teamId, duty, error: wordsOf(error) }, 'The outbox of a team has ended');
      });
      teams.set(teamId, { feed, following, leaving });
    },
    removeTeam: async (duty, teamId) => {
      const team = followed[duty].get(teamId);
      if (!team) return;
      followed[duty].delete(teamId);
      team.leaving.abort(new Failure('server.stopping', 'Another server serves the team now.', 'It goes on there.'));
      const dropped = Object.values(lanes[duty]).map((one) => one.drop((key) => key.startsWith(laneKeyOf(teamId, ''))));
      await withinTime(Promise.all([...dropped, team.following]), STOP_MS);
    },
    wake: (teamId, channel, account) => {
      const prefix = laneKeyOf(teamId, conversationIdOf({ channel, account, chatId: '' }));
      const { sending, fetching } = lanes.channels;
      for (const waiting of [sending, fetching]) waiting.wake((key) => key.startsWith(prefix));
    },
    stop: async () => {
      stopping.abort(new Failure('server.stopping', 'The server is stopping.', 'It goes on at the next start.'));
      const teams = duties.flatMap((duty) => [...followed[duty].values()]);
      const stopped = duties.flatMap((duty) => Object.values(lanes[duty])).map((one) => one.stop());
      await withinTime(Promise.all([...stopped, ...teams.map(({ following }) => following)]), STOP_MS);
      await Promise.all(teams.map(({ feed }) => feed.saveCheckpoint()));
    },
  };
};

/** Stops waiting after `ms`, because a platform that does not answer must not keep the server from stopping. */
const withinTime = async (work: Promise<unknown>, ms: number): Promise<void> => {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, late]);
  clearTimeout(timer);
};

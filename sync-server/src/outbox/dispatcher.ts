import type { ChannelConnection } from '@inbetwin/bot/channels/channel.ts';
import { type ChannelTiming, defaultTiming } from '@inbetwin/bot/channels/timing.ts';
import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { MessageFiles } from '../files/message-files.ts';
import { wordsOf } from './attempts.ts';
import type { Feed } from './feed/follow-feed.ts';
import { createLanes } from './lanes.ts';
import { laneKeyOf, type TeamRuns } from './options.ts';
import { createPacing } from './sending/pacing.ts';
import { openTeamOutbox } from './team-outbox.ts';

export type Dispatcher = {
  /** Starts following the team's messages from the last checkpoint. A second call is a no-op. */
  addTeam(teamId: string, team: DispatchedTeam): void;
  /**
   * Stops following the team because another server does now: starts nothing new, cancels what is running, and resolves when that has
   * ended. The checkpoint stays in the store, so `addTeam` resumes from it.
   */
  removeTeam(teamId: string): Promise<void>;
  /** A channel is reachable again, so what waits for it is sent and fetched now. */
  wake(teamId: string, channel: string, account: string): void;
  /** A file that the message waits for was stored or rejected. */
  wakeMessage(teamId: string, messageId: string): void;
  /** Starts nothing new, cancels what is running, and resolves when it has ended; the next start resumes from there. */
  stop(): Promise<void>;
};

type DispatchedTeam = {
  readonly documents: TeamDocuments;
  readonly runs: TeamRuns;
  readonly files: MessageFiles;
  /** Strictly increasing; orders what the server writes for the team. */
  readonly clock: Clock;
};

type FollowedTeam = {
  readonly outbox: Feed;
  readonly following: Promise<void>;
  readonly leaving: AbortController;
};

type DispatcherOptions = {
  readonly store: DocumentStore;
  readonly connectionOf: (teamId: string, channel: string, account: string) => ChannelConnection | undefined;
  readonly capabilitiesOf: (channel: string) => ChannelCapabilities | undefined;
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

/** Follows the messages of all teams and makes sure that each is answered and delivered: the change feed is the outbox. */
export const createDispatcher = (options: DispatcherOptions): Dispatcher => {
  const { store, connectionOf, capabilitiesOf, log, timing = defaultTiming, random = Math.random } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const lanes = {
    applying: createLanes(APPLYING),
    running: createLanes(RUNNING),
    finishing: createLanes(FINISHING),
    sending: createLanes(SENDING),
    fetching: createLanes(FETCHING),
  };
  const pacing = createPacing(() => performance.now());
  const teams = new Map<string, FollowedTeam>();

  const outletOf = (teamId: string) => (channel: string, account: string) => {
    const capabilities = capabilitiesOf(channel);
    const connection = connectionOf(teamId, channel, account);
    return capabilities && connection && { capabilities, connection };
  };

  return {
    addTeam: (teamId, { documents, runs, files, clock }) => {
      if (signal.aborted || teams.has(teamId)) return;
      const leaving = new AbortController();
      const ending = AbortSignal.any([signal, leaving.signal]);
      const surroundings = { store, lanes, pacing, clock, log, timing, random, signal: ending };
      const outbox = openTeamOutbox({ ...surroundings, teamId, documents, runs, files, outletOf: outletOf(teamId) });
      const following = outbox.follow().catch((error: unknown) => {
        log.error({ teamId, error: wordsOf(error) }, 'The outbox of a team has ended');
      });
      teams.set(teamId, { outbox, following, leaving });
    },
    removeTeam: async (teamId) => {
      const team = teams.get(teamId);
      if (!team) return;
      teams.delete(teamId);
      team.leaving.abort(new Failure('server.stopping', 'Another server serves the team now.', 'It goes on there.'));
      const dropped = Object.values(lanes).map((one) => one.drop((key) => key.startsWith(laneKeyOf(teamId, ''))));
      await withinTime(Promise.all([...dropped, team.following]), STOP_MS);
    },
    wake: (teamId, channel, account) => {
      const prefix = laneKeyOf(teamId, conversationIdOf({ channel, account, chatId: '' }));
      for (const waiting of [lanes.sending, lanes.fetching]) waiting.wake((key) => key.startsWith(prefix));
    },
    wakeMessage: (teamId, messageId) => lanes.fetching.wake((key) => key === laneKeyOf(teamId, messageId)),
    stop: async () => {
      stopping.abort(new Failure('server.stopping', 'The server is stopping.', 'It goes on at the next start.'));
      const ended = [
        ...Object.values(lanes).map((one) => one.stop()),
        ...[...teams.values()].map((one) => one.following),
      ];
      await withinTime(Promise.all(ended), STOP_MS);
      await Promise.all([...teams.values()].map(({ outbox }) => outbox.saveCheckpoint()));
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

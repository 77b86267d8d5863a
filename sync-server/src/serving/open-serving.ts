import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { Accounts, TeamSummary } from '../accounts/accounts.ts';
import type { ChannelHost } from '../channels/channel-host.ts';
import type { PublishedEvents } from '../events/publish-events.ts';
import type { OpenPages } from '../http/chat/open-pages.ts';
import { type HeldPartitions, holdPartitions, type JoinQueue } from '../processes/held-partitions.ts';
import { type DutyListener, openLeases } from '../processes/leases.ts';
import { type Duty, dutiesOf, type Role } from '../processes/roles.ts';
import type { Teams } from '../teams/create-teams.ts';
import type { TeamDescription } from '../teams/describe-team.ts';
import { type ServedTeams, serveTeams } from '../teams/serve-teams.ts';
import type { TeamOwners } from '../teams/team-owners.ts';
import { createTeamWork, type TeamWorkState } from '../teams/team-work.ts';

/** Number of teams whose imports are completed concurrently. */
const COMPLETING_TEAMS = 2;

type ServingParts = {
  readonly role: Role;
  readonly installation: string;
  readonly store: DocumentStore;
  readonly owners: TeamOwners;
  readonly teams: Pick<Teams, 'begin' | 'leave' | 'describe' | 'describeMembers' | 'completeImports'>;
  readonly channels: Pick<ChannelHost, 'begin' | 'leave'>;
  readonly pages: Pick<OpenPages, 'leave'>;
  readonly accounts: Pick<Accounts, 'findTeam' | 'followTeams' | 'members'>;
  /** Tells other systems about a team; absent if there is no message broker. */
  readonly events?: Pick<PublishedEvents, 'begin' | 'leave'>;
  /** Subscribes to the broker's queues, if leases alone do not decide for what this process works. */
  readonly joinAs?: (duty: Duty) => JoinQueue;
  /** The models that a team may choose from, starting with the default. */
  readonly modelsOf: (teamId: string) => readonly string[];
  /** Called before a team is served for the first time in this process; must be repeatable. */
  readonly prepare: (team: TeamSummary) => Promise<void>;
  readonly monotonic: MonotonicClock;
  readonly log: Logger;
};

/** For operators: unfinished work, and whether another server has taken teams over. */
export type ServingState = {
  /** By duty of this process. */
  readonly beginning: TeamWorkState;
  readonly imports: TeamWorkState;
  /** Number of teams that another server has taken over since this one started. */
  readonly takenOver: number;
};

/** The work of this process for teams. */
export type Serving = {
  /** Resolves once this process holds its share of the teams and has begun to work for them. */
  begin(): Promise<void>;
  /** A team was created: works for it at once if it belongs to this process's share. */
  add(team: TeamSummary): Promise<void>;
  /** Whether nobody else can have taken over what this process works for. */
  isCurrent(): boolean;
  state(): ServingState;
  /** Begins nothing new. */
  pause(): Promise<void>;
  /** Hands the work over to other processes. */
  stop(): Promise<void>;
};

/** Carries out the duties of this process's role for its share of the teams. */
export const openServing = (parts: ServingParts): Serving => {
  const { role, store, installation, owners, teams, channels, pages, events, accounts } = parts;
  const { joinAs, modelsOf, prepare, monotonic, log } = parts;
  const stopping = new AbortController();
  const completing = createTeamWork({
    name: 'complete imports',
    limit: COMPLETING_TEAMS,
    work: async ({ id }: TeamSummary, signal) => {
      if (await owners.claim(id)) await teams.completeImports(id, signal);
    },
    log,
  });

  const begin: Record<Duty, (team: TeamSummary) => Promise<void>> = {
    worker: async (team) => {
      const { id, name, slug } = team;
      await prepare(team);
      await teams.describe(id, { name, slug, ...describeModels(modelsOf(id)) });
      // A change of the team's people comes here too, because it changes the team's record.
      if (team.isShared) await teams.describeMembers(id, await accounts.members.history(id));
      await teams.begin('worker', id);
      events?.begin(id);
      void completing.add(team);
    },
    channels: async ({ id }) => {
      await channels.begin(id);
      await teams.begin('channels', id);
    },
  };
  const leave: Record<Duty, (teamId: string) => Promise<void>> = {
    worker: async (id) => {
      await Promise.all([events?.leave(id), teams.leave('worker', id)]);
    },
    channels: async (id) => {
      await Promise.all([channels.leave(id), teams.leave('channels', id)]);
    },
  };

  const served = new Map<Duty, ServedTeams>(
    dutiesOf(role).map((duty) => [duty, serveTeams({ duty, owners, begin: begin[duty], leave: leave[duty], log })]),
  );
  const all = [...served.values()];
  const places = new Map<Duty, HeldPartitions>();
  if (joinAs) {
    for (const [duty, listener] of served) {
      places.set(duty, holdPartitions({ duty, join: joinAs(duty), listener, monotonic, log }));
    }
  }
  const listeners = Object.fromEntries<DutyListener>([...served, ...places]);
  const leases = openLeases({ store, installation, listeners, monotonic, log });
  const settle = async (team: TeamSummary): Promise<void> => {
    await Promise.all(all.map((one) => one.settle(team)));
  };

  const settleAgain = async (teamId: string): Promise<void> => {
    const team = await accounts.findTeam(teamId);
    if (team) await settle(team);
  };
  const seeOwner = (teamId: string): void => {
    settleAgain(teamId).catch((error: unknown) =>
      log.error({ teamId, error: String(error) }, 'A change of owner could not be followed'),
    );
  };

  return {
    begin: async () => {
      const { signal } = stopping;
      const onLost = (teamId: string): void => {
        log.error(
          { teamId },
          'Another server has taken a team over: this one stops polling its channels and answering for it. To take it back, stop the other one and run `npm run admin -- take TEAM`',
        );
        pages.leave(teamId);
        seeOwner(teamId);
      };
      await owners.follow({ onLost, onTaken: seeOwner }, signal);
      await leases.begin();
      await accounts.followTeams((team) => void settle(team), signal);
    },
    add: settle,
    isCurrent: () => leases.isCurrent() && [...places.values()].every((place) => place.isCurrent()),
    state: () => ({
      beginning: sumOf(all.map((one) => one.state())),
      imports: completing.state(),
      takenOver: owners.lost(),
    }),
    pause: async () => {
      stopping.abort();
      await Promise.all([...all.map((one) => one.stop()), completing.stop()]);
    },
    stop: leases.stop,
  };
};

const sumOf = (states: readonly TeamWorkState[]): TeamWorkState => ({
  waiting: states.reduce((sum, { waiting }) => sum + waiting, 0),
  failing: states.reduce((sum, { failing }) => sum + failing, 0),
});

const describeModels = ([model, ...otherModels]: readonly string[]): Pick<
  TeamDescription,
  'model' | 'otherModels'
> => ({
  model: model ?? null,
  ...(otherModels.length > 0 && { otherModels }),
});

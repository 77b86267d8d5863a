import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { createTurns } from '@inbetwin/shared/timing/turns.ts';
import type { TeamSummary } from '../accounts/accounts.ts';
import type { ChannelHost } from '../channels/channel-host.ts';
import type { OpenPages } from '../http/chat/open-pages.ts';
import type { Dispatcher } from '../outbox/dispatcher.ts';
import type { Teams } from './create-teams.ts';
import type { TeamDescription } from './describe-team.ts';
import type { TeamOwners } from './team-owners.ts';
import { createTeamWork, type TeamWorkState } from './team-work.ts';

/** Number of teams that start concurrently, and of teams whose imports are completed concurrently. */
const BEGINNING_TEAMS = 8;
const COMPLETING_TEAMS = 2;

type ServingParts = {
  readonly owners: TeamOwners;
  readonly teams: Pick<Teams, 'begin' | 'leave' | 'completeImports'>;
  readonly channels: Pick<ChannelHost, 'begin' | 'leave'>;
  readonly pages: Pick<OpenPages, 'leave'>;
  readonly dispatcher: Pick<Dispatcher, 'removeTeam'>;
  readonly findTeam: (teamId: string) => Promise<TeamSummary | undefined>;
  /** The models that a team may choose from, starting with the default. */
  readonly modelsOf: (teamId: string) => readonly string[];
  readonly log: Logger;
};

/** For operators: unfinished work, and whether another server has taken teams over. */
export type ServingState = {
  readonly beginning: TeamWorkState;
  readonly imports: TeamWorkState;
  /** Number of teams that another server has taken over since this one started. */
  readonly takenOver: number;
};

/** Control over the teams that this server serves. */
export type ServedTeams = {
  /** Serves the team unless another installation does; resolves after the first attempt. */
  begin(team: TeamSummary): Promise<void>;
  /** From now on, stops serving teams that another installation takes over, and serves those that come back. */
  followOwners(): Promise<void>;
  state(): ServingState;
  stop(): Promise<void>;
};

/** Runs the work for each team of this server: its channels, its outbox, and the completion of its imports. */
export const serveTeams = (parts: ServingParts): ServedTeams => {
  const { owners, teams, channels, pages, dispatcher, findTeam, modelsOf, log } = parts;
  const stopping = new AbortController();
  const inTurn = createTurns();
  const completing = createTeamWork({
    name: 'complete imports',
    limit: COMPLETING_TEAMS,
    work: async ({ id }: TeamSummary, signal) => {
      if (await owners.claim(id)) await teams.completeImports(id, signal);
    },
    log,
  });
  const beginning = createTeamWork({
    name: 'begin',
    limit: BEGINNING_TEAMS,
    work: async (team: TeamSummary) => {
      const { id, name, slug } = team;
      if (!(await owners.claim(id))) {
        log.warn({ teamId: id, slug }, 'A team is left to the other server that serves it');
        return;
      }
      await channels.begin(id);
      await teams.begin(id, { name, slug, ...describeModels(modelsOf(id)) });
      // It may have been taken over in the meantime, when there was nothing to stop yet.
      if (await owners.claim(id)) void completing.add(team);
      else await leave(id);
    },
    log,
  });

  const leave = async (teamId: string): Promise<void> => {
    pages.leave(teamId);
    await Promise.all([channels.leave(teamId), dispatcher.removeTeam(teamId)]);
    teams.leave(teamId);
  };

  /** Handles ownership changes of teams in the order in which they happened. */
  const see = (teamId: string, act: () => Promise<void>): void => {
    inTurn(async () => {
      if (!stopping.signal.aborted) await act();
    }).catch((error: unknown) =>
      log.error({ teamId, error: String(error) }, 'A change of owner could not be followed'),
    );
  };

  const yieldTeam = async (teamId: string): Promise<void> => {
    await leave(teamId);
    const { slug } = (await findTeam(teamId)) ?? {};
    log.error(
      { teamId, slug },
      'Another server has taken a team over: this one has stopped polling its channels and answering for it. To take it back, stop the other one and run `npm run admin -- take TEAM`',
    );
  };

  const serveAgain = async (teamId: string): Promise<void> => {
    const team = await findTeam(teamId);
    if (team) void beginning.add(team);
  };

  return {
    begin: beginning.add,
    followOwners: () =>
      owners.follow(
        {
          onLost: (teamId) => see(teamId, () => yieldTeam(teamId)),
          onTaken: (teamId) => see(teamId, () => serveAgain(teamId)),
        },
        stopping.signal,
      ),
    state: () => ({ beginning: beginning.state(), imports: completing.state(), takenOver: owners.lost() }),
    stop: async () => {
      stopping.abort();
      await Promise.all([beginning.stop(), completing.stop()]);
    },
  };
};

const describeModels = ([model, ...otherModels]: readonly string[]): Pick<
  TeamDescription,
  'model' | 'otherModels'
> => ({
  model: model ?? null,
  ...(otherModels.length > 0 && { otherModels }),
});

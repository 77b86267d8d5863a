import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { TeamSummary } from '../accounts/accounts.ts';
import type { DutyListener } from '../processes/leases.ts';
import { partitionOf } from '../processes/partition-of.ts';
import type { Duty } from '../processes/roles.ts';
import type { TeamOwners } from './team-owners.ts';
import { createTeamWork, type TeamWorkState } from './team-work.ts';

/** Number of teams that start concurrently. */
const BEGINNING_TEAMS = 8;

type ServingParts = {
  readonly duty: Duty;
  readonly owners: Pick<TeamOwners, 'claim'>;
  /** Starts the duty for a team. Calling it again has no effect. */
  readonly begin: (team: TeamSummary) => Promise<void>;
  /** Resolves when this process does nothing of the duty for the team any more. */
  readonly leave: (teamId: string) => Promise<void>;
  readonly log: Logger;
};

/** Control over the teams for which this process carries out a duty. */
export type ServedTeams = DutyListener & {
  /** Makes the team known, or looks at it again after its owner has changed; resolves after the first attempt to begin or leave it. */
  settle(team: TeamSummary): Promise<void>;
  state(): TeamWorkState;
  stop(): Promise<void>;
};

/** Carries out a duty for the teams of the partitions that this process holds, unless another installation serves them. */
export const serveTeams = ({ duty, owners, begin, leave, log }: ServingParts): ServedTeams => {
  const held = new Set<number>();
  const known = new Map<string, TeamSummary>();
  /** Teams for which the duty is carried out, or for which that has begun. */
  const begun = new Set<string>();

  const isWanted = async ({ id, slug }: TeamSummary): Promise<boolean> => {
    if (!held.has(partitionOf(id))) return false;
    const isOwn = await owners.claim(id);
    if (!isOwn && duty === 'worker') {
      log.warn({ teamId: id, slug }, 'A team is left to the other server that serves it');
    }
    return isOwn;
  };

  const settling = createTeamWork({
    name: duty,
    limit: BEGINNING_TEAMS,
    work: async (team: TeamSummary) => {
      const { id } = team;
      if (await isWanted(team)) {
        begun.add(id);
        await begin(team);
      } else if (begun.has(id)) {
        await leave(id);
        begun.delete(id);
      }
    },
    log,
  });

  const teamsOf = (partitions: readonly number[]): readonly TeamSummary[] =>
    [...known.values()].filter(({ id }) => partitions.includes(partitionOf(id)));

  return {
    gain: (partitions) => {
      for (const partition of partitions) held.add(partition);
      for (const team of teamsOf(partitions)) void settling.add(team);
    },
    lose: async (partitions) => {
      for (const partition of partitions) held.delete(partition);
      await Promise.all(teamsOf(partitions).map(settling.add));
    },
    settle: (team) => {
      known.set(team.id, team);
      return settling.add(team);
    },
    state: settling.state,
    stop: settling.stop,
  };
};

import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Member, MemberState } from '@inbetwin/shared/contracts/people.ts';
import { mayChangeMember } from '@inbetwin/shared/contracts/rights.ts';
import type { Role } from '@inbetwin/shared/entities/declaring/rights.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import { eachPage } from '@inbetwin/shared/ports/each-page.ts';
import type { Caller } from './access-token.ts';
import { bareId, byTeam, byUser, type MemberEntry, type Records, recordId, type TeamRecord } from './records.ts';

const PAGE = 200;

/** Who makes a change, and in which team. */
export type TeamActor = Pick<Caller, 'userId' | 'teamId' | 'role'>;

/** A change of a member's place in the team. */
export type MemberChange = { readonly role?: Role | undefined; readonly state?: MemberState | undefined };

/** A person who joins a team. */
export type NewMember = { readonly userId: string; readonly teamId: string; readonly role: Role };

/** Somebody who is or was in a team. */
export type PastMember = Pick<Member, 'id' | 'name' | 'role'> & { readonly state: MemberState | 'removed' };

type Table = NonNullable<TeamRecord['members']>;

/**
 * The people of a team. They are in one record, which decides: a team cannot lose its last owner, whatever happens at once. A membership is
 * only a pointer from a person to a team that they are or were in.
 */
export type Members = {
  /** In the order in which they joined. */
  list(teamId: string): Promise<readonly Member[]>;
  /** Everybody who is or was in the team. */
  history(teamId: string): Promise<readonly PastMember[]>;
  /** Throws `resource.not_found`. */
  get(teamId: string, userId: string): Promise<Member>;
  /** The role of an active member; undefined for anybody else. */
  roleOf(userId: string, teamId: string): Promise<Role | undefined>;
  /** Adds a person, or gives a deactivated one access again; false if they have it already. */
  add(member: NewMember): Promise<boolean>;
  /** Throws `resource.not_found`, `auth.forbidden`, or `team.last_owner` if nobody would own the team any more. */
  change(actor: TeamActor, userId: string, change: MemberChange): Promise<Member>;
  /** The same for somebody who leaves the team. */
  remove(actor: TeamActor, userId: string): Promise<void>;
  /** The ids of the teams that the person has access to, in the order in which they joined them. */
  teamsOf(userId: string): Promise<readonly string[]>;
};

export const createMembers = (records: Records, clock: Clock): Members => {
  /** Members of a team that was created by a former version, which had a membership each. */
  const formerTable = async (teamId: string): Promise<Table> => {
    const table: Record<string, MemberEntry> = {};
    const query = { index: byTeam, equals: ['membership', teamId], limit: PAGE };
    for await (const page of eachPage(records.memberships, query)) {
      for (const { userId, role, createdAt } of page) table[userId] = { role, joinedAt: createdAt };
    }
    return table;
  };

  const tableOf = async (teamId: string): Promise<Table> => {
    const team = await records.teams.get(recordId.team(teamId));
    return team?.members ?? (team ? formerTable(teamId) : {});
  };

  const changeTable = async (teamId: string, next: (table: Table) => Table): Promise<Table> => {
    const id = recordId.team(teamId);
    const former = (await records.teams.get(id))?.members ?? (await formerTable(teamId));
    const changed = await records.teams.update(id, (team) => {
      const members = next(team.members ?? former);
      return members === team.members ? team : { ...team, members };
    });
    if (changed?.members) return changed.members;
    throw new Failure('team.not_found', 'There is no such team.', 'List your teams again.');
  };

  const memberOf = async (userId: string, { role, joinedAt, deactivatedAt }: MemberEntry): Promise<Member[]> => {
    const user = await records.users.get(recordId.user(userId));
    const state = deactivatedAt === undefined ? 'active' : 'deactivated';
    return user ? [{ id: userId, email: user.email, name: user.name, role, state, joinedAt }] : [];
  };

  const memberIn = async (table: Table, userId: string): Promise<Member> => {
    const [member] = await memberOf(userId, entryOf(table, userId));
    if (member) return member;
    throw isNobody();
  };

  return {
    get: async (teamId, userId) => memberIn(await tableOf(teamId), userId),

    list: async (teamId) => {
      const entries = Object.entries(await tableOf(teamId)).filter(([, { removedAt }]) => removedAt === undefined);
      const members = await Promise.all(entries.map(([userId, entry]) => memberOf(userId, entry)));
      return members.flat().sort((a, b) => a.joinedAt - b.joinedAt);
    },

    history: async (teamId) => {
      const entries = Object.entries(await tableOf(teamId));
      const found = await Promise.all(
        entries.map(async ([userId, entry]) => {
          const hasLeft = entry.removedAt !== undefined;
          const [member] = await memberOf(userId, entry);
          return member ? [{ ...member, state: hasLeft ? ('removed' as const) : member.state }] : [];
        }),
      );
      return found.flat();
    },

    roleOf: async (userId, teamId) => {
      const entry = (await tableOf(teamId))[userId];
      return entry && isActive(entry) ? entry.role : undefined;
    },

    add: async ({ userId, teamId, role }) => {
      const createdAt = clock();
      const id = recordId.membership(userId, teamId);
      // A former version's team has its table before there is a new pointer, which would count as a member.
      await changeTable(teamId, (table) => table);
      await records.memberships.insertOnce({ id, kind: 'membership', userId, teamId, role, createdAt });
      let isNew = false;
      await changeTable(teamId, (table) => {
        const present = table[userId];
        isNew = present === undefined || !isActive(present);
        return isNew ? { ...table, [userId]: { role, joinedAt: createdAt } } : table;
      });
      return isNew;
    },

    change: async (actor, userId, change) => {
      const at = clock();
      const table = await changeTable(actor.teamId, (before) => {
        const entry = entryOf(before, userId);
        requireMay(actor, entry.role, change.role);
        return withOwner({ ...before, [userId]: changed(entry, change, at) });
      });
      return memberIn(table, userId);
    },

    remove: async (actor, userId) => {
      const removedAt = clock();
      await changeTable(actor.teamId, (before) => {
        const entry = entryOf(before, userId);
        requireMay(actor, entry.role);
        return withOwner({ ...before, [userId]: { ...entry, removedAt } });
      });
    },

    teamsOf: async (userId) => {
      const query = { index: byUser, equals: ['membership', userId], limit: PAGE };
      const { items } = await records.memberships.find(query);
      const ids = items.map(({ teamId }) => teamId);
      const teams = new Map((await records.teams.getMany(ids.map(recordId.team))).map((team) => [bareId(team), team]));
      return ids.filter((teamId) => {
        const team = teams.get(teamId);
        const entry = team?.members?.[userId];
        return team !== undefined && (team.members === undefined || (entry !== undefined && isActive(entry)));
      });
    },
  };
};

const isActive = ({ deactivatedAt, removedAt }: MemberEntry): boolean =>
  deactivatedAt === undefined && removedAt === undefined;

const entryOf = (table: Table, userId: string): MemberEntry => {
  const entry = table[userId];
  if (entry && entry.removedAt === undefined) return entry;
  throw isNobody();
};

const changed = ({ deactivatedAt, ...entry }: MemberEntry, { role, state }: MemberChange, at: number): MemberEntry => {
  const next = { ...entry, ...(role && { role }) };
  if (state === 'active') return next;
  const since = state === 'deactivated' ? (deactivatedAt ?? at) : deactivatedAt;
  return since === undefined ? next : { ...next, deactivatedAt: since };
};

const withOwner = (table: Table): Table => {
  if (Object.values(table).some((entry) => entry.role === 'owner' && isActive(entry))) return table;
  throw new Failure('team.last_owner', 'Nobody would own the team any more.', 'Make somebody else an owner first.');
};

const requireMay = (actor: TeamActor, from: Role, to: Role = from): void => {
  if (mayChangeMember(actor.role, { from, to })) return;
  throw new Failure('auth.forbidden', 'Only an owner may do this.', 'Ask an owner of your team.');
};

const isNobody = (): Failure =>
  new Failure('resource.not_found', 'This person is not in the team.', 'List the members again.');

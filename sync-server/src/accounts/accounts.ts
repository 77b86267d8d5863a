import type { Session, Team, User } from '@inbetwin/shared/contracts/accounts.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { DeviceSession } from '@inbetwin/shared/contracts/people.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { Change, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { TeamCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { followFromNow } from '../store/follow-from-now.ts';
import { type Caller, createAccessTokens, expiredToken, invalidToken } from './access-token.ts';
import { createDeviceTokens } from './device-token.ts';
import { createInvitations } from './invitations.ts';
import { createMembers, type Members } from './members.ts';
import {
  bareId,
  byCreation,
  byExpiry,
  isTeamId,
  openRecords,
  type Records,
  recordId,
  type SessionRecord,
  type TeamRecord,
} from './records.ts';
import { createRefreshTokens } from './refresh-token.ts';
import { createRegistration, type Registration, type TeamWithOwner } from './registration.ts';
import { createSessions, type OpenSession, type SessionUse } from './sessions.ts';
import { createSignInLinks, type LinkTarget } from './sign-in-links.ts';
import { createTeamInvitations, type Joining, type TeamInvitations } from './team-invitations.ts';

const PAGE = 200;

/** Summary of a team, and whether it ever had several people; its documents are in the databases `team-<id>-<collection>`. */
export type TeamSummary = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly isShared?: true;
};

/** People, teams, and sessions. Every method may throw `store.unavailable` or `store.full`. */
export type Accounts = {
  /**
   * Throws `auth.email_taken`, or `auth.link_used` if the invitation is invalid. An account that a crash left half-written is completed at
   * the next sign-in.
   */
  register(
    input: Registration,
    options?: { readonly invitation?: string | undefined; readonly use?: SessionUse },
  ): Promise<Session>;
  /** Creates a token with which one team can be created within a week. */
  createInvitation(): Promise<string>;
  /** Throws `auth.wrong_credentials`; it takes the same time for an unknown email as for a wrong password. */
  login(input: { readonly email: string; readonly password: string }, use?: SessionUse): Promise<Session>;
  /** The id of the device that holds this token, if it has signed in to the account with this email before. */
  knownDevice(deviceToken: string, email: string): string | undefined;
  /** Throws `auth.token_invalid`, or `auth.refresh_reused` if the successor of this token was itself exchanged. */
  refresh(refreshToken: string, use?: SessionUse): Promise<Session>;
  /** Also succeeds for a token that is unknown or already revoked. */
  logout(refreshToken: string): Promise<void>;
  /** Creates a token that signs this member in once, within 24 hours; unused earlier tokens become invalid. */
  createSignInLink(target: LinkTarget): Promise<string>;
  /** Throws `auth.link_used`. */
  redeemLink(token: string, use?: SessionUse): Promise<Session>;
  readonly members: Members;
  readonly teamInvitations: Omit<TeamInvitations, 'join'>;
  /** Signs in to the team of an invitation; see `TeamInvitations`. */
  join(secret: string, joining: Joining, use?: SessionUse): Promise<Session>;
  /** The name of a person; undefined if there is no such account. */
  nameOf(userId: string): Promise<string | undefined>;
  teamsOf(userId: string): Promise<readonly Team[]>;
  /** Goes on in another team of the person, and ends the caller's session. Throws `team.not_found`. */
  switchTeam(caller: Caller, teamId: string, use?: SessionUse): Promise<Session>;
  listSessions(caller: Caller): Promise<readonly DeviceSession[]>;
  /** Ends the person's session with this id, wherever; an unknown one is ignored. */
  endSession(caller: Caller, sessionId: string): Promise<void>;
  endOtherSessions(caller: Caller): Promise<void>;
  /** Ends all sessions that a person has in a team. */
  signOutOf(teamId: string, userId: string): Promise<void>;
  /**
   * Throws `auth.token_expired` (also if the person's role has changed since) or `auth.token_invalid` (also if the session is revoked or
   * the person has left the team).
   */
  verifyAccess(accessToken: string): Promise<Caller>;
  /** Whether any session exists, active or ended. */
  hasSessions(): Promise<boolean>;
  describe(caller: Caller): Promise<{ readonly user: User; readonly team: Team }>;
  findTeam(teamId: string): Promise<TeamSummary | undefined>;
  findTeamBySlug(slug: string): Promise<TeamSummary | undefined>;
  teams(): Promise<readonly TeamSummary[]>;
  /** Resolves once all teams were reported to `onTeam`; reports those that are created later, by any process, until `signal` aborts. */
  followTeams(onTeam: (team: TeamSummary) => void, signal: AbortSignal): Promise<void>;
  /** Ensures that a team exists whose owner has no password and signs in by link; repeated calls return the same ids. */
  ensureTeam(team: TeamWithOwner): Promise<LinkTarget>;
  /** Deletes expired sessions and links and returns their number; to be called periodically. */
  removeExpired(): Promise<number>;
};

type AccountsOptions = {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly secretKey: Uint8Array;
  readonly log: Logger;
};

/** Creates the account service over the `accounts` database of the store. */
export const createAccounts = ({ store, clock, secretKey, log }: AccountsOptions): Accounts => {
  const records = openRecords(store);
  const accessTokens = createAccessTokens(secretKey, clock);
  const members = createMembers(records, clock);
  const { roleOf } = members;
  const sessions = createSessions({ records, roleOf, tokens: createRefreshTokens(secretKey), clock, log });
  const devices = createDeviceTokens(secretKey);
  const invitations = createInvitations(records, clock);
  const links = createSignInLinks(records, clock);
  const registration = createRegistration(records, members, clock);
  const teamInvitations = createTeamInvitations(records, { registration, members }, clock);

  const toSession = async ({ sessionId, userId, teamId, refreshToken }: OpenSession): Promise<Session> => {
    const { user, team } = await describeMember({ records, members }, userId, teamId);
    const accessToken = await accessTokens.issue({ userId, teamId, role: team.role, sessionId });
    return { accessToken, refreshToken, deviceToken: devices.issue(sessionId, user.email), user, team };
  };

  /** In the team that the person used last. */
  const signIn = async (userId: string, use?: SessionUse): Promise<Session> => {
    const teamIds = await members.teamsOf(userId);
    const last = (await sessions.list(userId)).find(({ teamId }) => teamIds.includes(teamId));
    const teamId = last?.teamId ?? teamIds[0];
    if (teamId === undefined) throw noTeam();
    return toSession(await sessions.open(userId, teamId, use));
  };

  return {
    register: async (input, { invitation, use } = {}) => {
      const make = () => registration.register(input);
      return signIn(await (invitation === undefined ? make() : invitations.use(invitation, make)), use);
    },
    createInvitation: invitations.create,
    login: async ({ email, password }, use) => {
      const userId = await registration.authenticate(email, password);
      if (userId !== undefined) return signIn(userId, use);
      throw new Failure('auth.wrong_credentials', 'The e-mail or the password is wrong.', 'Check both and try again.');
    },
    knownDevice: (deviceToken, email) => devices.read(deviceToken, email),
    refresh: async (refreshToken, use) => toSession(await sessions.rotate(refreshToken, use)),
    logout: (refreshToken) => sessions.revoke(refreshToken),
    createSignInLink: (target) => links.create(target),
    redeemLink: async (token, use) => {
      const { userId, teamId } = await links.redeem(token);
      return toSession(await sessions.open(userId, teamId, use));
    },
    members,
    teamInvitations,
    join: async (secret, joining, use) => {
      const { userId, teamId } = await teamInvitations.join(secret, joining);
      return toSession(await sessions.open(userId, teamId, use));
    },
    nameOf: async (userId) => (await records.users.get(recordId.user(userId)))?.name,
    teamsOf: async (userId) => {
      const teamIds = await members.teamsOf(userId);
      return Promise.all(
        teamIds.map(async (teamId) => (await describeMember({ records, members }, userId, teamId)).team),
      );
    },
    switchTeam: async ({ userId, sessionId }, teamId, use) => {
      const teamIds = await members.teamsOf(userId);
      if (!teamIds.includes(teamId)) {
        throw new Failure('team.not_found', 'You are not in this team.', 'List your teams again.');
      }
      const session = await toSession(await sessions.open(userId, teamId, use));
      await sessions.endSome(userId, (one) => bareId(one) === sessionId);
      return session;
    },
    listSessions: async ({ userId, sessionId }) => {
      const open = await sessions.list(userId);
      const names = new Map(
        await Promise.all(
          [...new Set(open.map(({ teamId }) => teamId))].map(async (teamId) => {
            return [teamId, (await findTeam(records, teamId))?.name ?? ''] as const;
          }),
        ),
      );
      return open.map((session) => toDeviceSession(session, { name: names.get(session.teamId) ?? '', sessionId }));
    },
    endSession: ({ userId }, sessionId) => sessions.endSome(userId, (one) => bareId(one) === sessionId),
    endOtherSessions: ({ userId, sessionId }) => sessions.endSome(userId, (one) => bareId(one) !== sessionId),
    signOutOf: (teamId, userId) => sessions.endSome(userId, (one) => one.teamId === teamId),
    verifyAccess: async (accessToken) => {
      const caller = await accessTokens.verify(accessToken);
      const role = await sessions.roleOf(caller.sessionId);
      if (role === undefined) throw invalidToken();
      if (role !== caller.role) throw expiredToken();
      return caller;
    },
    hasSessions: () => hasSessions(records),
    describe: ({ userId, teamId }) => describeMember({ records, members }, userId, teamId),
    findTeam: (teamId) => findTeam(records, teamId),
    findTeamBySlug: async (slug) => {
      const claim = await records.slugs.get(recordId.slug(slug));
      return claim && findTeam(records, claim.teamId);
    },
    teams: () => listTeams(records),
    followTeams: async (onTeam, signal) => {
      const take = (change: Change): void => {
        const team = change.deleted || !isTeamId(change.id) ? undefined : records.teams.parse(change);
        if (team) onTeam(toSummary(team));
      };
      await followFromNow(records.teams.stored, {
        handle: async (changes) => changes.forEach(take),
        onFailed: (error) => log.warn({ error: String(error) }, 'Following new teams failed; it is tried again'),
        signal,
      });
      for (const team of await listTeams(records)) onTeam(team);
    },
    ensureTeam: (team) => registration.ensureTeam(team),
    removeExpired: () => removeExpired(records, clock()),
  };
};

const toSummary = (team: TeamRecord): TeamSummary => ({
  ...{ id: bareId(team), slug: team.slug, name: team.name },
  ...(Object.keys(team.members ?? {}).length > 1 && { isShared: true }),
});

const toDeviceSession = (
  session: SessionRecord,
  { name, sessionId }: { readonly name: string; readonly sessionId: string },
): DeviceSession => {
  const { teamId, createdAt, usedAt = createdAt, device, address } = session;
  const id = bareId(session);
  const traces = { ...(device !== undefined && { device }), ...(address !== undefined && { address }) };
  return { id, team: { id: teamId, name }, createdAt, usedAt, ...traces, isCurrent: id === sessionId };
};

const noTeam = (): Failure =>
  new Failure('auth.forbidden', 'This account belongs to no team.', 'Ask the owner of your team to invite you again.');

/** The member's view of themselves; throws if the person has no access to the team. */
const describeMember = async (
  { records, members }: { readonly records: Records; readonly members: Pick<Members, 'roleOf'> },
  userId: string,
  teamId: string,
): Promise<{ user: User; team: Team }> => {
  const [user, team, role] = await Promise.all([
    records.users.get(recordId.user(userId)),
    findTeam(records, teamId),
    members.roleOf(userId, teamId),
  ]);
  if (!user || !team || !role) throw invalidToken();
  return { user: { id: userId, email: user.email, name: user.name }, team: { ...team, role } };
};

const findTeam = async (records: Records, teamId: string): Promise<TeamSummary | undefined> => {
  const team = await records.teams.get(recordId.team(teamId));
  return team && toSummary(team);
};

const hasSessions = async ({ sessions }: Records): Promise<boolean> => {
  const { items } = await sessions.find({ index: byExpiry, equals: ['session'], limit: 1 });
  return items.length > 0;
};

const listTeams = async (records: Records): Promise<readonly TeamSummary[]> => {
  const found: TeamSummary[] = [];
  let cursor: string | undefined;
  do {
    const query = { index: byCreation, equals: ['team'], limit: PAGE };
    const page = await records.teams.find(cursor === undefined ? query : { ...query, cursor });
    found.push(...page.items.map(toSummary));
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
};

const removeOlder = async <T extends { readonly id: string; readonly expiresAt: number }>(
  records: TeamCollection<T>,
  kind: string,
  now: number,
): Promise<number> => {
  let removed = 0;
  for (;;) {
    const { items } = await records.find({ index: byExpiry, equals: [kind], limit: PAGE });
    const expired = items.filter((item) => item.expiresAt <= now).map((item) => item.id);
    await records.delete(expired);
    removed += expired.length;
    if (expired.length < PAGE) return removed;
  }
};

const removeExpired = async (records: Records, now: number): Promise<number> => {
  const removed = [
    await removeOlder(records.sessions, 'session', now),
    await removeOlder(records.links, 'link', now),
    await removeOlder(records.invitations, 'invitation', now),
    await removeOlder(records.teamInvitations, 'team-invitation', now),
  ];
  return removed.reduce((sum, count) => sum + count, 0);
};

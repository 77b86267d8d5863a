import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Invitation } from '@inbetwin/shared/contracts/people.ts';
import { mayChangeMember } from '@inbetwin/shared/contracts/rights.ts';
import type { Role } from '@inbetwin/shared/entities/declaring/rights.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import { eachPage } from '@inbetwin/shared/ports/each-page.ts';
import { randomSecret } from './keys.ts';
import type { Members, TeamActor } from './members.ts';
import { isUsable, useOnce } from './one-time.ts';
import { bareId, byTeam, type Records, recordId, type TeamInvitationRecord } from './records.ts';
import { digestOf } from './refresh-token.ts';
import type { createRegistration } from './registration.ts';

const LIFETIME = 7 * 24 * 3600_000;
const PAGE = 200;

/** What the holder of an invitation enters. */
export type Joining = { readonly email: string; readonly password: string; readonly name: string };

/** What an invitation says to whoever holds its secret. */
type Offer = Pick<TeamInvitationRecord, 'teamId' | 'role' | 'invitedBy' | 'email' | 'expiresAt'>;

/** Invitations into a team. Each works once, within a week; only the digest of its secret is stored, which is its id. */
export type TeamInvitations = {
  /** Throws `auth.forbidden` if the actor may not give this role. */
  create(actor: TeamActor, terms: { readonly role: Role; readonly email?: string | undefined }): Promise<Created>;
  list(teamId: string): Promise<readonly Invitation[]>;
  /** Throws `resource.not_found`. */
  revoke(teamId: string, id: string): Promise<void>;
  /** Throws `auth.link_used` for one that is used, revoked, expired, or unknown. */
  read(secret: string): Promise<Offer>;
  /**
   * Adds the person to the team: a new account, or the one with this email and password. Throws `auth.link_used`, `auth.forbidden` if it is
   * for another email, `auth.wrong_credentials` if the account has another password, or `resource.conflict` if it is in the team already.
   */
  join(secret: string, joining: Joining): Promise<{ readonly userId: string; readonly teamId: string }>;
};

type Created = { readonly invitation: Invitation; readonly secret: string };

type Parts = {
  readonly registration: Pick<ReturnType<typeof createRegistration>, 'authenticate' | 'registerMember'>;
  readonly members: Pick<Members, 'add'>;
};

export const createTeamInvitations = (
  records: Records,
  { registration, members }: Parts,
  clock: Clock,
): TeamInvitations => {
  const join = async ({ teamId, role, email: only }: Offer, joining: Joining) => {
    if (only !== undefined && only !== joining.email) {
      throw new Failure(
        'auth.forbidden',
        'The invitation is for another e-mail.',
        'Use the e-mail that it was sent to.',
      );
    }
    const registered = await registration.registerMember(joining, { teamId, role });
    if (registered !== undefined) return { userId: registered, teamId };
    const userId = await registration.authenticate(joining.email, joining.password);
    if (userId === undefined) {
      throw new Failure(
        'auth.wrong_credentials',
        'An account with this e-mail exists and has another password.',
        'Enter the password of that account.',
      );
    }
    if (await members.add({ userId, teamId, role })) return { userId, teamId };
    throw new Failure('resource.conflict', 'This account is in the team already.', 'Sign in instead.');
  };

  return {
    create: async ({ userId: invitedBy, teamId, role: own }, { role, email }) => {
      if (!mayChangeMember(own, { from: role })) {
        throw new Failure('auth.forbidden', 'Only an owner may invite an owner.', 'Choose another role.');
      }
      const [secret, createdAt] = [randomSecret(), clock()];
      const record: TeamInvitationRecord = {
        id: recordId.teamInvitation(digestOf(secret)),
        kind: 'team-invitation',
        ...{ teamId, role, invitedBy, createdAt, expiresAt: createdAt + LIFETIME },
        ...(email !== undefined && { email }),
      };
      await records.teamInvitations.insertOnce(record);
      return { invitation: shownOf(record), secret };
    },

    list: async (teamId) => {
      const found: TeamInvitationRecord[] = [];
      const query = { index: byTeam, equals: ['team-invitation', teamId], limit: PAGE };
      for await (const page of eachPage(records.teamInvitations, query)) found.push(...page);
      return found.filter((one) => isUsable(one, clock())).map(shownOf);
    },

    revoke: async (teamId, id) => {
      const invitation = await records.teamInvitations.get(recordId.teamInvitation(id));
      if (invitation?.teamId !== teamId) {
        throw new Failure('resource.not_found', 'There is no such invitation.', 'List the invitations again.');
      }
      await records.teamInvitations.delete([invitation.id]);
    },

    read: async (secret) => {
      const invitation = await records.teamInvitations.get(recordId.teamInvitation(digestOf(secret)));
      if (invitation && isUsable(invitation, clock())) return invitation;
      throw new Failure('auth.link_used', 'This invitation is used up or expired.', 'Ask for a new one.');
    },

    join: (secret, joining) =>
      useOnce(
        { records: records.teamInvitations, id: recordId.teamInvitation(digestOf(secret)), now: clock() },
        'invitation',
        (offer) => join(offer, joining),
      ),
  };
};

const shownOf = (record: TeamInvitationRecord): Invitation => {
  const { role, email, invitedBy, createdAt, expiresAt } = record;
  return { id: bareId(record), role, ...(email !== undefined && { email }), invitedBy, createdAt, expiresAt };
};

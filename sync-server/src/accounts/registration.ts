import { createHash } from 'node:crypto';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import { randomId } from './keys.ts';
import type { Members } from './members.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { type EmailClaim, type PendingAccount, type Records, recordId } from './records.ts';
import { slugCandidates } from './slug.ts';

/** What a person enters to create an account and a team. */
export type Registration = {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly team: string;
};

/** A team at a fixed address whose owner has no password. */
export type TeamWithOwner = {
  readonly slug: string;
  readonly name: string;
  readonly owner: { readonly email: string; readonly name: string };
};

const normalizeEmail = (email: string): string => email.trim().toLowerCase();

/**
 * Writes accounts. The claim of the email acts as the transaction: it contains everything that is still to be written, so an account that a
 * crash left half-written is completed by the next operation that reads its claim.
 */
export const createRegistration = (records: Records, members: Pick<Members, 'add'>, clock: Clock) => {
  /** Writes what the claim still contains. It is idempotent, also when two processes run it at once. */
  const complete = async (claim: EmailClaim): Promise<void> => {
    if (!claim.pending) return;
    const { user, team, joins } = claim.pending;
    const { userId } = claim;
    await records.users.insertOnce(user);
    if (team) {
      const slug = await claimSlug(records, team);
      const { id: teamId, name } = team;
      await records.teams.insertOnce({
        id: recordId.team(teamId),
        kind: 'team',
        slug,
        name,
        members: {},
        createdAt: user.createdAt,
      });
      await members.add({ userId, teamId, role: 'owner' });
    }
    if (joins) await members.add({ userId, ...joins });
    await records.emails.update(claim.id, ({ pending: _written, ...rest }) => rest);
  };

  const claimEmail = async (userId: string, pending: PendingAccount) => {
    const id = recordId.email(pending.user.email);
    const { document, inserted } = await records.emails.insertOnce({ id, kind: 'email', userId, pending });
    await complete(document);
    return { claim: document, inserted };
  };

  /** Creates a user with a new team and returns the user's id. Throws `auth.email_taken`. */
  const register = async ({ email, password, name, team }: Registration): Promise<string> => {
    const userId = randomId();
    const passwordHash = await hashPassword(password);
    const { inserted } = await claimEmail(userId, {
      user: userOf(userId, { email, name, passwordHash, createdAt: clock() }),
      team: { id: randomId(), name: team },
    });
    if (inserted) return userId;
    throw new Failure(
      'auth.email_taken',
      'An account with this e-mail exists.',
      'Sign in instead; if a registration was cut off before it answered, its password works.',
    );
  };

  /** Creates a user who belongs to an existing team and returns the user's id; undefined if the email has an account. */
  const registerMember = async (
    { email, password, name }: Omit<Registration, 'team'>,
    joins: NonNullable<PendingAccount['joins']>,
  ): Promise<string | undefined> => {
    if (await records.emails.get(recordId.email(normalizeEmail(email)))) return undefined;
    const userId = randomId();
    const passwordHash = await hashPassword(password);
    const user = userOf(userId, { email, name, passwordHash, createdAt: clock() });
    const { inserted } = await claimEmail(userId, { user, joins });
    return inserted ? userId : undefined;
  };

  /** The user with this email and password, or undefined; both outcomes take the same time. */
  const authenticate = async (email: string, password: string): Promise<string | undefined> => {
    const claim = await records.emails.get(recordId.email(normalizeEmail(email)));
    const user = claim && (claim.pending?.user ?? (await records.users.get(recordId.user(claim.userId))));
    const fits = await verifyPassword(user?.passwordHash, password);
    if (!fits || !claim) return undefined;
    await complete(claim);
    return claim.userId;
  };

  /** Ensures that a team exists at a fixed address whose owner signs in by link only. */
  const ensureTeam = async ({ slug, name, owner }: TeamWithOwner) => {
    const userId = fixedId(`owner:${slug}`);
    const teamId = fixedId(`team:${slug}`);
    const { claim } = await claimEmail(userId, {
      user: userOf(userId, { ...owner, passwordHash: null, createdAt: clock() }),
      team: { id: teamId, name, slug },
    });
    if (claim.userId !== userId) throw taken(`The e-mail ${owner.email} belongs to another account.`);
    return { userId, teamId };
  };

  return { register, registerMember, authenticate, ensureTeam };
};

const userOf = (
  userId: string,
  { email, ...account }: Pick<PendingAccount['user'], 'email' | 'name' | 'passwordHash' | 'createdAt'>,
): PendingAccount['user'] => ({ id: recordId.user(userId), kind: 'user', email: normalizeEmail(email), ...account });

/** Claims the first free address; one that this team already claimed counts as free. */
const claimSlug = async (records: Records, team: NonNullable<PendingAccount['team']>): Promise<string> => {
  for (const slug of team.slug ? [team.slug] : slugCandidates(team.name, team.id)) {
    const claim = { id: recordId.slug(slug), kind: 'slug' as const, teamId: team.id };
    const { document } = await records.slugs.insertOnce(claim);
    if (document.teamId === team.id) return slug;
  }
  throw taken(`The address of ${team.name} is taken.`);
};

const taken = (message: string): Failure => new Failure('resource.conflict', message, 'Choose another one.');

/** Deterministic, so that several servers that start at once agree on the ids. */
const fixedId = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 32);

import { timeSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import { roles } from '@inbetwin/shared/entities/declaring/rights.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { z } from 'zod';

const userRecordSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('user'),
  email: z.string(),
  name: z.string(),
  /** Argon2id in PHC format; null for a person who signs in by link only. */
  passwordHash: z.string().nullable(),
  createdAt: timeSchema,
});

const memberEntrySchema = z.strictObject({
  role: z.enum(roles),
  joinedAt: timeSchema,
  /** Set while the member has no access. */
  deactivatedAt: timeSchema.optional(),
  /** Set when the person has left the team; their name stays on what they did. */
  removedAt: timeSchema.optional(),
});
/** A person's place in a team. */
export type MemberEntry = z.infer<typeof memberEntrySchema>;

const teamRecordSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('team'),
  slug: z.string(),
  name: z.string(),
  /** Its people by user id. Absent in a team that a former version created, until somebody joins or is changed. */
  members: z.record(z.string(), memberEntrySchema).optional(),
  createdAt: timeSchema,
});
/** A stored team, with the address of its chat (`slug`). */
export type TeamRecord = z.infer<typeof teamRecordSchema>;

const membershipRecordSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('membership'),
  userId: z.string(),
  teamId: z.string(),
  /** The role that the person joined with; the present one is in the team's record. */
  role: z.enum(roles),
  createdAt: timeSchema,
});

/** What a registration still has to write. All values are decided, so completing it twice has no further effect. */
const pendingSchema = z.strictObject({
  user: userRecordSchema,
  /** The team that is created with the account. */
  team: z.strictObject({ id: z.string(), name: z.string(), slug: z.string().optional() }).optional(),
  /** The team that the person was invited to. */
  joins: z.strictObject({ teamId: z.string(), role: z.enum(roles) }).optional(),
});
/** An account that is being registered. */
export type PendingAccount = z.infer<typeof pendingSchema>;

/** Claims an email for one user. While `pending` is set, the rest of the account may not be stored yet. */
const emailClaimSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('email'),
  userId: z.string(),
  pending: pendingSchema.optional(),
});
/** The stored claim of an email. */
export type EmailClaim = z.infer<typeof emailClaimSchema>;

const slugClaimSchema = z.strictObject({ id: z.string(), kind: z.literal('slug'), teamId: z.string() });

/** One signed-in device: its family of refresh tokens, of which only the SHA-256 of the latest two is stored. */
const sessionRecordSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('session'),
  userId: z.string(),
  teamId: z.string(),
  current: z.string(),
  /** The predecessor of `current`, and the salt used to derive `current` from it: see `refresh-token.ts`. */
  previous: z.strictObject({ digest: z.string(), salt: z.string(), usedAt: timeSchema }).optional(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  revokedAt: timeSchema.optional(),
  /** The last exchange of a token, and by what and from where. */
  usedAt: timeSchema.optional(),
  device: z.string().optional(),
  address: z.string().optional(),
});
/** A stored session. */
export type SessionRecord = z.infer<typeof sessionRecordSchema>;

const linkRecordSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('link'),
  userId: z.string(),
  teamId: z.string(),
  expiresAt: timeSchema,
  usedBy: z.string().optional(),
});

const invitationRecordSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('invitation'),
  expiresAt: timeSchema,
  /** The attempt that consumed it. */
  usedBy: z.string().optional(),
});

const teamInvitationRecordSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('team-invitation'),
  teamId: z.string(),
  role: z.enum(roles),
  /** The only one that may use it. */
  email: z.string().optional(),
  invitedBy: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  /** The attempt that consumed it. */
  usedBy: z.string().optional(),
});
/** A stored invitation into a team. */
export type TeamInvitationRecord = z.infer<typeof teamInvitationRecordSchema>;

/** An index of the `accounts` database for listing records of one kind. */
export const byCreation = ['kind', 'createdAt'] as const;
/** An index for the memberships and other records of one user. */
export const byUser = ['kind', 'userId', 'createdAt'] as const;
/** An index for the memberships and invitations of one team. */
export const byTeam = ['kind', 'teamId', 'createdAt'] as const;
/** An index for finding expired records. */
export const byExpiry = ['kind', 'expiresAt'] as const;

/** Opens the database of people and teams. Ids consist of the kind and a part that is unique within the kind. */
export const openRecords = (store: DocumentStore) => {
  const stored = store.collection('server/accounts', { indexes: [byCreation, byUser, byTeam, byExpiry] });
  return {
    users: openCollection(stored, userRecordSchema),
    teams: openCollection(stored, teamRecordSchema),
    memberships: openCollection(stored, membershipRecordSchema),
    emails: openCollection(stored, emailClaimSchema),
    slugs: openCollection(stored, slugClaimSchema),
    sessions: openCollection(stored, sessionRecordSchema),
    links: openCollection(stored, linkRecordSchema),
    invitations: openCollection(stored, invitationRecordSchema),
    teamInvitations: openCollection(stored, teamInvitationRecordSchema),
  };
};
/** The collections of the `accounts` database. */
export type Records = ReturnType<typeof openRecords>;

/** Builds the stored ids of all kinds of records. */
export const recordId = {
  user: (userId: string) => `user:${userId}`,
  team: (teamId: string) => `team:${teamId}`,
  membership: (userId: string, teamId: string) => `membership:${userId}:${teamId}`,
  email: (email: string) => `email:${email}`,
  slug: (slug: string) => `slug:${slug}`,
  session: (sessionId: string) => `session:${sessionId}`,
  link: (digest: string) => `link:${digest}`,
  invitation: (digest: string) => `invitation:${digest}`,
  teamInvitation: (digest: string) => `team-invitation:${digest}`,
};

/** Whether a stored id is that of a team. */
export const isTeamId = (id: string): boolean => id.startsWith(recordId.team(''));

/** The id without its kind, as used outside this folder: `user:7f` is user `7f`. */
export const bareId = (record: { readonly id: string }): string => record.id.slice(record.id.indexOf(':') + 1);

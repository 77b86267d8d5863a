import { timeSchema } from '@inbetwin/shared/entities/fields.ts';
import { roles } from '@inbetwin/shared/entities/rights.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { z } from 'zod';

const userRecordSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('user'),
  email: z.string(),
  name: z.string(),
  /** Argon2id in PHC form; null signs in by link alone. */
  passwordHash: z.string().nullable(),
  createdAt: timeSchema,
});

const teamRecordSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('team'),
  slug: z.string(),
  name: z.string(),
  createdAt: timeSchema,
});
export type TeamRecord = z.infer<typeof teamRecordSchema>;

const membershipRecordSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('membership'),
  userId: z.string(),
  teamId: z.string(),
  role: z.enum(roles),
  createdAt: timeSchema,
});
export type MembershipRecord = z.infer<typeof membershipRecordSchema>;

/** What a registration still has to write; everything in it is decided, so completing it twice changes nothing. */
const pendingSchema = z.strictObject({
  user: userRecordSchema,
  team: z.strictObject({ id: z.string(), name: z.string(), slug: z.string().optional() }),
});
export type PendingAccount = z.infer<typeof pendingSchema>;

/** Claims an e-mail for one user. While `pending` is there, the rest of the account may not be stored yet. */
const emailClaimSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('email'),
  userId: z.string(),
  pending: pendingSchema.optional(),
});
export type EmailClaim = z.infer<typeof emailClaimSchema>;

const slugClaimSchema = z.strictObject({ id: z.string(), kind: z.literal('slug'), teamId: z.string() });

/** One signed-in device: the family of its refresh tokens. Only SHA-256 of the newest two is kept. */
const sessionRecordSchema = z.strictObject({
  id: z.string(),
  kind: z.literal('session'),
  userId: z.string(),
  teamId: z.string(),
  current: z.string(),
  /** The token that `current` followed, and the salt it was made with: see `refresh-token.ts`. */
  previous: z.strictObject({ digest: z.string(), salt: z.string(), usedAt: timeSchema }).optional(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  revokedAt: timeSchema.optional(),
});
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
  /** The attempt that uses it up. */
  usedBy: z.string().optional(),
});

/** The indexes of the `accounts` database: lists, a user's memberships, and what has run out. */
export const byCreation = ['kind', 'createdAt'] as const;
export const byUser = ['kind', 'userId', 'createdAt'] as const;
export const byExpiry = ['kind', 'expiresAt'] as const;

/** Everything about people and teams, in one database. Ids begin with the kind and are unique by what follows. */
export const openRecords = (store: DocumentStore) => {
  const database = store.database('accounts', { indexes: [byCreation, byUser, byExpiry] });
  return {
    users: openCollection(database, userRecordSchema),
    teams: openCollection(database, teamRecordSchema),
    memberships: openCollection(database, membershipRecordSchema),
    emails: openCollection(database, emailClaimSchema),
    slugs: openCollection(database, slugClaimSchema),
    sessions: openCollection(database, sessionRecordSchema),
    links: openCollection(database, linkRecordSchema),
    invitations: openCollection(database, invitationRecordSchema),
  };
};
export type Records = ReturnType<typeof openRecords>;

export const recordId = {
  user: (userId: string) => `user:${userId}`,
  team: (teamId: string) => `team:${teamId}`,
  membership: (userId: string, teamId: string) => `membership:${userId}:${teamId}`,
  email: (email: string) => `email:${email}`,
  slug: (slug: string) => `slug:${slug}`,
  session: (sessionId: string) => `session:${sessionId}`,
  link: (digest: string) => `link:${digest}`,
  invitation: (digest: string) => `invitation:${digest}`,
};

/** The bare id that the rest of the house knows: `user:7f` is user `7f`. */
export const bareId = (record: { readonly id: string }): string => record.id.slice(record.id.indexOf(':') + 1);

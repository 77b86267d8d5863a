import { createHash, randomUUID } from 'node:crypto';
import type { Credentials } from '@inbetwin/shared/channels/credentials.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { SecretBox } from '@inbetwin/shared/ports/secrets.ts';
import { openCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { z } from 'zod';
import type { AuthorizationKeys } from './oauth.ts';
import { signInVoid } from './oauth-failure.ts';

const LIFETIME_MS = 10 * 60_000;
const EXPIRED_PAGE = 100;

const secretSchema = z.strictObject({
  credentials: z.record(z.string(), z.string()),
  verifier: z.string(),
  redirectUri: z.string(),
});

/** Used by the server only; never replicated. The id is a digest of the state, which only the administrator's browser has. */
const authorizationSchema = z.strictObject({
  id: z.string(),
  teamId: z.string(),
  userId: z.string(),
  kind: z.string(),
  /** The connected account to sign in again. */
  channelId: z.string().optional(),
  expiresAt: z.number(),
  usedBy: z.string().optional(),
  /** The client's credentials and the PKCE verifier, encrypted. */
  sealed: z.string(),
});

/** The administrator who began the authorization. */
export type Beginner = { readonly teamId: string; readonly userId: string };

/** An authorization that is in progress. */
export type Authorization = {
  readonly kind: string;
  readonly credentials: Credentials;
  readonly channelId?: string | undefined;
};

/** Authorizations in progress: each can be completed once, within ten minutes, by the person who began it. They survive a restart. */
export const openAuthorizations = (store: DocumentStore, box: SecretBox, clock: Clock) => {
  const stored = store.collection('server/channel-authorizations', { indexes: [['expiresAt']] });
  const records = openCollection(stored, authorizationSchema);

  const removeExpired = async (): Promise<void> => {
    const { items } = await records.find({ index: ['expiresAt'], equals: [], limit: EXPIRED_PAGE });
    await records.delete(items.filter(({ expiresAt }) => expiresAt <= clock()).map(({ id }) => id));
  };

  return {
    begin: async (who: Beginner, { credentials, ...what }: Authorization, keys: AuthorizationKeys): Promise<void> => {
      const { state, ...kept } = keys;
      const id = digestOf(state);
      const sealed = box.seal(JSON.stringify({ credentials, ...kept }), contextOf(id));
      await removeExpired();
      const { teamId, userId } = who;
      await records.insertOnce({
        id,
        teamId,
        userId,
        ...withoutAbsent(what),
        expiresAt: clock() + LIFETIME_MS,
        sealed,
      });
    },
    /** Throws `channel.sign_in_void` if it is unknown, expired, used, or somebody else's; in the last case it stays valid. */
    take: async (state: string, { teamId, userId }: Beginner): Promise<Authorization & { keys: AuthorizationKeys }> => {
      const attempt = randomUUID();
      const taken = await records.update(digestOf(state), (current) =>
        current.usedBy === undefined &&
        current.expiresAt > clock() &&
        current.teamId === teamId &&
        current.userId === userId
          ? { ...current, usedBy: attempt }
          : current,
      );
      if (taken?.usedBy !== attempt) throw signInVoid();
      await records.delete([taken.id]);
      const { credentials, ...kept } = secretSchema.parse(JSON.parse(box.open(taken.sealed, contextOf(taken.id))));
      return { kind: taken.kind, channelId: taken.channelId, credentials, keys: { state, ...kept } };
    },
  };
};

const withoutAbsent = ({ kind, channelId }: Omit<Authorization, 'credentials'>) => ({
  kind,
  ...(channelId !== undefined && { channelId }),
});

const digestOf = (state: string): string => createHash('sha256').update(state).digest('hex');

const contextOf = (id: string): string => `channel-authorization:${id}`;

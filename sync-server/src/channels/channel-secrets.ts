import type { Credentials } from '@inbetwin/shared/channels/credentials.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { eachPage } from '@inbetwin/shared/ports/each-page.ts';
import type { SecretBox } from '@inbetwin/shared/ports/secrets.ts';
import { openCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { z } from 'zod';
import { type Grant, grantSchema } from './oauth/grant.ts';

/** Used by the server only; never replicated. */
const COLLECTION = 'server/channel-secrets';
const PAGE = 200;

const credentialsSchema = z.record(z.string(), z.string());

const channelSecretSchema = z.strictObject({
  id: z.string().min(1).max(500),
  teamId: z.string(),
  kind: z.string(),
  account: z.string(),
  name: z.string(),
  /** The encrypted credentials. They are encrypted anew whenever the account is connected, but not when its grant is renewed. */
  sealed: z.string(),
  /** The encrypted grant of an administrator; absent for an account that was connected with credentials only. */
  grant: z.string().optional(),
  /** The secret part of the webhook address; absent for kinds without webhooks. */
  hook: z.string().optional(),
});
export type ChannelSecret = z.infer<typeof channelSecretSchema>;

type Claim = Omit<ChannelSecret, 'id' | 'sealed' | 'grant'> & {
  /** The hosts that the credentials contain. */
  readonly endpoints: readonly string[];
};

/** The credentials of an account, and its grant if it was connected by OAuth. */
export type ChannelKeys = { readonly credentials: Credentials; readonly grant?: Grant | undefined };

/** The connected accounts of all teams with their encrypted credentials. */
export const openChannelSecrets = (store: DocumentStore, box: SecretBox) => {
  const secrets = openCollection(store.collection(COLLECTION, { indexes: [['teamId']] }), channelSecretSchema);

  const sealGrant = (account: Account, grant: Grant): string =>
    box.seal(JSON.stringify(grant), grantContextOf(account));
  const openGrant = (secret: ChannelSecret): Grant =>
    grantSchema.parse(JSON.parse(box.open(secret.grant ?? '', grantContextOf(secret))));

  return {
    /** The changes of all accounts, whichever process made them. */
    feed: secrets.stored,
    get: secrets.get,
    ofTeam: async (teamId: string): Promise<readonly ChannelSecret[]> => {
      const found: ChannelSecret[] = [];
      const query = { index: ['teamId'], equals: [teamId], limit: PAGE };
      for await (const page of eachPage(secrets, query)) found.push(...page);
      return found;
    },
    /** Stores the account for the team. Throws `resource.conflict` if another team has it. */
    claim: async (account: Claim, { credentials, grant }: ChannelKeys): Promise<ChannelSecret> => {
      const { endpoints, ...place } = account;
      const id = secretId(account);
      const sealed = box.seal(JSON.stringify(credentials), contextOf(account));
      const granted = grant && { grant: sealGrant(account, grant) };
      return secrets.upsert(id, (current) => {
        if (current && current.teamId !== account.teamId) throw takenByOthers(account.name);
        // The webhook address is kept, because the platform may already have it.
        const hook = current?.hook ?? place.hook;
        return { ...place, id, sealed, ...granted, ...(hook !== undefined && { hook }) };
      });
    },
    /** Throws `secrets.unreadable` if the server's key has changed since. */
    open: (secret: ChannelSecret): Credentials =>
      credentialsSchema.parse(JSON.parse(box.open(secret.sealed, contextOf(secret)))),
    /** Throws `secrets.unreadable` as `open` does. */
    openGrant,
    /** Stores a renewed grant in place of `former`. Has no effect if the account was reconnected or disconnected in the meantime. */
    renewGrant: async (secret: ChannelSecret, former: Grant, next: Grant): Promise<void> => {
      await secrets.update(secret.id, (current) =>
        current.grant !== undefined && openGrant(current).accessToken === former.accessToken
          ? { ...current, grant: sealGrant(current, next) }
          : current,
      );
    },
    erase: (ids: readonly string[]) => secrets.delete(ids),
  };
};

/**
 * Identifies an account, so that only one team can have it. A private platform server can claim to be any account, so an account is unique
 * only together with the hosts it is reached at.
 */
const secretId = ({ kind, account, endpoints }: Claim): string =>
  [kind, account, ...endpoints].map(encodeURIComponent).join(':');

type Account = Pick<ChannelSecret, 'kind' | 'account' | 'teamId'>;

const contextOf = ({ kind, account, teamId }: Account): string => `channel:${kind}:${account}:${teamId}`;

const grantContextOf = (account: Account): string => `${contextOf(account)}:grant`;

const takenByOthers = (name: string) =>
  new Failure(
    'resource.conflict',
    `${name} is connected to another team.`,
    'Disconnect it there first, or connect another account.',
  );

import type { AccessToken, ConnectedChannel } from '@inbetwin/bot/channels/channel.ts';
import { valuesOf } from '@inbetwin/shared/channels/credentials.ts';
import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { SecretBox } from '@inbetwin/shared/ports/secrets.ts';
import type { ChannelAccess } from './channel-access.ts';
import { sameCredentials } from './channel-credentials.ts';
import { eraseChannelMemory, openChannelMemory } from './channel-memory.ts';
import { type ChannelKeys, type ChannelSecret, openChannelSecrets } from './channel-secrets.ts';
import { channelIdOf } from './channel-setting.ts';
import type { Guarded } from './hosted-channel.ts';
import type { GrantSource } from './oauth/access-tokens.ts';
import { storedToken } from './oauth/stored-token.ts';
import { createHook } from './webhook-address.ts';

type AccountOptions = {
  readonly store: DocumentStore;
  readonly secretBox: SecretBox;
  readonly access: ChannelAccess;
};

/** An account as its platform describes it. */
type Account = {
  readonly teamId: string;
  readonly channel: ConnectedChannel;
  readonly account: string;
  readonly name: string;
};

export type ChannelAccounts = ReturnType<typeof openChannelAccounts>;

/** The connected accounts of all teams: their sealed credentials, their OAuth grants, and the memory of their connections. */
export const openChannelAccounts = ({ store, secretBox, access }: AccountOptions) => {
  const secrets = openChannelSecrets(store, secretBox);

  const credentialsOf = async (secret: ChannelSecret): Promise<Guarded> =>
    access.guard(access.connectable(secret.kind), secrets.open(secret));

  const withId = async (teamId: string, id: string): Promise<readonly ChannelSecret[]> =>
    (await secrets.ofTeam(teamId)).filter((secret) => channelIdOf(secret) === id);

  const eraseMemory = (erased: readonly ChannelSecret[]) => eraseChannelMemory(store, erased);

  /** Connections that are still open in some process may write their memory again until they have ended. */
  const erase = async (erased: readonly ChannelSecret[]): Promise<void> => {
    await secrets.erase(erased.map(({ id }) => id));
    await eraseMemory(erased);
  };

  return {
    feed: secrets.feed,
    ofTeam: secrets.ofTeam,
    open: secrets.open,
    credentialsOf,
    withId,
    memoryOf: (secret: ChannelSecret) => openChannelMemory(store, secret),
    erase,
    eraseMemory,
    /** Reads the access token for processes that do not host the account. Undefined for an account without a grant. */
    tokenOf: (secret: ChannelSecret, clock: Clock): AccessToken | undefined => {
      if (secret.grant === undefined) return undefined;
      const readGrant = async () => {
        const current = await secrets.get(secret.id);
        return current?.grant === undefined ? undefined : secrets.openGrant(current);
      };
      return storedToken(readGrant, clock);
    },
    /** Undefined for an account that was connected with credentials only. */
    grantsOf: (secret: ChannelSecret): GrantSource | undefined =>
      secret.grant === undefined
        ? undefined
        : {
            read: () => secrets.openGrant(secret),
            renew: async (grant) =>
              access.oauthOf(access.connectable(secret.kind), await credentialsOf(secret)).renew(grant),
            store: (former, next) => secrets.renewGrant(secret, former, next),
          },
    /** Whether the secret already contains these credentials; a grant is always new. */
    holds: (secret: ChannelSecret, { credentials, grant }: ChannelKeys): boolean => {
      try {
        return grant === undefined && sameCredentials(secrets.open(secret), credentials);
      } catch (error) {
        if (hasCode(error, 'secrets.unreadable')) return false; // The key was changed: what is given now replaces it.
        throw error;
      }
    },
    /** Stores the credentials in place of the account's previous ones. Throws `resource.conflict` if another team has the account. */
    claim: async ({ teamId, channel, account, name }: Account, keys: ChannelKeys): Promise<ChannelSecret> => {
      const { kind } = channel;
      const endpoints = Object.values(valuesOf(channel.credentials, keys.credentials, 'endpoint'));
      const hook = channel.receives.includes('webhook') ? { hook: createHook() } : {};
      const secret = await secrets.claim({ teamId, kind, account, name, endpoints, ...hook }, keys);
      const earlier = await withId(teamId, channelIdOf(secret));
      await erase(earlier.filter(({ id }) => id !== secret.id));
      return secret;
    },
  };
};

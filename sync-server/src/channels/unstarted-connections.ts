import type { ChannelConnection } from '@inbetwin/bot/channels/channel.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { ChannelAccess } from './channel-access.ts';
import type { ChannelAccounts } from './channel-accounts.ts';
import type { ChannelSecret } from './channel-secrets.ts';
import { connectNaming } from './connect-naming.ts';
import { lookupOf, webhookContext } from './hosted-channel.ts';

type UnstartedOptions = {
  readonly access: Pick<ChannelAccess, 'connectable' | 'contextOf'>;
  readonly accounts: Pick<ChannelAccounts, 'credentialsOf' | 'memoryOf' | 'tokenOf'>;
  readonly documentsOf: (teamId: string) => TeamDocuments;
  readonly webhookUrlOf: (secret: ChannelSecret) => string | undefined;
  readonly clock: Clock;
};

/**
 * Opens a connection for one webhook request or one list of templates, in a process that does not host the account. Opening it costs no
 * call to the platform, so it is not kept. Throws what `connect` and `guard` throw, and `secrets.unreadable`. The caller must stop it.
 */
export const createUnstartedConnections =
  ({ access, accounts, documentsOf, webhookUrlOf, clock }: UnstartedOptions) =>
  async (secret: ChannelSecret): Promise<ChannelConnection> => {
    const { teamId, kind, account, name } = secret;
    const guarded = await accounts.credentialsOf(secret);
    const accessToken = accounts.tokenOf(secret, clock);
    const context = {
      ...access.contextOf(teamId, kind),
      ...lookupOf(guarded),
      ...webhookContext(webhookUrlOf(secret)),
      ...(accessToken && { accessToken }),
      memory: accounts.memoryOf(secret),
      onHealth: () => undefined,
      known: { account, name },
    };
    return connectNaming(access.connectable(kind), context, { ...guarded, documents: documentsOf(teamId) });
  };

import type { ChannelHealth } from '@inbetwin/bot/channels/channel.ts';
import type { ConnectedChannel as ConnectedAccount } from '@inbetwin/shared/contracts/channels.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { ChannelAccounts } from './channel-accounts.ts';
import type { ChannelSecret } from './channel-secrets.ts';
import {
  asDisconnected,
  channelIdOf,
  channelSetting,
  connecting,
  isShown,
  publishedHealth,
} from './channel-setting.ts';

type ShownOptions = {
  readonly accounts: Pick<ChannelAccounts, 'ofTeam' | 'withId'>;
  readonly documentsOf: (teamId: string) => TeamDocuments;
  readonly webhookUrlOf: (secret: ChannelSecret) => string | undefined;
  readonly clock: Clock;
};

/** What teams see of their channels: the stored accounts, with the health that the process which hosts them published last. */
export const createShownChannels = ({ accounts, documentsOf, webhookUrlOf, clock }: ShownOptions) => {
  const describe = (secret: ChannelSecret, health: ChannelHealth): ConnectedAccount => {
    const { kind, name } = secret;
    const reason = health.state === 'connected' ? {} : { reason: health.reason };
    const webhookUrl = webhookUrlOf(secret);
    const address = webhookUrl === undefined ? {} : { webhookUrl };
    return { id: channelIdOf(secret), kind, name, state: health.state, ...reason, ...address };
  };

  return {
    describe,
    list: async (teamId: string): Promise<readonly ConnectedAccount[]> => {
      const stored = await accounts.ofTeam(teamId);
      const settings = await documentsOf(teamId).settings.getMany(stored.map(channelIdOf));
      const byId = new Map(settings.map((setting) => [setting.id, setting]));
      return stored.map((secret) => describe(secret, publishedHealth(byId.get(channelIdOf(secret)))));
    },
    /** Shows a channel that the team does not see yet; whoever hosts it may have done so already. Returns the health that the team sees. */
    show: async (secret: ChannelSecret): Promise<ChannelHealth> => {
      const { settings } = documentsOf(secret.teamId);
      const shown = await settings.upsert(channelIdOf(secret), (current) =>
        isShown(current) ? current : channelSetting(secret, connecting, clock()),
      );
      return publishedHealth(shown);
    },
    /** Shows a channel as disconnected unless the team has connected it again. Returns whether the team saw it as connected. */
    showDisconnected: async (teamId: string, id: string): Promise<boolean> => {
      if ((await accounts.withId(teamId, id)).length > 0) return false;
      let wasShown = false;
      await documentsOf(teamId).settings.update(id, (current) => {
        wasShown = isShown(current);
        return asDisconnected(current, clock());
      });
      return wasShown;
    },
  };
};

export type ShownChannels = ReturnType<typeof createShownChannels>;

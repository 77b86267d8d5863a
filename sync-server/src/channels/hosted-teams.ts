import type {
  Channel,
  ChannelConnection,
  ChannelContext,
  ChannelHealth,
  ChannelMemory,
  WebhookAnswer,
  WebhookRequest,
} from '@inbetwin/bot/channels/channel.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { ChannelSecret } from './channel-secrets.ts';
import { type Guarded, type HostedChannel, hostChannel } from './hosted-channel.ts';
import type { GrantSource } from './oauth/access-tokens.ts';
import {
  nextTeamChannels,
  noChannels,
  type TeamChannels,
  type TeamChannelsEffect,
  type TeamChannelsEvent,
} from './team-channels.ts';
import { isHookOf, type WebhookAddress } from './webhook-address.ts';

type HostedTeamsOptions = {
  readonly log: Logger;
  readonly documentsOf: (teamId: string) => TeamDocuments;
  readonly contextOf: (teamId: string, kind: string) => Pick<ChannelContext, 'receive' | 'clock' | 'log' | 'timing'>;
  readonly memoryOf: (secret: ChannelSecret) => ChannelMemory;
  readonly webhookUrlOf: (secret: ChannelSecret) => string | undefined;
  readonly channelOf: (kind: string) => Channel | undefined;
  readonly credentialsOf: (secret: ChannelSecret) => Promise<Guarded>;
  /** Undefined for an account that was connected with credentials only. */
  readonly grantsOf: (secret: ChannelSecret) => GrantSource | undefined;
  readonly onConnected: (teamId: string, kind: string, account: string) => void;
};

/** Performs what `nextTeamChannels` decides for each team, and holds the open connections. */
export const createHostedTeams = (options: HostedTeamsOptions) => {
  const { log, documentsOf, contextOf, channelOf, credentialsOf } = options;
  const states = new Map<string, TeamChannels>();
  const hosted = new Map<string, HostedChannel>();
  const rooms = new Map<string, ChannelConnection>();
  let closed = false;
  const stateOf = (teamId: string): TeamChannels => states.get(teamId) ?? { ...noChannels, closed };

  const advance = (teamId: string, event: TeamChannelsEvent): readonly TeamChannelsEffect[] => {
    const { state, effects } = nextTeamChannels(stateOf(teamId), event);
    states.set(teamId, state);
    return effects;
  };

  const take = <T>(from: Map<string, T>, key: string): T | undefined => {
    const found = from.get(key);
    from.delete(key);
    return found;
  };

  const end = async (teamId: string, effect: TeamChannelsEffect): Promise<void> => {
    if (effect.type === 'end') await take(hosted, effect.id)?.stop();
    if (effect.type === 'close-room') await take(rooms, roomKey(teamId, effect.kind))?.stop();
  };

  const begin = (teamId: string, effect: TeamChannelsEffect): void => {
    if (effect.type === 'host') host(teamId, effect.secret);
    if (effect.type === 'open-room') openRoom(teamId, effect.kind);
    if (effect.type === 'publish') hosted.get(effect.id)?.publish(effect.health);
    if (effect.type === 'wake') options.onConnected(teamId, effect.kind, effect.account);
  };

  const host = (teamId: string, secret: ChannelSecret): void => {
    const { id, kind } = secret;
    const channel = channelOf(kind);
    if (channel?.access !== 'credentials') return;
    const onHealth = (health: ChannelHealth): void => {
      for (const effect of advance(teamId, { type: 'health', id, health })) begin(teamId, effect);
    };
    hosted.set(
      id,
      hostChannel({
        channel,
        place: secret,
        documents: documentsOf(teamId),
        credentials: () => credentialsOf(secret),
        grants: options.grantsOf(secret),
        context: { ...contextOf(teamId, kind), memory: options.memoryOf(secret), ...webhookOf(secret) },
        onHealth,
      }),
    );
  };

  const webhookOf = (secret: ChannelSecret) => {
    const webhookUrl = options.webhookUrlOf(secret);
    return webhookUrl === undefined ? {} : { webhookUrl };
  };

  const openRoom = (teamId: string, kind: string): void => {
    const channel = channelOf(kind);
    if (channel?.access !== 'open') return;
    const room = channel.open({ ...contextOf(teamId, kind), teamId });
    rooms.set(roomKey(teamId, kind), room);
    room.start().catch((error: unknown) => log.error({ teamId, kind, error: String(error) }, 'A chat did not open'));
  };

  const apply = async (teamId: string, event: TeamChannelsEvent): Promise<void> => {
    const effects = advance(teamId, event);
    await Promise.all(effects.map((effect) => end(teamId, effect)));
    for (const effect of effects) begin(teamId, effect);
  };

  const find = (teamId: string, kind: string, account: string): ChannelSecret | undefined =>
    [...stateOf(teamId).accounts.values()].find(({ secret }) => secret.kind === kind && secret.account === account)
      ?.secret;

  return {
    /** Resolves once everything that the event stops has stopped and everything that it starts has started. */
    apply,
    find,
    healthOf: (teamId: string, id: string): ChannelHealth | undefined => stateOf(teamId).accounts.get(id)?.health,
    connectionOf: (teamId: string, kind: string, account: string): ChannelConnection | undefined => {
      if (channelOf(kind)?.access === 'open') {
        for (const effect of advance(teamId, { type: 'room-asked', kind })) begin(teamId, effect);
        const room = rooms.get(roomKey(teamId, kind));
        return room?.account === account ? room : undefined;
      }
      const secret = find(teamId, kind, account);
      return secret && hosted.get(secret.id)?.connection();
    },
    webhook: async ({ teamId, hook }: WebhookAddress, request: WebhookRequest): Promise<WebhookAnswer> => {
      const { served, accounts } = stateOf(teamId);
      const called = [...accounts.values()].find(({ secret }) => isHookOf(secret, hook));
      const connection = called && hosted.get(called.secret.id)?.connection();
      if (connection?.webhook) return connection.webhook(request);
      if (served && !called) throw new Failure('resource.not_found', 'Nobody has this address.', 'Connect it anew.');
      throw new Failure('server.busy', 'The channel is not ready yet.', 'Call again in a moment.', { retryAfter: 5 });
    },
    /** Stops hosting altogether. */
    close: async (): Promise<void> => {
      closed = true;
      await Promise.all([...states.keys()].map((teamId) => apply(teamId, { type: 'closed' })));
    },
  };
};

const roomKey = (teamId: string, kind: string): string => JSON.stringify([teamId, kind]);

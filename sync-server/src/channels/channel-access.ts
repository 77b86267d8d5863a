import type { Channel, ChannelContext, ChannelEvent, ConnectedChannel } from '@inbetwin/bot/channels/channel.ts';
import type { Channels } from '@inbetwin/bot/channels/registry.ts';
import { type ChannelTiming, defaultTiming } from '@inbetwin/bot/channels/timing.ts';
import type { Credentials } from '@inbetwin/shared/channels/credentials.ts';
import type { ConnectChannelBody } from '@inbetwin/shared/contracts/channels.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { guardEndpoints, parseCredentials } from './channel-credentials.ts';
import { passingMemory } from './channel-memory.ts';
import type { ChannelKeys } from './channel-secrets.ts';
import { type Guarded, lookupOf } from './hosted-channel.ts';
import { type OAuth, openOAuth } from './oauth/oauth.ts';

/** What channels of every kind need. */
export type AccessOptions = {
  readonly channels: Channels;
  /** Stores an event durably; a repeated one is a no-op. */
  readonly receive: (teamId: string, kind: string, event: ChannelEvent) => Promise<void>;
  /** Whether teams may use private addresses. */
  readonly allowPrivateEndpoints: boolean;
  /** The channel that the operator configured. Its addresses may be private, but only with these credentials. */
  readonly operatorChannel?: ConnectChannelBody;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timing?: ChannelTiming;
};

/** Access to the kinds of channels and their platforms. */
export type ChannelAccess = {
  readonly find: (kind: string) => Channel | undefined;
  /** Throws `channel.unknown_kind` for a kind that does not exist or needs no credentials. */
  readonly connectable: (kind: string) => ConnectedChannel;
  /** Throws `channel.private_endpoint` if the credentials contain an address that the team may not use. */
  readonly guard: (channel: ConnectedChannel, credentials: Credentials) => ReturnType<typeof guardEndpoints>;
  readonly contextOf: (teamId: string, kind: string) => Pick<ChannelContext, 'receive' | 'clock' | 'log' | 'timing'>;
  /** The OAuth client of a kind. Throws `channel.unknown_kind` for a kind that does not use OAuth. */
  readonly oauthOf: (channel: ConnectedChannel, guarded: Guarded) => OAuth;
  /** Asks the platform which account the credentials belong to. */
  readonly probe: (
    teamId: string,
    channel: ConnectedChannel,
    keys: ChannelKeys,
  ) => Promise<{ readonly account: string; readonly name: string }>;
};

export const openChannelAccess = (options: AccessOptions): ChannelAccess => {
  const { channels, clock, log, timing = defaultTiming, operatorChannel: own } = options;
  const find = (kind: string) => (Object.hasOwn(channels, kind) ? channels[kind] : undefined);

  const operatorOf = ({ kind, credentials: schema }: ConnectedChannel): Credentials | undefined =>
    own?.kind === kind ? parseCredentials(schema, own) : undefined;

  const guard: ChannelAccess['guard'] = (channel, credentials) =>
    guardEndpoints(channel.credentials, credentials, {
      allowPrivateEndpoints: options.allowPrivateEndpoints,
      operator: operatorOf(channel),
    });

  const contextOf: ChannelAccess['contextOf'] = (teamId, kind) => ({
    receive: (event: ChannelEvent) => options.receive(teamId, kind, event),
    ...{ clock, log, timing },
  });

  return {
    find,
    connectable: (kind) => {
      const channel = find(kind);
      if (channel?.access === 'credentials') return channel;
      throw unknownKind(kind);
    },
    guard,
    contextOf,
    oauthOf: (channel, { credentials, lookup }) => {
      if (!channel.oauth) throw unknownKind(channel.kind);
      const allowInsecure = options.allowPrivateEndpoints;
      return openOAuth(channel.oauth(credentials), { lookup, requestMs: timing.requestMs, allowInsecure, clock });
    },
    probe: async (teamId, channel, { credentials, grant }) => {
      const guarded = await guard(channel, credentials);
      const surroundings = { ...contextOf(teamId, channel.kind), ...lookupOf(guarded) };
      const context = { ...surroundings, onHealth: () => undefined, memory: passingMemory() };
      const tokens = grant && { accessToken: async () => grant.accessToken };
      const connection = await channel.connect({ ...context, ...tokens }, credentials);
      await connection.stop();
      return { account: connection.account, name: connection.name };
    },
  };
};

const unknownKind = (kind: string) =>
  new Failure('channel.unknown_kind', `No channel of the kind ${kind} can be connected so.`, 'Name another kind.');

import type {
  ChannelCapabilities,
  ChannelConnection,
  InboundMessage,
  TokenChannel,
} from '@inbetwin/bot/channels/channel.ts';
import type { Channels } from '@inbetwin/bot/channels/registry.ts';
import { type ChannelTiming, defaultTiming } from '@inbetwin/bot/channels/timing.ts';
import type { ConnectedChannel } from '@inbetwin/shared/contracts/channels.ts';
import { Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { ChatChange } from '@inbetwin/shared/conversations/group-chat.ts';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { SecretBox } from '@inbetwin/shared/ports/secrets.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { createTurns } from '@inbetwin/shared/timing/turns.ts';
import type { TeamOwners } from '../teams/team-owners.ts';
import { type ChannelSecret, type Credentials, openChannelSecrets } from './channel-secrets.ts';
import { channelIdOf } from './channel-setting.ts';
import { assertPublicEndpoint, publicLookup } from './endpoint-guard.ts';
import { type HostedChannel, hostChannel } from './hosted-channel.ts';

export type ConnectRequest = { readonly kind: string; readonly token: string; readonly apiRoot?: string | undefined };

export type ChannelHost = {
  /**
   * Connects an account to the team. Throws `channel.unknown_kind`, `channel.token_refused`, `channel.unreachable`,
   * `channel.private_endpoint`, `team.elsewhere`, or `resource.conflict` when another team has the account.
   */
  connect(teamId: string, request: ConnectRequest): Promise<ConnectedChannel>;
  /** The same in the background, tried until the platform can be reached: for a channel that the operator configures. */
  connectInBackground(teamId: string, request: ConnectRequest): void;
  list(teamId: string): Promise<readonly ConnectedChannel[]>;
  /** Erases the token. False when the team has no such channel. Throws `team.elsewhere`. */
  disconnect(teamId: string, id: string): Promise<boolean>;
  /** Goes on with the team's stored channels; waits for the store, not for the platforms. Repeating it is harmless. */
  begin(teamId: string): Promise<void>;
  /** Polls and sends for the team no longer; what is stored of its channels stays. Resolves when nothing is received any more. */
  leave(teamId: string): Promise<void>;
  /** Where to send to: undefined while the account is not connected, or has not been reached yet. */
  connectionOf(teamId: string, kind: string, account: string): ChannelConnection | undefined;
  /** Undefined for an unknown kind. */
  capabilitiesOf(kind: string): ChannelCapabilities | undefined;
  /** Resolves when nothing is received any more. */
  stop(): Promise<void>;
};

type HostOptions = {
  readonly channels: Channels;
  readonly store: DocumentStore;
  readonly secretBox: SecretBox;
  readonly documentsOf: (teamId: string) => TeamDocuments;
  /** Stores a message durably; a repeated one is a no-op. */
  readonly receive: (teamId: string, kind: string, message: InboundMessage) => Promise<void>;
  /** Stores durably that a group was renamed or moved. */
  readonly chatChanged: (teamId: string, kind: string, change: ChatChange) => Promise<void>;
  /** A channel can send again: what waits for it may go. */
  readonly onConnected: (teamId: string, kind: string, account: string) => void;
  /** A team's channels are hosted by the one server that serves it. */
  readonly owners: Pick<TeamOwners, 'require'>;
  /** Whether teams may name private addresses. */
  readonly allowPrivateEndpoints: boolean;
  /** What the operator configured; its address may be private, for this token alone. */
  readonly operatorCredentials?: Credentials;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timing?: ChannelTiming;
};

/** Runs the channels of all teams: keeps their tokens, connects them and shows their health. */
export const createChannelHost = (options: HostOptions): ChannelHost => {
  const { channels, store, secretBox, documentsOf, owners, clock, log, timing = defaultTiming } = options;
  const secrets = openChannelSecrets(store, secretBox);
  const hosted = new Map<string, { readonly secret: ChannelSecret; readonly channel: HostedChannel }>();
  const rooms = new Map<string, { readonly teamId: string; readonly room: ChannelConnection }>();
  const stopping = new AbortController();
  const inTurn = createTurns();

  const tokenChannel = (kind: string): TokenChannel => {
    const channel = Object.hasOwn(channels, kind) ? channels[kind] : undefined;
    if (channel?.access === 'token') return channel;
    throw new Failure('channel.unknown_kind', `No channel of the kind ${kind} can be connected.`, 'Name another kind.');
  };

  const contextOf = (teamId: string, kind: string) => ({
    receive: (message: InboundMessage) => options.receive(teamId, kind, message),
    chatChanged: (change: ChatChange) => options.chatChanged(teamId, kind, change),
    ...{ clock, log, timing },
  });

  const isOperators = ({ token, apiRoot }: Credentials): boolean => {
    const { operatorCredentials: own } = options;
    return own?.apiRoot !== undefined && own.token === token && normaliseRoot(own.apiRoot) === apiRoot;
  };

  /** Refuses an address that must not be reached; the default one of a platform needs no check. */
  const guarded = async (credentials: Credentials) => {
    if (credentials.apiRoot === undefined || options.allowPrivateEndpoints || isOperators(credentials)) {
      return credentials;
    }
    await assertPublicEndpoint(credentials.apiRoot);
    return { ...credentials, lookup: publicLookup };
  };

  const host = (secret: ChannelSecret): HostedChannel => {
    const { id, teamId, kind, account } = secret;
    const channel = hostChannel({
      channel: tokenChannel(kind),
      place: secret,
      documents: documentsOf(teamId),
      credentials: async () => guarded(secrets.open(secret)),
      context: contextOf(teamId, kind),
      onConnected: () => options.onConnected(teamId, kind, account),
    });
    hosted.set(id, { secret, channel });
    return channel;
  };

  const drop = async (id: string): Promise<void> => {
    const { channel } = hosted.get(id) ?? {};
    hosted.delete(id);
    await channel?.stop();
  };

  const find = (teamId: string, kind: string, account: string) =>
    [...hosted.values()].find(
      ({ secret }) => secret.teamId === teamId && secret.kind === kind && secret.account === account,
    );

  const holds = (secret: ChannelSecret, { token, apiRoot }: Credentials): boolean => {
    try {
      const known = secrets.open(secret);
      return known.token === token && known.apiRoot === apiRoot;
    } catch (error) {
      if (hasCode(error, 'secrets.unreadable')) return false; // The key was changed: the token given now replaces it.
      throw error;
    }
  };

  const connect: ChannelHost['connect'] = async (teamId, { kind, token, apiRoot }) => {
    const channel = tokenChannel(kind);
    await owners.require(teamId);
    const credentials = apiRoot === undefined ? { token } : { token, apiRoot: normaliseRoot(apiRoot) };
    const context = { ...contextOf(teamId, kind), ...(await guarded(credentials)), onHealth: () => undefined };
    const probe = await channel.connect(context);
    await probe.stop();
    const { account, name } = probe;
    return inTurn(async () => {
      if (stopping.signal.aborted) throw isStopping();
      await owners.require(teamId);
      const working = find(teamId, kind, account)?.secret;
      if (working && holds(working, credentials)) return describe(working);
      const secret = await secrets.claim({ teamId, kind, account, name }, credentials);
      const earlier = (await secrets.ofTeam(teamId)).filter((one) => channelIdOf(one) === channelIdOf(secret));
      await secrets.erase(earlier.filter(({ id }) => id !== secret.id).map(({ id }) => id));
      for (const { id } of earlier) await drop(id);
      host(secret);
      log.info({ teamId, channel: channelIdOf(secret) }, 'A channel is connected');
      return describe(secret);
    });
  };

  const keepConnecting = async (teamId: string, request: ConnectRequest): Promise<void> => {
    for (let failures = 1; !stopping.signal.aborted; failures++) {
      try {
        await connect(teamId, request);
        return;
      } catch (error) {
        const lasting =
          error instanceof Failure && error.code !== 'channel.unreachable' && !error.code.startsWith('store.');
        log[lasting ? 'error' : 'warn']({ teamId, kind: request.kind }, `A channel could not be connected: ${error}`);
        if (lasting) return;
        await pause(retryDelay(timing, { failures, error }), stopping.signal);
      }
    }
  };

  const describe = (secret: ChannelSecret): ConnectedChannel => {
    const health = hosted.get(secret.id)?.channel.health();
    const reason = health && health.state !== 'connected' ? { reason: health.reason } : {};
    return {
      id: channelIdOf(secret),
      kind: secret.kind,
      name: secret.name,
      state: health?.state ?? 'connecting',
      ...reason,
    };
  };

  const disconnect: ChannelHost['disconnect'] = (teamId, id) =>
    inTurn(async () => {
      await owners.require(teamId);
      const found = (await secrets.ofTeam(teamId)).filter((secret) => channelIdOf(secret) === id);
      await secrets.erase(found.map((secret) => secret.id));
      for (const secret of found) await drop(secret.id);
      const { settings } = documentsOf(teamId);
      const shown = await settings.get(id);
      const wasShown = shown?.value.kind === 'channel' && shown.value.state !== 'disconnected';
      if (found.length === 0 && !wasShown) return false;
      await settings.update(id, (current) => asDisconnected(current, clock()));
      return true;
    });

  const roomOf = (teamId: string, kind: string): ChannelConnection | undefined => {
    const channel = Object.hasOwn(channels, kind) ? channels[kind] : undefined;
    if (channel?.access !== 'open' || stopping.signal.aborted) return undefined;
    const key = JSON.stringify([teamId, kind]);
    const known = rooms.get(key);
    if (known) return known.room;
    const room = channel.open({ ...contextOf(teamId, kind), teamId });
    rooms.set(key, { teamId, room });
    room.start().catch((error: unknown) => log.error({ teamId, kind, error: String(error) }, 'A chat did not open'));
    return room;
  };

  return {
    connect,
    connectInBackground: (teamId, request) => {
      keepConnecting(teamId, request).catch((error: unknown) => {
        log.error({ teamId, kind: request.kind, error: String(error) }, 'A channel could not be connected');
      });
    },
    list: async (teamId) => (await secrets.ofTeam(teamId)).map(describe),
    disconnect,
    begin: (teamId) =>
      inTurn(async () => {
        for (const secret of await secrets.ofTeam(teamId)) {
          if (stopping.signal.aborted) return;
          if (Object.hasOwn(channels, secret.kind) && !hosted.has(secret.id)) host(secret);
        }
      }),
    leave: (teamId) =>
      inTurn(async () => {
        const own = [...hosted].filter(([, { secret }]) => secret.teamId === teamId);
        const ownRooms = [...rooms].filter(([, open]) => open.teamId === teamId);
        for (const [key] of ownRooms) rooms.delete(key);
        await Promise.all([...own.map(([id]) => drop(id)), ...ownRooms.map(([, { room }]) => room.stop())]);
      }),
    connectionOf: (teamId, kind, account) => {
      const room = roomOf(teamId, kind);
      if (room) return room.account === account ? room : undefined;
      return find(teamId, kind, account)?.channel.connection();
    },
    capabilitiesOf: (kind) => (Object.hasOwn(channels, kind) ? channels[kind]?.capabilities : undefined),
    stop: async () => {
      stopping.abort();
      await inTurn(async () => {
        await Promise.all([...hosted.keys()].map(drop));
        await Promise.all([...rooms.values()].map(({ room }) => room.stop()));
      });
    },
  };
};

/** Without credentials, query and trailing slash, so that one server has one name. */
const normaliseRoot = (apiRoot: string): string => {
  const { origin, pathname } = new URL(apiRoot);
  return `${origin}${pathname}`.replace(/(?<!\/)\/+$/, '');
};

const asDisconnected = (setting: Setting, now: number): Setting => {
  if (setting.value.kind !== 'channel') return setting;
  const { reason: _, ...value } = setting.value;
  return { ...setting, updatedAt: now, value: { ...value, state: 'disconnected', checkedAt: now } };
};

const isStopping = () => new Failure('server.stopping', 'The server is stopping.', 'Try again in a moment.');

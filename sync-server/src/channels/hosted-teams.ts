import type {
  Channel,
  ChannelConnection,
  ChannelContext,
  ChannelHealth,
  ChannelMemory,
} from '@inbetwin/bot/channels/channel.ts';
import type { ChannelTiming } from '@inbetwin/bot/channels/timing.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import { retryUntil, unlessAborted } from '@inbetwin/shared/timing/retry-until.ts';
import { createTurns, type Turns } from '@inbetwin/shared/timing/turns.ts';
import type { ChannelSecret } from './channel-secrets.ts';
import { channelIdOf } from './channel-setting.ts';
import { type Guarded, type HostedChannel, hostChannel, webhookContext } from './hosted-channel.ts';
import type { GrantSource } from './oauth/access-tokens.ts';
import {
  nextTeamChannels,
  noChannels,
  type TeamChannels,
  type TeamChannelsEffect,
  type TeamChannelsEvent,
} from './team-channels.ts';

type HostedTeamsOptions = {
  readonly log: Logger;
  readonly timing: ChannelTiming;
  readonly documentsOf: (teamId: string) => TeamDocuments;
  /** The team's stored accounts, of the kinds that can be hosted. */
  readonly accountsOf: (teamId: string) => Promise<readonly ChannelSecret[]>;
  readonly contextOf: (teamId: string, kind: string) => Pick<ChannelContext, 'receive' | 'clock' | 'log' | 'timing'>;
  readonly memoryOf: (secret: ChannelSecret) => ChannelMemory;
  readonly webhookUrlOf: (secret: ChannelSecret) => string | undefined;
  readonly channelOf: (kind: string) => Channel | undefined;
  readonly credentialsOf: (secret: ChannelSecret) => Promise<Guarded>;
  /** Undefined for an account that was connected with credentials only. */
  readonly grantsOf: (secret: ChannelSecret) => GrantSource | undefined;
  /** Removes what is left of an account that was erased. Idempotent. */
  readonly forget: (secret: ChannelSecret) => Promise<void>;
  readonly onConnected: (teamId: string, kind: string, account: string) => void;
};

/** A change of a stored account; `teamId` is the team that has it now, if any. */
export type AccountChange = { readonly id: string; readonly teamId: string | undefined };

/** Performs what `nextTeamChannels` decides for each team, and holds the open connections. */
export const createHostedTeams = (options: HostedTeamsOptions) => {
  const { log, documentsOf, contextOf, channelOf, credentialsOf } = options;
  const closing = new AbortController();
  const states = new Map<string, TeamChannels>();
  const hosted = new Map<string, HostedChannel>();
  const rooms = new Map<string, ChannelConnection>();
  const turns = new Map<string, Turns>();
  const stateOf = (teamId: string): TeamChannels =>
    states.get(teamId) ?? { ...noChannels, closed: closing.signal.aborted };

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

  /** Retries, because nothing else would remove it later. */
  const forget = async (secret: ChannelSecret): Promise<void> => {
    const { signal } = closing;
    const onFailed = (error: unknown): void =>
      log.warn({ channel: channelIdOf(secret), error: String(error) }, 'A disconnected channel could not be removed');
    const backoff = createBackoff(options.timing);
    await unlessAborted(
      signal,
      retryUntil(signal, () => options.forget(secret), { backoff, onFailed }),
    );
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
        context: {
          ...contextOf(teamId, kind),
          memory: options.memoryOf(secret),
          ...webhookContext(options.webhookUrlOf(secret)),
        },
        onHealth,
      }),
    );
  };

  const openRoom = (teamId: string, kind: string): void => {
    const channel = channelOf(kind);
    if (channel?.access !== 'open') return;
    const room = channel.open();
    rooms.set(roomKey(teamId, kind), room);
    room.start().catch((error: unknown) => log.error({ teamId, kind, error: String(error) }, 'A chat did not open'));
  };

  const apply = async (teamId: string, event: TeamChannelsEvent): Promise<void> => {
    const effects = advance(teamId, event);
    await Promise.all(effects.map((effect) => end(teamId, effect)));
    for (const effect of effects) if (effect.type === 'forget') await forget(effect.secret);
    for (const effect of effects) begin(teamId, effect);
  };

  /** One event of a team after another, so that what one of them ends has ended before the next one begins it again. */
  const inTurn = (teamId: string, task: () => Promise<void>): Promise<void> => {
    const turn = turns.get(teamId) ?? createTurns();
    turns.set(teamId, turn);
    return turn(task);
  };

  const refresh = (teamId: string): Promise<void> =>
    inTurn(teamId, async () => {
      if (!stateOf(teamId).served) return;
      await apply(teamId, { type: 'stored', secrets: await options.accountsOf(teamId) });
    });

  const find = (teamId: string, kind: string, account: string): ChannelSecret | undefined =>
    [...stateOf(teamId).accounts.values()].find((secret) => secret.kind === kind && secret.account === account);

  return {
    /** Hosts the team's accounts from now on. Resolves once they are read and what no longer belongs to it has stopped. */
    begin: (teamId: string): Promise<void> =>
      inTurn(teamId, async () => apply(teamId, { type: 'begun', secrets: await options.accountsOf(teamId) })),
    leave: (teamId: string): Promise<void> => inTurn(teamId, () => apply(teamId, { type: 'left' })),
    /**
     * Follows what some process has written: the accounts of the teams that are served are read again. A team that has lost an account ends
     * it before another one begins it.
     */
    follow: async (changes: readonly AccountChange[]): Promise<void> => {
      const losing = [...states].flatMap(([teamId, { accounts }]) =>
        changes.some((change) => change.teamId !== teamId && accounts.has(change.id)) ? [teamId] : [],
      );
      await Promise.all(losing.map(refresh));
      const named = new Set(changes.flatMap(({ teamId }) => teamId ?? []));
      await Promise.all([...named].map(refresh));
    },
    connectionOf: (teamId: string, kind: string, account: string): ChannelConnection | undefined => {
      if (channelOf(kind)?.access === 'open') {
        for (const effect of advance(teamId, { type: 'room-asked', kind })) begin(teamId, effect);
        const room = rooms.get(roomKey(teamId, kind));
        return room?.account === account ? room : undefined;
      }
      const secret = find(teamId, kind, account);
      return secret && hosted.get(secret.id)?.connection();
    },
    /** The open connection that was made with these credentials. */
    connectionWith: ({ teamId, id, sealed }: ChannelSecret): ChannelConnection | undefined =>
      stateOf(teamId).accounts.get(id)?.sealed === sealed ? hosted.get(id)?.connection() : undefined,
    /** Stops hosting altogether. */
    close: async (): Promise<void> => {
      closing.abort();
      await Promise.all([...states.keys()].map((teamId) => inTurn(teamId, () => apply(teamId, { type: 'closed' }))));
    },
  };
};

const roomKey = (teamId: string, kind: string): string => JSON.stringify([teamId, kind]);

import type { ChannelHealth } from '@inbetwin/bot/channels/channel.ts';
import type { ChannelSecret } from './channel-secrets.ts';

/** The state of one team's channels on this server. */
export type TeamChannels = {
  /** The server is stopping and hosts nothing any more. */
  readonly closed: boolean;
  /** Whether the team's stored accounts have been loaded. */
  readonly served: boolean;
  /** By the id of the secret. */
  readonly accounts: ReadonlyMap<string, HostedAccount>;
  /** Kinds without accounts whose room is open. */
  readonly rooms: ReadonlySet<string>;
};

export type HostedAccount = { readonly secret: ChannelSecret; readonly health: ChannelHealth };

export type TeamChannelsEvent =
  /** The team connected an account, which supersedes those with the ids in `replaced`. */
  | { readonly type: 'claimed'; readonly secret: ChannelSecret; readonly replaced: readonly string[] }
  /** The server starts serving the team, which has these accounts. */
  | { readonly type: 'begun'; readonly secrets: readonly ChannelSecret[] }
  | { readonly type: 'erased'; readonly ids: readonly string[] }
  | { readonly type: 'room-asked'; readonly kind: string }
  | { readonly type: 'health'; readonly id: string; readonly health: ChannelHealth }
  /** Another server serves the team now. */
  | { readonly type: 'left' }
  | { readonly type: 'closed' };

/** The consequences of an event. Every `end` and `close-room` completes before anything begins. */
export type TeamChannelsEffect =
  | { readonly type: 'host'; readonly secret: ChannelSecret }
  | { readonly type: 'end'; readonly id: string }
  | { readonly type: 'open-room'; readonly kind: string }
  | { readonly type: 'close-room'; readonly kind: string }
  | { readonly type: 'publish'; readonly id: string; readonly health: ChannelHealth }
  /** Messages that wait for the account can be sent now. */
  | { readonly type: 'wake'; readonly kind: string; readonly account: string };

export type TeamChannelsStep = { readonly state: TeamChannels; readonly effects: readonly TeamChannelsEffect[] };

export const noChannels: TeamChannels = { closed: false, served: false, accounts: new Map(), rooms: new Set() };

const reaching: ChannelHealth = {
  state: 'connecting',
  reason: { code: 'channel.connecting', message: 'The platform is being reached.' },
};

/**
 * Returns the next state of a team's channels and what to do about it. An account is hosted at most once, a closed team hosts nothing, and
 * health is recorded only for hosted accounts.
 */
export const nextTeamChannels = (state: TeamChannels, event: TeamChannelsEvent): TeamChannelsStep => {
  if (state.closed) return { state, effects: [] };
  switch (event.type) {
    case 'claimed':
      return host(end(state, [...event.replaced, event.secret.id]), [event.secret]);
    case 'begun':
      return host(
        { state: { ...state, served: true }, effects: [] },
        event.secrets.filter(({ id }) => !state.accounts.has(id)),
      );
    case 'erased':
      return end(state, event.ids);
    case 'room-asked':
      return openRoom(state, event.kind);
    case 'health':
      return noteHealth(state, event);
    case 'left':
      return endAll(state);
    case 'closed': {
      const { effects } = endAll(state);
      return { state: { ...noChannels, closed: true }, effects };
    }
  }
};

const end = (state: TeamChannels, ids: readonly string[]): TeamChannelsStep => {
  const ended = new Set(ids.filter((id) => state.accounts.has(id)));
  const accounts = new Map([...state.accounts].filter(([id]) => !ended.has(id)));
  return { state: { ...state, accounts }, effects: [...ended].map((id) => ({ type: 'end', id })) };
};

const endAll = (state: TeamChannels): TeamChannelsStep => {
  const { effects } = end(state, [...state.accounts.keys()]);
  const closing = [...state.rooms].map((kind) => ({ type: 'close-room', kind }) as const);
  return { state: noChannels, effects: [...effects, ...closing] };
};

const host = ({ state, effects }: TeamChannelsStep, secrets: readonly ChannelSecret[]): TeamChannelsStep => {
  const added = new Map(secrets.map((secret) => [secret.id, { secret, health: reaching }]));
  return {
    state: { ...state, accounts: new Map([...state.accounts, ...added]) },
    effects: [
      ...effects,
      ...[...added.values()].flatMap(({ secret, health }): readonly TeamChannelsEffect[] => [
        { type: 'host', secret },
        { type: 'publish', id: secret.id, health },
      ]),
    ],
  };
};

const openRoom = (state: TeamChannels, kind: string): TeamChannelsStep =>
  state.rooms.has(kind)
    ? { state, effects: [] }
    : { state: { ...state, rooms: new Set([...state.rooms, kind]) }, effects: [{ type: 'open-room', kind }] };

const noteHealth = (
  state: TeamChannels,
  { id, health }: Extract<TeamChannelsEvent, { type: 'health' }>,
): TeamChannelsStep => {
  const known = state.accounts.get(id);
  if (!known) return { state, effects: [] };
  const { kind, account } = known.secret;
  const wake: readonly TeamChannelsEffect[] = health.state === 'connected' ? [{ type: 'wake', kind, account }] : [];
  return {
    state: { ...state, accounts: new Map([...state.accounts, [id, { ...known, health }]]) },
    effects: [{ type: 'publish', id, health }, ...wake],
  };
};

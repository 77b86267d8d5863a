import type { ChannelHealth } from '@inbetwin/bot/channels/channel.ts';
import type { ChannelSecret } from './channel-secrets.ts';
import { connecting } from './channel-setting.ts';

/** The state of one team's channels in this process. */
export type TeamChannels = {
  /** The process is stopping and hosts nothing any more. */
  readonly closed: boolean;
  /** Whether this process hosts the team's accounts. */
  readonly served: boolean;
  /** The hosted accounts by the id of the secret. */
  readonly accounts: ReadonlyMap<string, ChannelSecret>;
  /** Kinds without accounts whose room is open. */
  readonly rooms: ReadonlySet<string>;
};

export type TeamChannelsEvent =
  /** This process starts to host the team's accounts, which are these. */
  | { readonly type: 'begun'; readonly secrets: readonly ChannelSecret[] }
  /** Some process has changed the team's accounts, which are these now. */
  | { readonly type: 'stored'; readonly secrets: readonly ChannelSecret[] }
  | { readonly type: 'room-asked'; readonly kind: string }
  | { readonly type: 'health'; readonly id: string; readonly health: ChannelHealth }
  /** This process hosts the team's accounts no more. */
  | { readonly type: 'left' }
  | { readonly type: 'closed' };

/** The consequences of an event. Every `end`, `forget`, and `close-room` completes before anything begins. */
export type TeamChannelsEffect =
  | { readonly type: 'host'; readonly secret: ChannelSecret }
  | { readonly type: 'end'; readonly id: string }
  /** The team has erased the account. It has ended. */
  | { readonly type: 'forget'; readonly secret: ChannelSecret }
  | { readonly type: 'open-room'; readonly kind: string }
  | { readonly type: 'close-room'; readonly kind: string }
  | { readonly type: 'publish'; readonly id: string; readonly health: ChannelHealth }
  /** Messages that wait for the account can be sent now. */
  | { readonly type: 'wake'; readonly kind: string; readonly account: string };

export type TeamChannelsStep = { readonly state: TeamChannels; readonly effects: readonly TeamChannelsEffect[] };

export const noChannels: TeamChannels = { closed: false, served: false, accounts: new Map(), rooms: new Set() };

/**
 * Returns the next state of a team's channels and what to do about it. While the team is served, exactly its stored accounts are hosted,
 * each with its newest credentials; otherwise none. Only the health of hosted accounts is published.
 */
export const nextTeamChannels = (state: TeamChannels, event: TeamChannelsEvent): TeamChannelsStep => {
  if (state.closed) return { state, effects: [] };
  switch (event.type) {
    case 'begun':
      return hostStored({ ...state, served: true }, event.secrets);
    case 'stored':
      return state.served ? hostStored(state, event.secrets) : { state, effects: [] };
    case 'room-asked':
      return openRoom(state, event.kind);
    case 'health':
      return { state, effects: healthEffects(state, event) };
    case 'left':
      return endAll(state);
    case 'closed': {
      const { effects } = endAll(state);
      return { state: { ...noChannels, closed: true }, effects };
    }
  }
};

/** An account whose credentials are unchanged stays as it is, also when its grant was renewed. */
const hostStored = (state: TeamChannels, secrets: readonly ChannelSecret[]): TeamChannelsStep => {
  const stored = new Map(secrets.map((secret) => [secret.id, secret]));
  const { accounts: hosted } = state;
  const ended = [...hosted.values()].filter(({ id, sealed }) => stored.get(id)?.sealed !== sealed);
  const begun = secrets.filter(({ id, sealed }) => hosted.get(id)?.sealed !== sealed);
  return {
    state: { ...state, accounts: stored },
    effects: [
      ...ended.map(({ id }) => ({ type: 'end', id }) as const),
      ...ended.filter(({ id }) => !stored.has(id)).map((secret) => ({ type: 'forget', secret }) as const),
      ...begun.flatMap((secret): readonly TeamChannelsEffect[] => [
        { type: 'host', secret },
        { type: 'publish', id: secret.id, health: connecting },
      ]),
    ],
  };
};

const endAll = (state: TeamChannels): TeamChannelsStep => {
  const ended = [...state.accounts.keys()].map((id) => ({ type: 'end', id }) as const);
  const closing = [...state.rooms].map((kind) => ({ type: 'close-room', kind }) as const);
  return { state: noChannels, effects: [...ended, ...closing] };
};

const openRoom = (state: TeamChannels, kind: string): TeamChannelsStep =>
  state.rooms.has(kind)
    ? { state, effects: [] }
    : { state: { ...state, rooms: new Set([...state.rooms, kind]) }, effects: [{ type: 'open-room', kind }] };

const healthEffects = (
  { accounts }: TeamChannels,
  { id, health }: Extract<TeamChannelsEvent, { type: 'health' }>,
): readonly TeamChannelsEffect[] => {
  const hosted = accounts.get(id);
  if (!hosted) return [];
  const { kind, account } = hosted;
  const publish = { type: 'publish', id, health } as const;
  return health.state === 'connected' ? [publish, { type: 'wake', kind, account }] : [publish];
};

import type { ChannelHealth } from '@inbetwin/bot/channels/channel.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChannelSecret } from './channel-secrets.ts';
import { connecting } from './channel-setting.ts';
import { nextTeamChannels, noChannels, type TeamChannelsEffect, type TeamChannelsEvent } from './team-channels.ts';

const secretOf = (id: string, sealed = 'first', grant = 'g'): ChannelSecret => ({
  ...{ id, teamId: 't', kind: 'trial', account: id, name: id },
  ...{ sealed, grant },
});

const ids = fc.constantFrom('a', 'b', 'c', 'd');
const secrets = fc.uniqueArray(
  fc.tuple(ids, fc.constantFrom('first', 'second'), fc.constantFrom('g', 'renewed')).map((given) => secretOf(...given)),
  { selector: ({ id }) => id },
);
const healths = fc.constantFrom<ChannelHealth>(
  { state: 'connected', name: 'x' },
  { state: 'failing', reason: { code: 'channel.unreachable', message: 'down' } },
);
const events: fc.Arbitrary<TeamChannelsEvent> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('begun' as const), secrets }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('stored' as const), secrets }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('health' as const), id: ids, health: healths }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('room-asked' as const), kind: fc.constantFrom('site', 'other') }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'left' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'closed' as const }) },
);

/** What runs, by the effects alone; complains when one of them does not fit. */
const createWorld = () => {
  /** The credentials that each account is connected with. */
  const hosted = new Map<string, string>();
  const rooms = new Set<string>();
  const remove = (from: { delete(key: string): boolean }, key: string) =>
    expect(from.delete(key), `${key} was not running`).toBe(true);
  const requireNew = (to: { has(key: string): boolean }, key: string) =>
    expect(to.has(key), `${key} runs already`).toBe(false);
  const perform = (effects: readonly TeamChannelsEffect[]): void => {
    for (const effect of effects) {
      if (effect.type === 'end') remove(hosted, effect.id);
      if (effect.type === 'close-room') remove(rooms, effect.kind);
    }
    for (const effect of effects) if (effect.type === 'forget') requireNew(hosted, effect.secret.id);
    for (const effect of effects) {
      if (effect.type === 'host') {
        requireNew(hosted, effect.secret.id);
        hosted.set(effect.secret.id, effect.secret.sealed);
      }
      if (effect.type === 'open-room') {
        requireNew(rooms, effect.kind);
        rooms.add(effect.kind);
      }
      if (effect.type === 'publish') expect(hosted.has(effect.id)).toBe(true);
      if (effect.type === 'wake') expect(hosted.has(effect.account)).toBe(true);
    }
  };
  return { hosted, rooms, perform };
};

const sorted = (entries: Iterable<readonly [string, string]>) => [...entries].sort();
const sealedOf = (list: Iterable<ChannelSecret>) => sorted([...list].map(({ id, sealed }) => [id, sealed] as const));

test('whatever happens, each account and room runs once at most, and the state says what runs', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 40 }), (happened) => {
      const world = createWorld();
      let state = noChannels;
      for (const event of happened) {
        const step = nextTeamChannels(state, event);
        state = step.state;
        world.perform(step.effects);
        expect(sealedOf(state.accounts.values())).toEqual(sorted(world.hosted));
        expect([...state.rooms].sort()).toEqual([...world.rooms].sort());
      }
    }),
    { seed: 42, numRuns: 300 },
  );
});

test('while a team is served its stored accounts run with their newest credentials, and otherwise none', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 40 }), (happened) => {
      const world = createWorld();
      let state = noChannels;
      let isServed = false;
      let isClosed = false;
      let stored: readonly ChannelSecret[] = [];
      for (const event of happened) {
        const step = nextTeamChannels(state, event);
        state = step.state;
        world.perform(step.effects);
        if (event.type === 'closed') isClosed = true;
        if (event.type === 'begun') isServed = true;
        if (event.type === 'left') isServed = false;
        if (event.type === 'begun' || event.type === 'stored') stored = event.secrets;
        expect(sorted(world.hosted)).toEqual(isServed && !isClosed ? sealedOf(stored) : []);
      }
    }),
    { seed: 42, numRuns: 300 },
  );
});

test('reading the same accounts again, or with a renewed grant, ends and begins nothing', () => {
  fc.assert(
    fc.property(secrets, fc.array(events, { maxLength: 10 }), (stored, before) => {
      const open = before.filter(({ type }) => type !== 'closed');
      const reached = open.reduce((state, event) => nextTeamChannels(state, event).state, noChannels);
      const { state } = nextTeamChannels(reached, { type: 'begun', secrets: stored });
      const renewed = stored.map((secret) => ({ ...secret, grant: 'another' }));
      const again = nextTeamChannels(state, { type: 'stored', secrets: renewed });
      expect(again.effects).toEqual([]);
      expect([...again.state.accounts.values()]).toEqual(renewed);
      expect(nextTeamChannels(again.state, { type: 'begun', secrets: renewed }).effects).toEqual([]);
    }),
    { seed: 42, numRuns: 200 },
  );
});

test('after the end nothing runs, and nothing begins again', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 20 }), fc.array(events, { maxLength: 20 }), (before, after) => {
      const world = createWorld();
      let state = noChannels;
      for (const event of [...before, { type: 'closed' as const }, ...after]) {
        const step = nextTeamChannels(state, event);
        state = step.state;
        world.perform(step.effects);
      }
      expect([world.hosted.size, world.rooms.size]).toEqual([0, 0]);
    }),
    { seed: 42, numRuns: 200 },
  );
});

test('new credentials end an account and begin it again; an erased account is forgotten, but not one that is left', () => {
  const { state } = nextTeamChannels(noChannels, { type: 'begun', secrets: [secretOf('a'), secretOf('b')] });
  const rotated = secretOf('a', 'second');
  const changed = nextTeamChannels(state, { type: 'stored', secrets: [rotated] });
  expect(changed.effects).toEqual([
    { type: 'end', id: 'a' },
    { type: 'end', id: 'b' },
    { type: 'forget', secret: secretOf('b') },
    { type: 'host', secret: rotated },
    { type: 'publish', id: 'a', health: connecting },
  ]);
  expect(nextTeamChannels(changed.state, { type: 'left' }).effects).toEqual([{ type: 'end', id: 'a' }]);
});

test('what waits is woken when an account is connected, and the health of an account that is not hosted is not shown', () => {
  const { state } = nextTeamChannels(noChannels, { type: 'begun', secrets: [secretOf('a')] });
  const connected: ChannelHealth = { state: 'connected', name: 'x' };
  expect(nextTeamChannels(state, { type: 'health', id: 'a', health: connected }).effects).toEqual([
    { type: 'publish', id: 'a', health: connected },
    { type: 'wake', kind: 'trial', account: 'a' },
  ]);
  expect(nextTeamChannels(state, { type: 'health', id: 'b', health: connected }).effects).toEqual([]);
});

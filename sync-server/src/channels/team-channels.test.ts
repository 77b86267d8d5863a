import type { ChannelHealth } from '@inbetwin/bot/channels/channel.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChannelSecret } from './channel-secrets.ts';
import { nextTeamChannels, noChannels, type TeamChannelsEffect, type TeamChannelsEvent } from './team-channels.ts';

const secretOf = (id: string): ChannelSecret => ({ id, teamId: 't', kind: 'trial', account: id, name: id, sealed: '' });

const ids = fc.constantFrom('a', 'b', 'c', 'd');
const secrets = ids.map(secretOf);
const healths = fc.constantFrom<ChannelHealth>(
  { state: 'connected', name: 'x' },
  { state: 'failing', reason: { code: 'channel.unreachable', message: 'down' } },
);
const events: fc.Arbitrary<TeamChannelsEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('claimed' as const), secret: secrets, replaced: fc.array(ids) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('begun' as const),
      secrets: fc.uniqueArray(secrets, { selector: ({ id }) => id }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('erased' as const), ids: fc.array(ids) }) },
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
  const hosted = new Set<string>();
  const rooms = new Set<string>();
  const remove = (from: Set<string>, key: string) => expect(from.delete(key), `${key} was not running`).toBe(true);
  const add = (to: Set<string>, key: string) => {
    expect(to.has(key), `${key} runs already`).toBe(false);
    to.add(key);
  };
  const perform = (effects: readonly TeamChannelsEffect[]): void => {
    for (const effect of effects) {
      if (effect.type === 'end') remove(hosted, effect.id);
      if (effect.type === 'close-room') remove(rooms, effect.kind);
    }
    for (const effect of effects) {
      if (effect.type === 'host') add(hosted, effect.secret.id);
      if (effect.type === 'open-room') add(rooms, effect.kind);
      if (effect.type === 'publish') expect(hosted.has(effect.id)).toBe(true);
      if (effect.type === 'wake') expect(hosted.has(effect.account)).toBe(true);
    }
  };
  return { hosted, rooms, perform };
};

test('whatever happens, each account and room runs once at most, and the state says what runs', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 40 }), (happened) => {
      const world = createWorld();
      let state = noChannels;
      for (const event of happened) {
        const step = nextTeamChannels(state, event);
        state = step.state;
        world.perform(step.effects);
        expect([...state.accounts.keys()].sort()).toEqual([...world.hosted].sort());
        expect([...state.rooms].sort()).toEqual([...world.rooms].sort());
      }
    }),
    { seed: 42, numRuns: 300 },
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

test('what waits is woken when an account is connected, and the newest health is shown', () => {
  const hosting = nextTeamChannels(noChannels, { type: 'claimed', secret: secretOf('a'), replaced: [] }).state;
  const connected: ChannelHealth = { state: 'connected', name: 'x' };
  const { state, effects } = nextTeamChannels(hosting, { type: 'health', id: 'a', health: connected });
  expect(state.accounts.get('a')?.health).toEqual(connected);
  expect(effects).toEqual([
    { type: 'publish', id: 'a', health: connected },
    { type: 'wake', kind: 'trial', account: 'a' },
  ]);
  expect(nextTeamChannels(state, { type: 'health', id: 'b', health: connected }).effects).toEqual([]);
});

import { expect, test } from 'vitest';
import { createSlots, createTeamSlots, takeAll } from './slots.ts';

const open = (limit: number) => createSlots({ limit, what: 'Too many', retryAfter: 2 });

test('so many are taken under a key at the same time; what is given back twice counts once', () => {
  const slots = open(2);
  const releases = [slots.take('a'), slots.take('a')];
  expect(() => slots.take('a')).toThrow(expect.objectContaining({ code: 'request.too_many', retryAfter: 2 }));
  slots.take('b');
  releases[0]?.();
  releases[0]?.();
  slots.take('a');
  expect(() => slots.take('a')).toThrow('Too many');
});

test('of several that are wanted together none stays taken when one is refused', () => {
  const [people, teams] = [open(2), open(1)];
  const take = (person: string) =>
    takeAll([
      [people, person],
      [teams, 'team'],
    ]);
  const release = take('a');
  for (let tries = 0; tries < 5; tries++) expect(() => take('b')).toThrow('Too many');
  release();
  expect(take('b')).toBeTypeOf('function');
});

test('a team that holds nothing finds a place, however many the others hold', () => {
  const places = createTeamSlots({ own: 2, perTeam: 5, inAll: 4 }, { what: 'Too many', retryAfter: 2 });
  const takeFor = (team: string, count: number) => Array.from({ length: count }, () => places.take(team));
  const held = takeFor('a', 5);
  expect(() => places.take('a')).toThrow('Too many');
  takeFor('b', 3);
  expect(() => places.take('b')).toThrow('Too many');
  takeFor('c', 2);
  expect(() => places.take('c')).toThrow('Too many');
  for (const release of held) release();
  takeFor('c', 3);
});

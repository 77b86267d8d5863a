import { expect, test } from 'vitest';
import { createFixedClock } from '../testing/fixed-clock.ts';
import { createRisingClock, MAX_LEAD_MS } from './clock.ts';

const DAY = 86_400_000;

const open = () => {
  const wall = createFixedClock();
  let elapsed = 500;
  const clock = createRisingClock(wall, () => elapsed);
  const pass = (ms: number): void => {
    elapsed += ms;
    wall.advance(ms);
  };
  return { wall, clock, pass };
};

test('rises by a millisecond at least and agrees with the wall clock', () => {
  const { wall, clock, pass } = open();
  expect([clock(), clock()]).toEqual([wall(), wall() + 1]);
  pass(1000);
  expect(clock()).toBe(wall());
  wall.advance(DAY);
  expect(clock()).toBe(wall());
});

for (const [what, back] of [
  ['20 seconds', 20_000],
  ['3 days', 3 * DAY],
  ['40 days', 40 * DAY],
] as const) {
  test(`goes on at the pace of real time when the wall clock is set back by ${what}`, () => {
    const { wall, clock, pass } = open();
    const before = clock();
    wall.advance(-back);
    pass(1000);
    const after = clock();
    expect(after - before).toBeGreaterThanOrEqual(900);
    expect(after - before).toBeLessThanOrEqual(1000);
  });
}

test('lets the wall clock catch up in the end', () => {
  const { wall, clock, pass } = open();
  clock();
  wall.advance(-20_000);
  for (let minutes = 0; minutes < 60; minutes++) pass(60_000);
  expect(clock()).toBe(wall());
});

test('begins behind the newest stored time', () => {
  const { wall, clock, pass } = open();
  const newest = wall() + 3 * DAY;
  clock.raise(newest);
  expect(clock()).toBeGreaterThan(newest);
  pass(1000);
  expect(clock() - newest).toBeLessThanOrEqual(1001);
  clock.raise(newest - DAY);
  expect(clock()).toBeGreaterThan(newest);
});

test('does not follow a stored time that no clock of ours can have given', () => {
  const { wall, clock } = open();
  clock.raise(wall() + MAX_LEAD_MS + 1);
  expect(clock()).toBe(wall());
});

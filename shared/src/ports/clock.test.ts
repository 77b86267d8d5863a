import fc from 'fast-check';
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

test('however the wall clock is set, a wait ends in its time or earlier by what the clock was set forward, and readings rise', () => {
  const set = fc.integer({ min: -400 * DAY, max: 400 * DAY }).map((by) => ({ kind: 'set' as const, by }));
  const passed = fc.integer({ min: 0, max: DAY }).map((ms) => ({ kind: 'passed' as const, ms }));
  fc.assert(
    fc.property(fc.array(fc.oneof(set, passed), { maxLength: 30 }), (events) => {
      const { wall, clock, pass } = open();
      wall.advance(2000 * DAY);
      let before = clock();
      const begun = before;
      let [elapsed, forward] = [0, 0];
      for (const [at, event] of events.entries()) {
        if (event.kind === 'set') wall.advance(event.by);
        else pass(event.ms);
        if (event.kind === 'passed') elapsed += event.ms;
        else forward += Math.max(0, event.by);
        const reading = clock();
        expect(reading).toBeGreaterThan(before);
        // What the clock says to have passed: nearly all that has, and no more than that and what it was set forward by.
        expect(reading - begun).toBeGreaterThanOrEqual(Math.floor(elapsed * 0.99) - 1);
        expect(reading - begun).toBeLessThanOrEqual(elapsed + forward + at + 1);
        before = reading;
      }
    }),
    { seed: 7, numRuns: 500 },
  );
});

test('processes that read often and stay behind each other do not run ahead of real time', () => {
  const wall = createFixedClock();
  let elapsed = 500;
  const clocks = [createRisingClock(wall, () => elapsed), createRisingClock(wall, () => elapsed)] as const;
  for (let message = 0; message < 1000; message++) {
    const [one, other] = message % 2 === 0 ? clocks : [clocks[1], clocks[0]];
    for (let step = 0; step < 20; step++) one();
    const reading = one();
    other.raise(reading);
    one.raise(reading);
    expect(other()).toBeGreaterThan(reading);
    expect(reading - wall()).toBeLessThanOrEqual(50);
    elapsed += 25;
    wall.advance(25);
  }
});

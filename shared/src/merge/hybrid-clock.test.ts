import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHybridClock, msOf, nextAfter, nodeOf } from './hybrid-clock.ts';

const MINUTE = 60_000;

test('each time sorts behind the last, whatever the time of day does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 4e12 }), { minLength: 2 }), (readings) => {
      let now = 0;
      const clock = createHybridClock({ now: () => now, node: 'laptop-1' });
      const times = readings.map((reading) => {
        now = reading;
        return clock.next();
      });
      expect(times).toEqual([...new Set(times)].sort());
      expect(times.every((at) => nodeOf(at) === 'laptop-1' && /^\d{15}-[0-9a-z]{4}-laptop-1$/.test(at))).toBe(true);
    }),
  );
});

test('keeps to the time of day, and lies behind what it witnessed', () => {
  let now = 1000;
  const clock = createHybridClock({ now: () => now, node: 'a' });
  clock.witness('000000000005000-0002-b');
  expect(clock.next()).toBe('000000000005000-0003-a');
  now = 5001;
  expect(clock.next()).toBe('000000000005001-0000-a');
});

test('another node’s time more than a minute ahead is not adopted, its own always is', () => {
  const clock = createHybridClock({ now: () => 1000, node: 'a' });
  clock.witness(`${String(1000 + MINUTE + 1).padStart(15, '0')}-0000-b`);
  expect(msOf(clock.next())).toBe(1000);
  clock.witness(`${String(1000 + MINUTE).padStart(15, '0')}-0000-b`);
  expect(msOf(clock.next())).toBe(1000 + MINUTE);
  clock.witness('000009000000000-0000-a');
  expect(clock.next()).toBe('000009000000000-0001-a');
});

test('a full counter goes on in the next millisecond', () => {
  expect(nextAfter('000000000000007-zzzz-a')).toBe('000000000000008-0000-a');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DayHours, type WorkingHours, weekdays } from './weekdays.ts';
import { isOpenAt, nextWorkingMoment } from './working-hours.ts';
import { localTimeOf } from './zoned-time.ts';

const MINUTE = 60_000;
const WEEK = 7 * 86_400_000;
const office: WorkingHours = {
  timeZone: 'Europe/Moscow',
  days: {
    mon: { from: '09:00', to: '18:00' },
    fri: { from: '10:00', to: '02:00' },
    sun: { from: '00:00', to: '00:00' },
  },
};
/** A local time in Moscow, which is UTC+3 all year. */
const at = (local: string): number => Date.parse(`${local}:00+03:00`);

test.each([
  ['Monday morning', '2026-01-12T08:59', false],
  ['the first minute', '2026-01-12T09:00', true],
  ['the last minute', '2026-01-12T17:59', true],
  ['the end', '2026-01-12T18:00', false],
  ['a day without hours', '2026-01-13T12:00', false],
  ['after midnight, in hours of the day before', '2026-01-17T01:59', true],
  ['their end', '2026-01-17T02:00', false],
  ['a whole day', '2026-01-18T03:00', true],
  ['the end of a whole day', '2026-01-19T00:00', false],
])('knows whether the team works: %s', (_, local, isOpen) => {
  expect(isOpenAt(office, at(local))).toBe(isOpen);
});

test.each([
  ['the same morning', '2026-01-12T03:00', '2026-01-12T09:00'],
  ['days later', '2026-01-12T18:00', '2026-01-16T10:00'],
  ['now', '2026-01-12T12:34', '2026-01-12T12:34'],
])('finds the next working moment: %s', (_, local, next) => {
  expect(nextWorkingMoment(office, at(local))).toBe(at(next));
});

test('a team that works on one day a week waits for the next week, and one without a day never works', () => {
  const hours = { timeZone: 'Europe/Moscow', days: { mon: { from: '09:00', to: '10:00' } } };
  expect(nextWorkingMoment(hours, at('2026-01-12T10:00'))).toBe(at('2026-01-19T09:00'));
  expect(nextWorkingMoment({ timeZone: 'Europe/Moscow', days: {} }, at('2026-01-12T10:00'))).toBeUndefined();
});

const time = fc.integer({ min: 0, max: 47 }).map((half) => {
  const hour = String(Math.floor(half / 2)).padStart(2, '0');
  return `${hour}:${half % 2 ? '30' : '00'}`;
});
const day: fc.Arbitrary<DayHours | undefined> = fc.option(fc.record({ from: time, to: time }), { nil: undefined });
const anyHours: fc.Arbitrary<WorkingHours> = fc.record({
  timeZone: fc.constantFrom('Europe/Moscow', 'Asia/Kolkata', 'America/New_York', 'Europe/Berlin', 'UTC'),
  days: fc.record({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }),
});
const moment = fc
  .integer({ min: Date.UTC(2025, 0) / MINUTE, max: Date.UTC(2027, 0) / MINUTE })
  .map((one) => one * MINUTE);

test('the next working moment is open, and none before it is', () => {
  fc.assert(
    fc.property(anyHours, moment, fc.double({ min: 0, max: 1, noNaN: true }), (hours, from, share) => {
      const next = nextWorkingMoment(hours, from);
      if (next === undefined) {
        expect(weekdays.every((one) => hours.days[one] === undefined)).toBe(true);
        return;
      }
      expect(next).toBeGreaterThanOrEqual(from);
      expect(next - from).toBeLessThanOrEqual(WEEK + 3_600_000);
      expect(isOpenAt(hours, next)).toBe(true);
      const between = from + Math.floor((share * (next - from)) / MINUTE) * MINUTE;
      if (between < next) expect(isOpenAt(hours, between)).toBe(false);
      // Hours begin at a time that was set, unless clocks are moved on that day.
      if (next > from && hours.timeZone !== 'America/New_York' && hours.timeZone !== 'Europe/Berlin') {
        const local = localTimeOf(next, hours.timeZone).slice(11, 16);
        expect(weekdays.map((one) => hours.days[one]?.from)).toContain(local);
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});

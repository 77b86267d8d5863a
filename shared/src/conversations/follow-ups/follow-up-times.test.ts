import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localTimeOf } from '../../calendar/zoned-time.ts';
import { nextOpenTime, timeZonesOf, uncappedFrom } from './follow-up-times.ts';

const DAY = 86_400_000;

/** Another reading of the same clock. */
const hourIn = (timeZone: string, time: number): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(time));
const isDay = (hour: number): boolean => hour >= 9 && hour < 21;

const zones = [
  'Europe/Moscow',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'UTC',
] as const;
/** Clocks are put forward or back on these days, or the calendar leaves one out. */
const oddDays = [
  '2026-03-29',
  '2026-10-25',
  '2026-03-08',
  '2026-11-01',
  '2026-04-05',
  '2026-10-04',
  '2011-12-30',
  '2018-11-04',
];
const moments = fc.oneof(
  fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2035, 0) }),
  fc
    .tuple(fc.constantFrom(...oddDays), fc.integer({ min: -2 * DAY, max: 2 * DAY }))
    .map(([day, off]) => Date.parse(day) + off),
);

test('the next open time is by day in each zone, at once where it is day already, and within a day otherwise', () => {
  fc.assert(
    fc.property(moments, fc.constantFrom(...zones), (time, zone) => {
      const at = nextOpenTime(time, [zone]);
      expect(at).toBeGreaterThanOrEqual(time);
      expect(isDay(hourIn(zone, at))).toBe(true);
      expect(at === time).toBe(isDay(hourIn(zone, time)));
      if (at > time) expect(localTimeOf(at, zone).slice(11)).toBe('09:00:00');
      // 12 hours of the night, one for the clocks, a day where the calendar has a gap.
      expect(at - time).toBeLessThanOrEqual(zone === 'Pacific/Apia' ? 37 * 3_600_000 : 13 * 3_600_000);
    }),
    { numRuns: 400 },
  );
});

test('a country with many zones is written to when it is day in all of them', () => {
  const american = timeZonesOf({ phone: '+1 212 555 2368' }, 'Europe/Moscow');
  fc.assert(
    fc.property(moments, (time) => {
      const at = nextOpenTime(time, american);
      for (const zone of american) expect(isDay(hourIn(zone, at))).toBe(true);
    }),
  );
  expect(nextOpenTime(0, ['Pacific/Honolulu', 'UTC', 'Asia/Kolkata'])).toBe(Number.POSITIVE_INFINITY);
});

test.each([
  [{ timeZone: 'Asia/Omsk', phone: '+375291234567' }, ['Asia/Omsk']],
  [{ timeZone: 'Nowhere/At_All', phone: '+375 29 123-45-67' }, ['Europe/Minsk']],
  [{ phone: '8 (916) 123-45-67' }, ['Europe/Moscow', 'Asia/Vladivostok']],
  [{ phone: '+7 701 123 45 67' }, ['Asia/Almaty']],
  [{ phone: '+49 30 1234567' }, ['Europe/Berlin']],
  [{ phone: 'нет' }, ['Asia/Vladivostok']],
  [{ phone: '+2 34' }, ['Asia/Vladivostok']],
  [{}, ['Asia/Vladivostok']],
])('%o of a team in Vladivostok may be in %o', (contact, expected) => {
  expect(timeZonesOf(contact, 'Asia/Vladivostok')).toEqual(expected);
});

test('each zone that a phone may stand for is one, and leaves some hour of the day', () => {
  for (let code = 1; code < 1000; code++) {
    const found = timeZonesOf({ phone: `+${code}2025550123` }, 'Europe/Moscow');
    expect(nextOpenTime(Date.UTC(2026, 6, 1), found)).toBeLessThan(Date.UTC(2026, 6, 3));
  }
});

test('one follow-up in two days and three in thirty are the most, whatever the order they are told in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 90 * DAY }), { maxLength: 40 }), (wishes) => {
      const sent: { id: string; at: number }[] = [];
      for (const at of wishes.toSorted((a, b) => a - b)) {
        if (uncappedFrom(sent) <= at) sent.unshift({ id: String(at), at });
      }
      for (const { at } of sent) {
        const within = (ms: number) => sent.filter((other) => other.at > at - ms && other.at <= at).length;
        expect(within(2 * DAY)).toBeLessThanOrEqual(1);
        expect(within(30 * DAY)).toBeLessThanOrEqual(3);
      }
      expect(uncappedFrom(sent.toReversed())).toBe(uncappedFrom(sent));
    }),
  );
  expect(uncappedFrom([])).toBe(0);
  expect(uncappedFrom([{ id: 'ahead', at: 5 * DAY }])).toBe(7 * DAY);
});

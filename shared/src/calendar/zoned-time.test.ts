import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTimeZone } from './time-zone.ts';
import { localTimeOf, momentsOf } from './zoned-time.ts';

const at = (text: string): number => Date.parse(text);

test.each([
  ['2026-06-20T15:00', 'Europe/Moscow', ['2026-06-20T12:00:00Z']],
  ['2026-06-20T15:00:30', 'UTC', ['2026-06-20T15:00:30Z']],
  ['2026-01-15T09:30', 'Asia/Kolkata', ['2026-01-15T04:00:00Z']],
  ['2026-01-01T00:00', 'Pacific/Kiritimati', ['2025-12-31T10:00:00Z']],
  ['2026-03-29T02:30', 'Europe/Berlin', []],
  ['2026-10-25T02:30', 'Europe/Berlin', ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']],
  ['2026-03-29T03:00', 'Europe/Berlin', ['2026-03-29T01:00:00Z']],
  ['2026-10-04T02:15', 'Australia/Lord_Howe', []],
  ['2026-02-30T10:00', 'UTC', []],
  ['2026-13-01T10:00', 'UTC', []],
  ['2026-06-20T24:00', 'UTC', []],
])('%s in %s', (local, zone, moments) => {
  expect(momentsOf(local, zone)).toEqual(moments.map(at));
});

test.each([
  ['2026-06-20T15:00Z', 'UTC'],
  ['2026-06-20', 'UTC'],
  ['tomorrow', 'UTC'],
  ['2026-06-20T15:00', 'Europe/Nowhere'],
  ['2026-06-20T15:00', '+03:00'],
  ['2026-06-20T15:00', ''],
])('%s in %s is no local time', (local, zone) => {
  expect(momentsOf(local, zone)).toBeUndefined();
});

test('what the clocks of a place say leads back to the moment, whatever the place does with its clocks', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const moment = fc.integer({ min: at('1990-01-01'), max: at('2040-01-01') }).map((ms) => ms - (ms % 1000));
  fc.assert(
    fc.property(moment, fc.constantFrom(...zones), (ms, zone) => {
      expect(isTimeZone(zone)).toBe(true);
      expect(momentsOf(localTimeOf(ms, zone), zone)).toContain(ms);
    }),
    { numRuns: 300 },
  );
});

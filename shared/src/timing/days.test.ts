import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDay, readDayOrTime, writeDay } from './days.ts';

test('a day lasts from its first to its last millisecond, in either way of writing it', () => {
  const day = { from: new Date(2026, 11, 31).getTime(), until: new Date(2027, 0, 1).getTime() - 1 };
  expect(readDay('2026-12-31')).toEqual(day);
  expect(readDay('31.12.2026')).toEqual(day);
  expect(readDay('1.2.2026')).toEqual(readDay('2026-02-01'));
});

test.each(['2026-02-30', '31.04.2026', '2026-13-01', '12/31/2026', '2026-1-1', '', '0026-01-01', 'завтра'])(
  'there is no day %s',
  (text) => {
    expect(readDay(text)).toBeUndefined();
  },
);

test('a time is one moment: ISO with an offset, or milliseconds', () => {
  const at = Date.UTC(2026, 11, 31, 9);
  for (const text of ['2026-12-31T12:00+03:00', '2026-12-31T09:00:00Z', '2026-12-31T09:00:00.000z', String(at)]) {
    expect(readDayOrTime(text)).toEqual({ from: at, until: at });
  }
  for (const text of ['2026-12-31T12:00', '-5', '1e20', '99999999999999999', '2026-12-31T99:00Z', '12 h'])
    expect(readDayOrTime(text)).toBeUndefined();
});

test('every day is followed by the next without a gap, and is written as it is read', () => {
  const days = fc.date({ min: new Date(1971, 0, 1), max: new Date(2200, 0, 1), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const text = writeDay(date.getTime());
      const day = readDay(text);
      expect(day).toBeDefined();
      if (!day) return;
      expect(writeDay(day.from)).toBe(text);
      expect(writeDay(day.until)).toBe(text);
      expect(readDay(writeDay(day.until + 1))?.from).toBe(day.until + 1);
    }),
  );
});

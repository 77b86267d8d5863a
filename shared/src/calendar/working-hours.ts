import { type Weekday, type WorkingHours, weekdays } from './weekdays.ts';
import { localTimeOf, momentsOf } from './zoned-time.ts';

const DAY = 86_400_000;
/** The hours of today, in a week, may have passed. */
const AHEAD = 8;

type Shift = { readonly begins: number; readonly ends: number };

export const isOpenAt = (hours: WorkingHours, at: number): boolean =>
  // Hours of yesterday may reach into today.
  shiftsNear(hours, at, { from: -1, to: 0 }).some(({ begins, ends }) => begins <= at && at < ends);

/**
 * Returns the first moment at or after `at` within working hours: `at` itself if it is within them, otherwise their next
 * beginning. Undefined if the team never works.
 */
export const nextWorkingMoment = (hours: WorkingHours, at: number): number | undefined => {
  if (isOpenAt(hours, at)) return at;
  const later = shiftsNear(hours, at, { from: 0, to: AHEAD }).map(({ begins }) => begins);
  const next = Math.min(...later.filter((moment) => moment > at));
  return Number.isFinite(next) ? next : undefined;
};

const shiftsNear = (
  { timeZone, days }: WorkingHours,
  at: number,
  { from, to }: { readonly from: number; readonly to: number },
): readonly Shift[] => {
  const today = localTimeOf(at, timeZone).slice(0, 10);
  return Array.from({ length: to - from + 1 }, (_, index) => laterDate(today, from + index)).flatMap((date) => {
    const hours = days[weekdayOf(date)];
    if (!hours) return [];
    const begins = momentAt(date, hours.from, timeZone);
    const ends = momentAt(hours.to > hours.from ? date : laterDate(date, 1), hours.to, timeZone);
    return begins === undefined || ends === undefined ? [] : [{ begins, ends }];
  });
};

/** A time that clocks skip is taken an hour later. */
const momentAt = (date: string, time: string, timeZone: string): number | undefined => {
  const moment = momentsOf(`${date}T${time}`, timeZone)?.[0];
  if (moment !== undefined) return moment;
  const later = momentsOf(`${date}T${String((Number(time.slice(0, 2)) + 1) % 24).padStart(2, '0')}:00`, timeZone);
  return later?.[0];
};

/** The calendar date that many days later; both as `2026-03-29`. */
export const laterDate = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

export const weekdayOf = (date: string): Weekday =>
  weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'mon';

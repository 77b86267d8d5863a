import { formatIn, isTimeZone } from './time-zone.ts';

const DAY = 86_400_000;
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?$/;

/**
 * Returns the moments (ms since the epoch) at which clocks in the time zone show `local`, an ISO 8601 date and time without an offset such
 * as `2026-03-29T02:30`: none if clocks skip it or the calendar has no such day, and two, the earlier one first, if clocks are set back
 * over it. Undefined for any other format or an unknown time zone.
 */
export const momentsOf = (local: string, timeZone: string): readonly number[] | undefined => {
  const format = isTimeZone(timeZone) ? formatIn(timeZone) : undefined;
  const fields = LOCAL.exec(local)
    ?.slice(1)
    .map((field) => Number(field ?? 0));
  if (!format || !fields) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = fields;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  if (!new Date(wall).toISOString().startsWith(local)) return [];
  // No zone changes its offset twice within two days.
  const offsets = new Set([wall - DAY, wall + DAY].map((near) => wallOf(format, near) - near));
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((moment) => wallOf(format, moment) === wall)
    .toSorted((a, b) => a - b);
};

/** The local date and time at a moment, to the second, in the format that `momentsOf` reads. */
export const localTimeOf = (moment: number, timeZone: string): string => {
  const format = formatIn(timeZone);
  if (!format) throw new RangeError(`No such time zone: ${timeZone}`);
  return new Date(wallOf(format, moment)).toISOString().slice(0, 19);
};

/** The local time as if it were UTC. */
const wallOf = (format: Intl.DateTimeFormat, moment: number): number => {
  const found = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (
    ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
  ).map((type) => found.get(type));
  return Date.UTC(year, month - 1, day, hour, minute, second);
};

const DAY = 86_400_000;
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?$/;

/** A time zone of the IANA database (`Europe/Moscow`) that this machine knows; no offset such as `+03:00`. */
export const isTimeZone = (name: string): boolean => /^[A-Za-z]/.test(name) && formatIn(name) !== undefined;

/**
 * What a clock on the wall of a time zone says as the moments (ms) when it says so: none where clocks are put forward over it
 * or the calendar has no such day, two, the earlier first, where they are put back. `local` is an ISO 8601 date and time without
 * an offset: `2026-03-29T02:30`. Undefined for another form, or a time zone that nobody knows.
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
  // No zone changes twice within two days.
  const offsets = new Set([wall - DAY, wall + DAY].map((near) => wallOf(format, near) - near));
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((moment) => wallOf(format, moment) === wall)
    .toSorted((a, b) => a - b);
};

/** What a clock there says at a moment, as `momentsOf` reads it, to the second. */
export const localTimeOf = (moment: number, timeZone: string): string => {
  const format = formatIn(timeZone);
  if (!format) throw new RangeError(`No such time zone: ${timeZone}`);
  return new Date(wallOf(format, moment)).toISOString().slice(0, 19);
};

/** More than there are in the world at any moment. */
const MOST_ZONES = 100;
const formats = new Map<string, Intl.DateTimeFormat>();

/** `undefined` for a time zone that this machine does not know. Making a format costs a hundred times what using it does. */
const formatIn = (timeZone: string): Intl.DateTimeFormat | undefined => {
  const known = formats.get(timeZone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', { ...parts, timeZone });
    if (formats.size >= MOST_ZONES) formats.clear();
    formats.set(timeZone, format);
    return format;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

const parts = {
  calendar: 'iso8601',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;

/** What the clock on the wall says, as if it were UTC. */
const wallOf = (format: Intl.DateTimeFormat, moment: number): number => {
  const found = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (
    ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
  ).map((type) => found.get(type));
  return Date.UTC(year, month - 1, day, hour, minute, second);
};

/** An IANA time zone known to this machine (`Europe/Moscow`); not an offset such as `+03:00`. */
export const isTimeZone = (name: string): boolean => /^[A-Za-z]/.test(name) && formatIn(name) !== undefined;

/** More entries than there are time zones in use. */
const MOST_ZONES = 100;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats a moment as numbers; `undefined` for a time zone that this machine does not know. Creating a format is a hundred times as expensive as using it. */
export const formatIn = (timeZone: string): Intl.DateTimeFormat | undefined => {
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

/** The first and the last millisecond of a day, in the local time zone of the machine that reads it. */
export type Day = { readonly from: number; readonly until: number };

const ISO = /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)$/;
const POINTS = /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/;

/** Reads `2026-12-31` or `31.12.2026`. Returns undefined for any other format and for dates that do not exist. */
export const readDay = (text: string): Day | undefined => {
  const found = (ISO.exec(text) ?? POINTS.exec(text))?.groups;
  if (!found) return undefined;
  const [year, month, day] = [Number(found.year), Number(found.month), Number(found.day)];
  const first = new Date(year, month - 1, day);
  const isReal = first.getFullYear() === year && first.getMonth() === month - 1 && first.getDate() === day;
  if (!isReal || first.getTime() < 0) return undefined;
  return { from: first.getTime(), until: new Date(year, month - 1, day + 1).getTime() - 1 };
};

/** Formats the local date of a time as `2026-12-31`. */
export const writeDay = (time: number): string => {
  const date = new Date(time);
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)$/i;
const MAX_TIME = 8.64e15;

/** Reads a date, an ISO time with an offset, or milliseconds since the epoch. Returns undefined for anything else. */
export const readDayOrTime = (text: string): Day | undefined => {
  const day = readDay(text);
  if (day) return day;
  const time = /^\d{1,16}$/.test(text) ? Number(text) : ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
  return time >= 0 && time <= MAX_TIME ? { from: time, until: time } : undefined;
};

import { localTimeOf } from '../../../calendar/zoned-time.ts';

/** A day of the week as `Date` counts them: 0 is Sunday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const WEEK = 7;
/** Each group of the pattern is a day, or several days at once. */
const groups: readonly (readonly [words: string, days: readonly number[]])[] = [
  ['воскресень[а-я]{1,4}|воскр?|вс|sundays?|sun', [0]],
  ['понедельник[а-я]{0,3}|понед|пн|mondays?|mon', [1]],
  ['вторник[а-я]{0,3}|вт|tuesdays?|tues?', [2]],
  ['сред[ауые]|средам|ср|wednesdays?|weds?', [3]],
  ['четверг[а-я]{0,3}|чт|thursdays?|thurs?', [4]],
  ['пятниц[а-я]{1,3}|пт|fridays?|fri', [5]],
  ['суббот[а-я]{1,3}|сб|saturdays?|sat', [6]],
  ['будн[а-я]{1,4}|рабочие дни|рабочим дням|weekdays?|working days', [1, 2, 3, 4, 5]],
  ['выходны[ехм]|выхи|weekends?', [6, 0]],
  ['ежедневно|каждый день|без выходных|круглосуточно|daily|every ?day|seven days|7 days', [0, 1, 2, 3, 4, 5, 6]],
];
const DAYS = new RegExp(`(?<!\\p{L})(?:${groups.map(([words]) => `(${words})`).join('|')})(?!\\p{L})`, 'giu');
const RANGE = /^[.\s]{0,3}(?:-|–|—|по|до|to|through|thru|till|until)\s{0,3}$/iu;

/** Returns the days that a text names; "Monday to Friday" names five. */
export const readWeekdays = (text: string): ReadonlySet<number> => {
  const days = new Set<number>();
  let before: { readonly day: number; readonly end: number } | undefined;
  for (const match of text.matchAll(DAYS)) {
    const found = groups[match.slice(1).findIndex((group) => group !== undefined)]?.[1] ?? [];
    for (const day of found) days.add(day);
    const [day] = found;
    if (before && day !== undefined && RANGE.test(text.slice(before.end, match.index))) {
      for (let next = before.day; next !== day; next = (next + 1) % WEEK) days.add(next);
    }
    before = day === undefined || found.length > 1 ? undefined : { day, end: match.index + match[0].length };
  }
  return days;
};

const relative: readonly (readonly [words: string, ahead: number])[] = [
  ['сегодня|сегодняшн[а-я]{2,3}|сейчас|щас|today|tonight|right now|now', 0],
  ['завтра|tomorrow|tmrw', 1],
  ['послезавтра|day after tomorrow', 2],
];
const RELATIVE = new RegExp(`(?<!\\p{L})(?:${relative.map(([words]) => `(${words})`).join('|')})(?!\\p{L})`, 'giu');
const PARTS =
  /(?<!\p{L})(?:утром|дн[её]м|вечером|ночью|поздно|this (?:morning|afternoon|evening)|evenings?|late|still|yet|ещё|еще|уже)(?!\p{L})/giu;

/** Returns the days that a question asks about. `today` is needed for those that are said relative to it. */
export const readAskedDays = (question: string, today: Weekday | undefined): ReadonlySet<number> => {
  const days = new Set(readWeekdays(question));
  if (today === undefined) return days;
  for (const match of question.matchAll(RELATIVE)) {
    const ahead = relative[match.slice(1).findIndex((group) => group !== undefined)]?.[1] ?? 0;
    days.add((today + ahead) % WEEK);
  }
  return days;
};

/** Removes the words that only say which day or part of it is meant. */
export const withoutDays = (question: string): string =>
  [DAYS, RELATIVE, PARTS].reduce((left, pattern) => left.replace(pattern, ' '), question);

/** The day of the week at a moment (ms since the epoch) in an IANA time zone. */
export const weekdayAt = (moment: number, timeZone: string): Weekday =>
  new Date(`${localTimeOf(moment, timeZone)}Z`).getUTCDay() as Weekday;

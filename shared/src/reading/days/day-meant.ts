import { readOrdinalDay, spellInDigits } from '../number-words.ts';

const DAY = 86_400_000;

/**
 * Returns midnight UTC of the day that the words mean when they are said at `saidAt`; undefined when they name none.
 */
export const dayMeant = (words: string, saidAt: number): number | undefined => resolveDate(words, startOfDay(saidAt));

const startOfDay = (time: number): number => Math.floor(time / DAY) * DAY;

/** Returns midnight UTC by the first interpretation that fits; for a span, its usual middle. */
const resolveDate = (words: string, today: number): number | undefined => {
  const text = spellInDigits(words.toLowerCase());
  for (const read of [
    readHoliday,
    readNumericDate,
    readMonth,
    readInterval,
    readWeekday,
    readRelative,
    readDayOfMonth,
  ]) {
    const day = read(text, today);
    if (day !== undefined) return day;
  }
  return undefined;
};

const holidays: readonly (readonly [RegExp, number, number])[] = [
  [/new year['’]?s day/u, 1, 1],
  [/new year|новогодн|новый год/u, 12, 31],
  [/christmas eve/u, 12, 24],
  [/christmas/u, 12, 25],
  [/boxing/u, 12, 26],
  [/halloween|хэллоуин/u, 10, 31],
  [/valentin|валентин/u, 2, 14],
  [/женск/u, 3, 8],
];

const readHoliday = (text: string, today: number): number | undefined => {
  const [, month, day] = holidays.find(([name]) => name.test(text)) ?? [];
  return month === undefined || day === undefined ? undefined : datedOrNext({ day, month, year: undefined }, today);
};

const readNumericDate = (text: string, today: number): number | undefined => {
  const iso = /(20\d\d)-(\d\d)-(\d\d)/.exec(text);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = /(\d{1,2})\.(\d{1,2})(?:\.(\d{2,4}))?/.exec(text);
  if (dotted) return datedOrNext({ day: Number(dotted[1]), month: Number(dotted[2]), year: yearOf(dotted[3]) }, today);
  const slashed = /(\d{1,2})\/(\d{1,2})(?:\/(20\d\d))?/.exec(text);
  if (!slashed) return undefined;
  const [first, second] = [Number(slashed[1]), Number(slashed[2])];
  const [month, day] = first > 12 ? [second, first] : [first, second];
  return datedOrNext({ day, month, year: yearOf(slashed[3]) }, today);
};

const yearOf = (written: string | undefined): number | undefined =>
  written === undefined ? undefined : (Number(written) % 100) + 2000;

const monthNames: readonly RegExp[] = [
  /(?<!\p{L})янв|\bjan|зимой|winter/u,
  /(?<!\p{L})фев|\bfeb/u,
  /(?<!\p{L})мар|\bmar/u,
  /(?<!\p{L})апр|\bapr|весной|spring/u,
  /(?<!\p{L})ма[йяе](?!\p{L})|\bmay\b/u,
  /июн|\bjun/u,
  /июл|\bjul|летом|summer/u,
  /(?<!\p{L})авг|\baug/u,
  /(?<!\p{L})сен|\bsep/u,
  /(?<!\p{L})окт|\boct|осенью|autumn|\bfall\b/u,
  /(?<!\p{L})ноя|\bnov/u,
  /(?<!\p{L})дек|\bdec/u,
];

const readMonth = (text: string, today: number): number | undefined => {
  const month = monthNames.findIndex((name) => name.test(text)) + 1;
  if (month === 0) return undefined;
  const year = yearOf(/20\d\d/.exec(text)?.[0]) ?? (NEXT_YEAR.test(text) ? yearAt(today) + 1 : undefined);
  const day = Number(/(?<!\d)\d{1,2}(?!\d)/.exec(text)?.[0] ?? 0);
  if (day) return datedOrNext({ day, month, year }, today);
  const part = /начал|beginning|start|early/u.test(text) ? 5 : /кон[це]|end|late/u.test(text) ? 25 : 15;
  const thisMonth = new Date(today).getUTCMonth() + 1;
  if (year === undefined && month === thisMonth) return Math.max(today, dayOf(yearAt(today), month, part) ?? today);
  return datedOrNext({ day: part, month, year }, today);
};

const NEXT_YEAR = /(?:следующего|будущего)\s{1,20}года|next\s{1,20}year/u;

const yearAt = (time: number): number => new Date(time).getUTCFullYear();

const datedOrNext = (
  { day, month, year }: { readonly day: number; readonly month: number; readonly year: number | undefined },
  today: number,
): number | undefined => {
  if (year !== undefined) return dayOf(year, month, day);
  const thisYear = dayOf(yearAt(today), month, day);
  return thisYear !== undefined && thisYear >= today ? thisYear : dayOf(yearAt(today) + 1, month, day);
};

/** Returns undefined for a day that does not exist in the calendar. */
const dayOf = (year: number, month: number, day: number): number | undefined => {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time : undefined;
};

/** Minutes and hours are of the same day. */
const readInterval = (text: string, today: number): number | undefined => {
  const match =
    /(?:через|\bin)\s{1,20}(?:(?<count>\d{1,12}|пару|несколько|a couple of|a few|an?|one|two|three|half an)\s{0,20})?(?<unit>д[ен]|сутк|недел|месяц|полгода|год|час|полчас|минут|day|week|fortnight|month|hour|min)/u.exec(
      text,
    );
  if (!match?.groups) return /week from/u.test(text) ? today + 7 * DAY : undefined;
  const { count, unit = '' } = match.groups;
  return today + countOf(count) * (unitDays.find(([name]) => name.test(unit))?.[1] ?? 1) * DAY;
};

const unitDays: readonly (readonly [RegExp, number])[] = [
  [/час|минут|hour|min/u, 0],
  [/недел|week/u, 7],
  [/fortnight/u, 14],
  [/месяц|month/u, 30],
  [/полгода/u, 182],
  [/год/u, 365],
];

const countOf = (written: string | undefined): number => {
  if (written === undefined || /^(?:an?|one)$/.test(written)) return 1;
  if (/^(?:пару|two|a couple of)$/.test(written)) return 2;
  return /^(?:несколько|three|a few)$/.test(written) ? 3 : Number(written);
};

const relativeDays: readonly (readonly [RegExp, number])[] = [
  [/после\s{0,20}завтра|day after tomorrow/u, 2],
  [/завтра|tom+or+ow|tmr|tmw/u, 1],
  [/сегодня|с[её]дня|today|tonight|2day/u, 0],
  [/выходны|weekend/u, 5],
  [/недел|week/u, 7],
  [/месяц|month/u, 30],
  [/год|year/u, 365],
];

const readRelative = (text: string, today: number): number | undefined => {
  const days = relativeDays.find(([word]) => word.test(text))?.[1];
  return days === undefined ? undefined : today + days * DAY;
};

const weekdayNames = [
  /воскрес|(?<!\p{L})вск?(?!\p{L})|\bsun/u,
  /понедел|(?<!\p{L})пн(?!\p{L})|\bmon(?!th)/u,
  /вторн|(?<!\p{L})вт(?!\p{L})|\btue/u,
  /(?<!\p{L})сред|(?<!\p{L})ср(?!\p{L})|\bwed/u,
  /четверг|(?<!\p{L})чт(?!\p{L})|\bthu/u,
  /пятниц|(?<!\p{L})пт(?!\p{L})|\bfri/u,
  /суббот|(?<!\p{L})сб(?!\p{L})|\bsat/u,
];

/** "Next Friday" is the Friday of the next week, which begins on Monday; "the following Friday" is a week later. */
const readWeekday = (text: string, today: number): number | undefined => {
  const weekday = weekdayNames.findIndex((name) => name.test(text));
  if (weekday < 0) return undefined;
  const todays = new Date(today).getUTCDay();
  const ahead = (weekday - todays + 7) % 7;
  if (/следующ|след(?!\p{L})|next/u.test(text)) return today + (((weekday + 6) % 7) - ((todays + 6) % 7) + 7) * DAY;
  return today + ((ahead || 7) + (/following/u.test(text) ? 7 : 0)) * DAY;
};

/** The next day with this number: «на 27-е», «пятого», "the 30th". */
const readDayOfMonth = (text: string, today: number): number | undefined => {
  const day = Number(/(?<![\d.])\d{1,2}(?![\d.])/.exec(text)?.[0] ?? readOrdinalDay(text) ?? 0);
  if (day < 1 || day > 31) return undefined;
  const [year, month] = [yearAt(today), new Date(today).getUTCMonth()];
  // The next month may be shorter than the day's number.
  const next = [0, 1, 2].map((later) =>
    dayOf(year + Math.floor((month + later) / 12), ((month + later) % 12) + 1, day),
  );
  return next.find((time) => time !== undefined && time >= today);
};

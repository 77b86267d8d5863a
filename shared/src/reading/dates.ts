import { sentencesOf } from '../search/language/sentences.ts';
import { type Found, wholeWords } from '../text/word-pattern.ts';
import { isDenied } from './fact-owner.ts';
import { endInWords, spellInDigits } from './number-words.ts';

const DAY = 86_400_000;

const MONTH_RU =
  'январ[ьяе]|феврал[ьяе]|марта?е?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|августа?е?|сентябр[ьяе]|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе]';
const MONTH_EN =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec';
const WEEKDAY_RU = 'понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье';
const WEEKDAY_EN = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const YEAR = '(?:,?\\s+20\\d\\d(?:\\s+(?:года?|г\\.?))?)?';
const PART_RU = '(?:начал[еоу]|середин[еыу]|кон(?:це|ец|цу))';
const PART_EN = '(?:(?:the\\s+)?(?:beginning|start|middle|end)\\s+of|early|mid|late)';

/** Patterns for future times, the most exact first. A lone weekday or month needs a preposition. */
const dateForms: readonly RegExp[] = [
  wholeWords('20\\d\\d-(?:0\\d|1[0-2])-[0-3]\\d'),
  wholeWords('[0-3]?\\d\\.[01]?\\d\\.(?:20)?\\d\\d'),
  wholeWords('[0-3]?\\d/[0-3]?\\d/20\\d\\d'),
  wholeWords(
    `(?:(?:с\\s+)?[0-3]?\\d(?:-?(?:го|е))?\\s*(?:[-–—]|по|и|или)\\s*)?[0-3]?\\d(?:-?(?:го|е))?\\s+(?:${MONTH_RU})${YEAR}`,
  ),
  wholeWords(`(?:${MONTH_EN})\\.?\\s+[0-3]?\\d(?:st|nd|rd|th)?(?:\\s*[-–—]\\s*[0-3]?\\d)?${YEAR}`),
  wholeWords(`[0-3]?\\d(?:st|nd|rd|th)?\\s+(?:of\\s+)?(?:${MONTH_EN})${YEAR}`),
  wholeWords(`(?:(?:в|к|на)\\s+)?${PART_RU}\\s+(?:${MONTH_RU})${YEAR}`),
  wholeWords(`(?:(?:at|by|in)\\s+)?${PART_EN}[\\s-]+(?:${MONTH_EN})${YEAR}`),
  wholeWords(`(?:в|к|на)\\s+(?:${MONTH_RU})${YEAR}`),
  wholeWords(`(?:in|by|for|this|next)\\s+(?:${MONTH_EN})${YEAR}`),
  wholeWords('(?:этим\\s+)?(?:летом|осенью|зимой|весной)'),
  wholeWords('(?:this|next|in(?:\\s+the)?)\\s+(?:summer|autumn|fall|winter|spring)'),
  wholeWords(
    `(?:на|к|в)\\s+(?:следующ|ближайш)(?:ей|ем|ую|ий|ее|ие)\\s+(?:недел[еюи]|месяц[еу]?|год[у]?|выходны[ех]|${WEEKDAY_RU})`,
  ),
  wholeWords(`next\\s+(?:week(?:end)?|month|year|${WEEKDAY_EN})`),
  wholeWords('через\\s+(?:\\d{1,3}\\s+|две\\s+|два\\s+|три\\s+|пару\\s+)?(?:день|дня|дней|недел[юиь]|месяц(?:а|ев)?)'),
  wholeWords('in\\s+(?:\\d{1,3}|a|one|two|three|a couple of|a few)\\s+(?:days?|weeks?|months?)'),
  wholeWords('послезавтра|завтра|tomorrow'),
  wholeWords(`(?:в|на|к)\\s+(?:эт[оу]т?\\s+)?(?:${WEEKDAY_RU})`),
  wholeWords(`(?:on|this|by|for)\\s+(?:${WEEKDAY_EN})`),
  wholeWords('(?<=(?:на|к|с|дата:?|date:?|on)\\s)[0-3]?\\d\\.[01]\\d'),
].map((form) => new RegExp(form.source, 'giu'));

/** The date of a document ("счёт от 12.05.2026") or of opening hours is not the customer's own. */
const OF_A_PAPER = /(?:^|[\s(])(?:от|dated|of|вчера|was|были?|прошл\p{L}+)\s*$/iu;
/** "До завтра" is a goodbye. */
const FAREWELL = /(?:^|\s)(?:до|see (?:you|ya))\s*(?:(?:on|в|во)\s+)?$/iu;
const NEAR_DAY = /^(?:завтра|послезавтра|tomorrow|on\s)/iu;
const OPENING_HOURS = wholeWords(
  'работаете|открыты|открыто|график\\p{L}*|режим\\p{L}*|open|opened|opening|hours|closed|закрыты',
);

/** Finds a future time, in the customer's words: "15 марта", "в конце мая", "next Friday". */
export const findDate = (words: string): Found<string> | undefined => {
  const text = spellInDigits(words);
  const ofOpening = sentencesOf(text).filter(({ value }) => OPENING_HOURS.test(value));
  const isTold = ({ 0: found, index }: RegExpExecArray): boolean => {
    const before = text.slice(0, index);
    if (OF_A_PAPER.test(before) || isDenied(text, index) || (NEAR_DAY.test(found) && FAREWELL.test(before)))
      return false;
    return !ofOpening.some(({ start, end }) => start <= index && index < end);
  };
  for (const form of dateForms) {
    const match = [...text.matchAll(form)].find(isTold);
    if (!match) continue;
    const [start, end] = [match.index, endInWords(words, match.index + match[0].length)];
    return { value: words.slice(start, end).replace(/\s+/g, ' '), start, end };
  }
  return undefined;
};

/**
 * Returns midnight UTC of the day that the words mean when they are said at `saidAt`; undefined when they name none.
 */
export const dayMeant = (words: string, saidAt: number): number | undefined => resolveDate(words, startOfDay(saidAt));

const startOfDay = (time: number): number => Math.floor(time / DAY) * DAY;

/** Returns midnight UTC by the first interpretation that fits; for a span, its usual middle. */
const resolveDate = (words: string, today: number): number | undefined => {
  const text = spellInDigits(words.toLowerCase());
  for (const read of [readNumericDate, readMonth, readInterval, readRelative, readWeekday]) {
    const day = read(text, today);
    if (day !== undefined) return day;
  }
  return undefined;
};

const readNumericDate = (text: string, today: number): number | undefined => {
  const iso = /(20\d\d)-(\d\d)-(\d\d)/.exec(text);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = /(\d{1,2})\.(\d{1,2})(?:\.(\d{2,4}))?/.exec(text);
  if (dotted) return datedOrNext({ day: Number(dotted[1]), month: Number(dotted[2]), year: yearOf(dotted[3]) }, today);
  const slashed = /(\d{1,2})\/(\d{1,2})\/(20\d\d)/.exec(text);
  if (!slashed) return undefined;
  const [first, second] = [Number(slashed[1]), Number(slashed[2])];
  return first > 12 ? dayOf(Number(slashed[3]), second, first) : dayOf(Number(slashed[3]), first, second);
};

const yearOf = (written: string | undefined): number | undefined =>
  written === undefined ? undefined : (Number(written) % 100) + 2000;

const monthNames: readonly RegExp[] = [
  /январ|\bjan|зимой|winter/u,
  /феврал|\bfeb/u,
  /март|\bmar/u,
  /апрел|\bapr|весной|spring/u,
  /(?<!\p{L})ма[йяе](?!\p{L})|\bmay\b/u,
  /июн|\bjun/u,
  /июл|\bjul|летом|summer/u,
  /август|\baug/u,
  /сентябр|\bsep/u,
  /октябр|\boct|осенью|autumn|\bfall\b/u,
  /ноябр|\bnov/u,
  /декабр|\bdec/u,
];

const readMonth = (text: string, today: number): number | undefined => {
  const month = monthNames.findIndex((name) => name.test(text)) + 1;
  if (month === 0) return undefined;
  const year = yearOf(/20\d\d/.exec(text)?.[0]);
  const day = Number(/(?<!\d)\d{1,2}(?!\d)/.exec(text)?.[0] ?? 0);
  if (day) return datedOrNext({ day, month, year }, today);
  const part = /начал|beginning|start|early/u.test(text) ? 5 : /кон[це]|end|late/u.test(text) ? 25 : 15;
  const thisMonth = new Date(today).getUTCMonth() + 1;
  if (year === undefined && month === thisMonth) return Math.max(today, dayOf(yearAt(today), month, part) ?? today);
  return datedOrNext({ day: part, month, year }, today);
};

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

const readInterval = (text: string, today: number): number | undefined => {
  const match =
    /(?:через|\bin)\s+(?:(?<count>\d+|две|два|три|пару|a couple of|a few|a|one|two|three)\s*)?(?<unit>д[ен]|недел|месяц|day|week|month)/u.exec(
      text,
    );
  if (!match?.groups) return undefined;
  const days = /недел|week/u.test(match.groups.unit ?? '') ? 7 : /месяц|month/u.test(match.groups.unit ?? '') ? 30 : 1;
  return today + countOf(match.groups.count) * days * DAY;
};

const countOf = (written: string | undefined): number => {
  if (written === undefined || /^(?:a|one)$/.test(written)) return 1;
  if (/^(?:две|два|пару|two|a couple of)$/.test(written)) return 2;
  return /^(?:три|three|a few)$/.test(written) ? 3 : Number(written);
};

const relativeDays: readonly (readonly [RegExp, number])[] = [
  [/послезавтра/u, 2],
  [/завтра|tomorrow/u, 1],
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
  /воскрес|sunday/u,
  /понедел|monday/u,
  /вторн|tuesday/u,
  /сред[ау]|wednesday/u,
  /четверг|thursday/u,
  /пятниц|friday/u,
  /суббот|saturday/u,
];

const readWeekday = (text: string, today: number): number | undefined => {
  const weekday = weekdayNames.findIndex((name) => name.test(text));
  if (weekday < 0) return undefined;
  const ahead = (weekday - new Date(today).getUTCDay() + 7) % 7;
  return today + (ahead || 7) * DAY;
};

import { readWord } from '../read-word.ts';
import { jointTerm, numberTerm, type Reading, type Term } from '../term.ts';
import { gapBehind, numberAt, type ScannedText, shortWordAt } from '../text-gap.ts';

const russian = 'январ феврал март апрел май июн июл август сентябр октябр ноябр декабр'.split(' ');
const english = 'january february march april may june july august september october november december'.split(' ');
const RUSSIAN_ENDINGS = ['', 'ь', 'я', 'ю', 'е', 'ем', 'а', 'у', 'ом'];

/** All forms and abbreviations of the names of months. */
const months = new Map<string, string>([
  ['мая', '05'],
  ['мае', '05'],
  ['сент', '09'],
  ['sept', '09'],
]);
for (let month = 1; month <= 12; month++) {
  const ru = russian[month - 1] ?? '';
  const en = english[month - 1] ?? '';
  const forms = [ru.slice(0, 3), ...RUSSIAN_ENDINGS.map((ending) => ru + ending), en, en.slice(0, 3)];
  for (const form of forms) months.set(form, String(month).padStart(2, '0'));
}

const isDay = (number: string): boolean => /^(?:0?[1-9]|[12]\d|3[01])$/.test(number);
const isYear = (number: string): boolean => /^(?:19|20)\d\d$/.test(number);

/**
 * Reads a date in any notation. Besides its parts it gives the full date, the day of the year and the month of the
 * year: "2026-05-12", "05-12" and "2026-05".
 */
export const readDate = (scanned: ScannedText, at: number): Reading | undefined =>
  readNumericDate(scanned, at) ?? readNamedDate(scanned, at) ?? readMonthOfYear(scanned, at);

const readNumericDate = (scanned: ScannedText, at: number): Reading | undefined => {
  const gap = gapBehind(scanned, at) ?? '';
  if (!/^[./-]$/.test(gap) || gapBehind(scanned, at + 1) !== gap) return undefined;
  const parts = [0, 1, 2].map((offset) => numberAt(scanned, at + offset)) as [string, string, string];
  const date = isYear(parts[0]) ? { year: parts[0], month: parts[1], day: parts[2] } : dayFirst(parts, gap);
  if (!date || !isDay(date.day) || !/^(?:0?[1-9]|1[0-2])$/.test(date.month)) return undefined;
  const month = date.month.padStart(2, '0');
  const terms = [plainTerm(date.day), numberTerm(date.year), ...dateTerms({ ...date, month })];
  return { terms, next: at + 3 };
};

type WrittenDate = { readonly day: string; readonly month: string; readonly year: string };

const dayFirst = ([first, second, third]: readonly [string, string, string], gap: string): WrittenDate | undefined => {
  const year = isYear(third) ? third : /^\d\d$/.test(third) && gap === '.' ? `20${third}` : undefined;
  if (year === undefined) return undefined;
  // "05/31/2026" can only be in American order.
  const american = gap === '/' && Number(second) > 12;
  return american ? { day: second, month: first, year } : { day: first, month: second, year };
};

/** Reads «12 мая 2026», «12-го мая», "May 12th, 2026", "12 May". */
const readNamedDate = (scanned: ScannedText, at: number): Reading | undefined => {
  const day = numberAt(scanned, at);
  if (!isDay(day)) return undefined;
  const last = isOrdinalEnding(scanned, at) ? at + 1 : at;
  const name = shortWordAt(scanned, last + 1) === 'of' ? last + 2 : last + 1;
  const behind = gapBehind(scanned, name - 1) === ' ' ? months.get(shortWordAt(scanned, name)) : undefined;
  if (behind !== undefined) return withYear(scanned, { day, month: behind, at: name, named: name });
  const isBehindMonth = /^\.?[ ]$/.test(gapBehind(scanned, at - 1) ?? '');
  const before = isBehindMonth ? months.get(shortWordAt(scanned, at - 1)) : undefined;
  return before === undefined ? undefined : withYear(scanned, { day, month: before, at: last, named: undefined });
};

type NamedDate = {
  readonly day: string;
  readonly month: string;
  /** The last token of the date so far, and the month's name if it has not been read yet. */
  readonly at: number;
  readonly named: number | undefined;
};

const withYear = (scanned: ScannedText, { day, month, at, named }: NamedDate): Reading => {
  const written = numberAt(scanned, at + 1);
  const year = /^[,.]?[ ]{1,2}$/.test(gapBehind(scanned, at) ?? '') && isYear(written) ? written : undefined;
  const name = named === undefined ? [] : readWord(shortWordAt(scanned, named));
  const whole = dateTerms(year === undefined ? { day, month } : { day, month, year });
  return {
    terms: [plainTerm(day), ...name, ...(year === undefined ? [] : [numberTerm(year)]), ...whole],
    next: year === undefined ? at + 1 : at + 2,
  };
};

/** Reads «май 2026», "May, 2026", «05.2026». */
const readMonthOfYear = (scanned: ScannedText, at: number): Reading | undefined => {
  const number = numberAt(scanned, at);
  const [, digits, year] = /^(0[1-9]|1[0-2])\.((?:19|20)\d\d)$/.exec(number) ?? [];
  if (digits !== undefined && year !== undefined) {
    return { terms: [numberTerm(year), jointTerm(`${year}-${digits}`)], next: at + 1 };
  }
  if (!isYear(number) || !/^[,.]?[ ]$/.test(gapBehind(scanned, at - 1) ?? '')) return undefined;
  const month = months.get(shortWordAt(scanned, at - 1));
  return month === undefined
    ? undefined
    : { terms: [numberTerm(number), jointTerm(`${number}-${month}`)], next: at + 1 };
};

const dateTerms = ({ day, month, year }: Omit<WrittenDate, 'year'> & { readonly year?: string }): Term[] => {
  const dayOfYear = `${month}-${day.padStart(2, '0')}`;
  const whole = year === undefined ? [] : [jointTerm(`${year}-${dayOfYear}`), jointTerm(`${year}-${month}`)];
  return [...whole, jointTerm(dayOfYear)];
};

const plainTerm = (number: string): Term => numberTerm(number.replace(/^0(?=\d)/, ''));

const ENGLISH_ORDINAL = /^(?:st|nd|rd|th)$/;
const RUSSIAN_ORDINAL = /^(?:й|го|му|м|х|ти|е|я|ю|ми|ой|ый|ая|ое|ого|ому|ом|ых|ым)$/;

/** Whether the token after the number is its ordinal suffix: "12th", «12-го». */
export const isOrdinalEnding = (scanned: ScannedText, at: number): boolean => {
  const gap = gapBehind(scanned, at);
  if (gap !== '' && gap !== '-') return false;
  const ending = shortWordAt(scanned, at + 1);
  return gap === '' ? ENGLISH_ORDINAL.test(ending) : RUSSIAN_ORDINAL.test(ending);
};

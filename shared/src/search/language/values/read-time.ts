import { readWord } from '../read-word.ts';
import { jointTerm, numberTerm, type Reading, type Term } from '../term.ts';
import { gapBehind, numberAt, type ScannedText, shortWordAt } from '../text-gap.ts';

type Time = { readonly hour: string; readonly minutes: string; readonly next: number };

const SPACE = /^ ?$/;
const isHour = (number: string): boolean => /^(?:[01]?\d|2[0-4])$/.test(number);
const isMinute = (number: string): boolean => /^[0-5]\d$/.test(number);

/** Reads a time of day. Besides its parts it gives the whole on the 24-hour clock, "9:00". */
export const readTime = (scanned: ScannedText, at: number): Reading | undefined => {
  const time = clockTime(scanned, at) ?? wholeHour(scanned, at) ?? endOfSpan(scanned, at);
  if (!time) return undefined;
  const half = halfOfDay(scanned, time.next - 1);
  const parts = [numberTerm(plainHour(time.hour)), ...(time.minutes === '00' ? [] : [numberTerm(time.minutes)])];
  return {
    terms: [...parts, ...startOfSpan(scanned, at, time), timeTerm(time, half?.hours), ...(half?.terms ?? [])],
    next: half?.next ?? time.next,
  };
};

/** Reads "10:00". */
const clockTime = (scanned: ScannedText, at: number): Time | undefined => {
  const hour = numberAt(scanned, at);
  const minutes = numberAt(scanned, at + 1);
  return gapBehind(scanned, at) === ':' && isHour(hour) && isMinute(minutes)
    ? { hour, minutes, next: at + 2 }
    : undefined;
};

/** Reads "9 am", «9 утра». */
const wholeHour = (scanned: ScannedText, at: number): Time | undefined => {
  const hour = numberAt(scanned, at);
  return isHour(hour) && halfOfDay(scanned, at) ? { hour, minutes: '00', next: at + 1 } : undefined;
};

/** Reads the 18 of «с 9 до 18» and "from 9.30 to 18". */
const endOfSpan = (scanned: ScannedText, at: number): Time | undefined => {
  if (!/^(?:до|to|till|until)$/.test(shortWordAt(scanned, at - 1))) return undefined;
  return startsSpan(scanned, at - 2) ? shopTime(numberAt(scanned, at), at) : undefined;
};

const startsSpan = (scanned: ScannedText, at: number): boolean =>
  /^(?:с|со|from)$/.test(shortWordAt(scanned, at - 1)) && shopTime(numberAt(scanned, at), at) !== undefined;

/** Reads "9", or "9.30" as in opening hours. */
const shopTime = (number: string, at: number): Time | undefined => {
  const [, hour = '', minutes = '00'] = /^(\d{1,2})(?:\.(\d\d))?$/.exec(number) ?? [];
  return isHour(hour) && isMinute(minutes) ? { hour, minutes, next: at + 1 } : undefined;
};

/** Only the end of the span shows that its first number was a time. */
const startOfSpan = (scanned: ScannedText, at: number, end: Time): Term[] => {
  if (end.next !== at + 1 || !endOfSpan(scanned, at)) return [];
  const start = shopTime(numberAt(scanned, at - 2), at - 2);
  return start ? [timeTerm(start)] : [];
};

const timeTerm = ({ hour, minutes }: Time, half?: number): Term =>
  jointTerm(`${half === undefined ? Number(hour) % 24 : (Number(hour) % 12) + half}:${minutes}`);

const plainHour = (hour: string): string => hour.replace(/^0(?=\d)/, '');

type HalfOfDay = { readonly hours: number; readonly terms: readonly Term[]; readonly next: number };

/** Reads "am", "p.m.", «утра» or «вечера» after a token. */
const halfOfDay = (scanned: ScannedText, at: number): HalfOfDay | undefined => {
  if (!SPACE.test(gapBehind(scanned, at) ?? 'none')) return undefined;
  const word = shortWordAt(scanned, at + 1);
  if (word === 'am' || word === 'утра') return { hours: 0, terms: readWord(word), next: at + 2 };
  if (word === 'pm' || word === 'вечера') return { hours: 12, terms: readWord(word), next: at + 2 };
  const isDotted = /^[ap]$/.test(word) && gapBehind(scanned, at + 1) === '.' && shortWordAt(scanned, at + 2) === 'm';
  return isDotted ? { hours: word === 'p' ? 12 : 0, terms: readWord(`${word}m`), next: at + 3 } : undefined;
};

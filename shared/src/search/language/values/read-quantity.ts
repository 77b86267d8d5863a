import { readWord } from '../read-word.ts';
import { latinLookalike } from '../split-words.ts';
import { stemWord } from '../stems/stem-word.ts';
import { jointTerm, numberTerm, type Reading, type Term } from '../term.ts';
import { gapBehind, numberAt, type ScannedText, shortWordAt } from '../text-gap.ts';
import { isMoney, magnitudes, moneyMagnitudes, type Unit, unitBehind } from './units.ts';

type FoundUnit = { readonly unit: Unit; readonly terms: readonly Term[]; readonly next: number };
type FoundMagnitude = { readonly times: number; readonly terms: readonly Term[]; readonly next: number };

const SPACE = /^ ?$/;
const RANGE = /^ ?[-–—] ?$/;
/** Words that form one unit with the next word: «кв. м», "sq ft", "per cent". */
const FIRST_HALVES = /^(?:кв|куб|квадратн|кубическ|sq|cu|squar|cubic|per)$/;

/**
 * Reads a number with its unit, currency or magnitude in any notation. Besides its parts it gives the whole in the base
 * unit: "500 г" is "0.5kg", «10 тыс. руб.» is "10000" and "10000rub". A range gives both ends.
 */
export const readQuantity = (scanned: ScannedText, at: number): Reading | undefined => {
  const number = numberAt(scanned, at);
  if (number === '' || !Number.isFinite(Number(number))) return undefined;
  const single = readAmount(scanned, at);
  if (single) return { terms: [numberTerm(number), ...single.terms], next: single.next };
  const other = numberAt(scanned, at + 1);
  if (other === '' || !RANGE.test(gapBehind(scanned, at) ?? '')) return undefined;
  const upper = readAmount(scanned, at + 1);
  if (!upper) return undefined;
  return {
    terms: [numberTerm(number), ...wholes(number, upper), numberTerm(other), ...upper.terms],
    next: upper.next,
  };
};

/** The magnitude and unit of a number. */
export type Amount = {
  /** The multiplier of the number: 1,000 for «10 тыс.». */
  readonly times: number;
  readonly unit: Unit | undefined;
  readonly terms: readonly Term[];
  readonly next: number;
};

/** Reads what follows the number at `at`, or a currency before it; undefined when the number stands alone. */
export const readAmount = (scanned: ScannedText, at: number): Amount | undefined => {
  const number = numberAt(scanned, at);
  const before = currencyBefore(scanned, at);
  const magnitude = magnitudeAt(scanned, at);
  const found = before ?? unitAfter(scanned, magnitude ? magnitude.next - 1 : at);
  const short = magnitude || (found && !before) ? undefined : shortMagnitudeAt(scanned, at, before !== undefined);
  const scale = magnitude ?? short;
  const unit = found ?? (short ? unitAfter(scanned, short.next - 1) : undefined);
  if (!scale && !unit) return undefined;
  if (unit && isNoQuantity(Number(number), unit.unit)) return undefined;
  const next = Math.max(scale?.next ?? at + 1, unit?.next ?? at + 1);
  const amount = { times: scale?.times ?? 1, unit: unit?.unit, next, terms: [] };
  return { ...amount, terms: [...(scale?.terms ?? []), ...(unit?.terms ?? []), ...wholes(number, amount)] };
};

/** "2026 г." and "2026 year" are years. */
const isNoQuantity = (value: number, { stem }: Unit): boolean =>
  /^(?:gram|год|year)$/.test(stem) && Number.isInteger(value) && value >= 1000 && value <= 2100;

const wholes = (number: string, { times, unit }: Amount): Term[] => {
  const value = Number(number) * times;
  const scaled = times === 1 ? [] : [jointTerm(plainNumber(value))];
  return unit ? [...scaled, jointTerm(`${plainNumber(value * unit.factor)}${unit.symbol}`)] : scaled;
};

/** Formats a number without the rounding noise of binary fractions. */
const plainNumber = (value: number): string => String(Number(value.toPrecision(12)));

const magnitudeAt = (scanned: ScannedText, at: number): FoundMagnitude | undefined => {
  if (!SPACE.test(gapBehind(scanned, at) ?? 'none')) return undefined;
  const word = shortWordAt(scanned, at + 1);
  const times = word === '' ? undefined : magnitudes.get(stemWord(word));
  return times === undefined ? undefined : { times, terms: readWord(word), next: at + 2 };
};

/** Reads "10k rub", "$10k": only for money, and only directly after the number. */
const shortMagnitudeAt = (scanned: ScannedText, at: number, money: boolean): FoundMagnitude | undefined => {
  const times = gapBehind(scanned, at) === '' ? moneyMagnitudes.get(shortWordAt(scanned, at + 1)) : undefined;
  if (times === undefined) return undefined;
  const behind = money ? undefined : unitAfter(scanned, at + 1);
  return money || (behind && isMoney(behind.unit)) ? { times, terms: [], next: at + 2 } : undefined;
};

const CURRENCY_BEFORE = /([$€£₽₸¥]) ?$/;

const currencyBefore = (scanned: ScannedText, at: number): FoundUnit | undefined => {
  const { text, tokens } = scanned;
  const start = tokens[at]?.start ?? 0;
  const [, sign] = CURRENCY_BEFORE.exec(text.slice(Math.max(0, start - 2), start)) ?? [];
  const signed = sign ? unitBehind(sign) : undefined;
  if (signed) return { unit: signed, terms: [unitTerm(signed)], next: at + 1 };
  if (!SPACE.test(gapBehind(scanned, at - 1) ?? 'none')) return undefined;
  const code = /^(?:usd|eur|rub|rur|gbp|kzt|cny)$/.exec(shortWordAt(scanned, at - 1))?.[0];
  const coded = code ? unitOf(code) : undefined;
  return coded && !unitAfter(scanned, at) ? { unit: coded, terms: [], next: at + 1 } : undefined;
};

const SIGN_AFTER = /^[ \u202f]?([%₽$€£₸¥])/;

/** Reads the unit after a token: a sign, or one or two words. */
const unitAfter = (scanned: ScannedText, at: number): FoundUnit | undefined => {
  const end = scanned.tokens[at]?.end ?? 0;
  const [, sign] = SIGN_AFTER.exec(scanned.text.slice(end, end + 2)) ?? [];
  const signed = sign ? unitBehind(sign) : undefined;
  if (signed) return { unit: signed, terms: [unitTerm(signed)], next: at + 1 };
  const gap = gapBehind(scanned, at) ?? 'none';
  const isBehindMagnitude = scanned.tokens[at]?.kind === 'word';
  if (!SPACE.test(gap) && !(isBehindMagnitude && /^\. ?$/.test(gap))) return undefined;
  return compoundUnit(scanned, at + 1) ?? simpleUnit(scanned, at + 1);
};

/** Reads «кв. м», «Мбит/с», «л.с.», "m2". */
const compoundUnit = (scanned: ScannedText, at: number): FoundUnit | undefined => {
  const first = shortWordAt(scanned, at);
  if (first === '') return undefined;
  const gap = gapBehind(scanned, at) ?? 'none';
  const half = first.length > 3 ? stemWord(first) : first;
  const isHalf = FIRST_HALVES.test(half) && /^[. ]{0,2}$/.test(gap);
  const second = gap === '' ? numberAt(scanned, at + 1) : shortWordAt(scanned, at + 1);
  if (second === '' || !(isHalf || /^[./]?$/.test(gap))) return undefined;
  const unit = unitBehind(half + second) ?? unitBehind(half + stemWord(second));
  return unit && { unit, terms: [unitTerm(unit)], next: at + 2 };
};

const simpleUnit = (scanned: ScannedText, at: number): FoundUnit | undefined => {
  const word = shortWordAt(scanned, at);
  const unit = word === '' ? undefined : unitOf(word);
  if (!unit) return undefined;
  const terms = readWord(word).some(({ stem }) => stem === unit.stem) ? readWord(word) : [unitTerm(unit)];
  return { unit, terms: [...terms, ...codeOfLetter(scanned, at, word)], next: at + 1 };
};

/** "5G" may mean something other than five grams. */
const codeOfLetter = (scanned: ScannedText, at: number, letter: string): Term[] =>
  letter.length === 1 && gapBehind(scanned, at - 1) === ''
    ? [jointTerm(numberAt(scanned, at - 1) + (latinLookalike(letter) ?? letter))]
    : [];

const unitOf = (word: string): Unit | undefined => unitBehind(word) ?? unitBehind(stemWord(word));

const unitTerm = ({ stem }: Unit): Term => ({ word: stem, stem, stop: false });

import { analyzeText } from '../../language/analyze-text.ts';
import { type Unit, unitBehind } from '../../language/values/units.ts';

/** A size in a text, as a range: «до 30 кг» is everything up to 30. */
export type Measure = { readonly symbol: string; readonly from: number; readonly to: number };

const NUMBER = String.raw`\d{1,4}(?:[ \u00a0]\d{3})?(?:[.,]\d{1,2})?`;
const FOUND = new RegExp(
  String.raw`(?<![\d.,])(?:(до|от|с|свыше|более|больше|дальше|up to|under|below|from|over|above|max)\s)?(${NUMBER})(?:\s?(?:[–—-]|to|до)\s?(${NUMBER}))?(\+)?[\s\u00a0-]?(\p{L}{1,12}|["″])`,
  'giu',
);
const UP_TO = /^(?:до|up to|under|below|max)$/iu;

/** Units that tell one thing from another. The duration of a stay or the number of guests are the customer's choice. */
const TELLING = new Set([
  'kg',
  't',
  'lb',
  'l',
  'm3',
  'm',
  'km',
  'in',
  'ft',
  'm2',
  'sqft',
  'gb',
  'tb',
  'w',
  'hp',
  'year',
]);

/** Returns the sizes and ages in a text. A single number of years is not an age but may be a duration. */
export const measuresIn = (text: string): readonly Measure[] =>
  [...text.matchAll(FOUND)].flatMap(([, bound, first = '', last, plus, unit = '']) => {
    const known = unitOf(unit);
    if (!known || !TELLING.has(known.symbol)) return [];
    const { symbol, factor } = known;
    const from = toNumber(first) * factor;
    const to = toNumber(last ?? first) * factor;
    if (last !== undefined || bound === undefined) return [{ symbol, from, to: plus ? Infinity : to }];
    return [UP_TO.test(bound) ? { symbol, from: 0, to } : { symbol, from, to: Infinity }];
  });

const toNumber = (written: string): number => Number(written.replace(/[ \u00a0]/g, '').replace(',', '.'));

const unitOf = (word: string): Unit | undefined => {
  const written = word.toLowerCase();
  if (/^["″]$/.test(written)) return unitBehind('inch');
  return unitBehind(written) ?? unitBehind(analyzeText(written)[0]?.stem ?? '');
};

const isBound = ({ from, to }: Measure): boolean => from === 0 || to === Infinity;

/**
 * Whether the text is about another size than the one asked for: it contains sizes in that unit, and none includes it.
 * A limit is an answer even to what lies beyond it. Ages are only compared with ranges of ages.
 */
export const isOtherSize = (asked: readonly Measure[], told: readonly Measure[]): boolean =>
  asked.some((one) => {
    const same = told.filter(({ symbol, from, to }) => symbol === one.symbol && (symbol !== 'year' || from !== to));
    if (same.length === 0 || same.some(isBound)) return false;
    return !same.some((other) => other.from <= one.to && one.from <= other.to);
  });

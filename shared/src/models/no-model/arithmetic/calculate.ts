import { asksForPrice } from '../../../reading/intent.ts';
import { spellInDigits } from '../../../reading/number-words.ts';
import { analyzeText } from '../../../search/language/analyze-text.ts';
import { readAmounts } from '../../../search/language/values/read-amounts.ts';
import { detectLanguage } from '../../../text/detect-language.ts';
import { formatMicros } from '../../../text/format-money.ts';
import { type QuotedPrice, readPrices, unitOf } from './read-prices.ts';
import type { PriceUnit } from './units.ts';

/** What the customer asks for in numbers, and the quote that answers. */
export type Sum = {
  /** The question in the customer's words, with its number. */
  readonly asked: string;
  /** The question in full. */
  readonly question: string;
  readonly quote: string;
};

/**
 * Multiplies a quoted price by the number that was asked for: «5 ч × 3 900 ₽ = 19 500 ₽», or adds the price of those over the number that
 * is included. Exact: amounts are integers of minor units. Undefined unless the unit of the only fitting price is that of the only number.
 */
export const calculate = ({ asked, question, quote }: Sum): string | undefined => {
  const wanted = wantedIn(asked, quote);
  if (!wanted || ![asked, question].some((text) => asksForPrice(text) || COMES_TO.test(text))) return undefined;
  const read = readPrices(quote);
  if (!read) return undefined;
  const { count, unit } = wanted;
  const ofUnit = read.prices.filter((price) => price.unit === unit && !price.isExtra);
  const limits = read.counts.filter((one) => one.unit === unit);
  const extras = read.prices.filter((price) => price.isExtra);
  const format = (minor: number, currency: string): string => formatMicros(minor * 10_000, currency, languageOf(quote));
  const [price, ...others] = ofUnit;
  if (price && others.length === 0 && extras.length === 0) {
    if (limits.some((limit) => (limit.kind === 'most' ? count > limit.count : count < limit.count))) return undefined;
    return product({ count, unit }, price, { quote, format });
  }
  const [base, ...otherBases] = read.prices.filter((one) => !one.isExtra);
  const [extra, ...otherExtras] = extras;
  const [included, ...otherLimits] = limits;
  const isClear = otherBases.length + otherExtras.length + otherLimits.length === 0;
  if (!isClear || !base || base.unit !== undefined || !extra || included?.kind !== 'most') return undefined;
  const over = count - included.count;
  if (over <= 0 || !Number.isInteger(over) || base.currency !== extra.currency) return undefined;
  const total = base.minor + over * extra.minor;
  if (!Number.isSafeInteger(total)) return undefined;
  return `${format(base.minor, base.currency)} + ${over} × ${format(extra.minor, extra.currency)} = ${format(total, base.currency)}`;
};

const COMES_TO =
  /(?<!\p{L})(?:сколько (?:за|на|с|нам|мне|это|всего|выйдет|обойд|получ|возьм|бер)|во сколько (?:обойд|выйдет|встан)|итого|вместе|in total|altogether|(?:come|comes|work|works) (?:out )?(?:to|at)(?!\p{L}))|(?<!\p{L})(?:сколько|скок[ао]?|всего|total)\s{0,3}[?!.]{0,3}\s{0,3}$/iu;

type Format = (minor: number, currency: string) => string;
type Wanted = { readonly count: number; readonly unit: PriceUnit };

const product = (
  { count, unit }: Wanted,
  { minor, currency }: QuotedPrice,
  { quote, format }: { readonly quote: string; readonly format: Format },
): string | undefined => {
  // A count has at most two decimals: "2.5 hours".
  const hundredths = Math.round(count * 100);
  if (Math.abs(hundredths - count * 100) > 1e-6 || !Number.isSafeInteger(hundredths * minor)) return undefined;
  if ((hundredths * minor) % 100 !== 0 || count <= 1) return undefined;
  const language = languageOf(quote);
  const written = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(count);
  const name = names[unit][language === 'ru' ? 0 : 1];
  const factor = name === '' ? written : `${written} ${name}`;
  return `${factor} × ${format(minor, currency)} = ${format((hundredths * minor) / 100, currency)}`;
};

const languageOf = (quote: string) => detectLanguage(quote) ?? 'en';

/** Short names of the units, in Russian and in English. */
const names: Readonly<Record<PriceUnit, readonly [string, string]>> = {
  hour: ['ч', 'h'],
  minute: ['мин', 'min'],
  day: ['дн.', 'days'],
  night: ['ноч.', 'nights'],
  week: ['нед.', 'weeks'],
  month: ['мес.', 'months'],
  person: ['чел.', 'people'],
  child: ['дет.', 'children'],
  piece: ['шт.', 'pcs'],
  kg: ['кг', 'kg'],
  m: ['м', 'm'],
  m2: ['м²', 'm²'],
  km: ['км', 'km'],
};

const COLLECTIVE = /(?<!\p{L})(двоих|троих|четверых|пятерых|шестерых|семерых|восьмерых|десятерых)(?!\p{L})/giu;
/** «В 5 часов» and "by 5 h" are moments, «через 2 дня» is a distance. */
const MOMENT = /(?<!\p{L})(?:в|во|к|с|до|после|через|at|by|till|until|before|after|in|from)\s*$/iu;

/** Returns the one number that the question names with a unit, or with a thing that the quote names; undefined when there are several. */
const wantedIn = (asked: string, quote: string): Wanted | undefined => {
  const { text, amounts } = readAmounts(spellInDigits(asked.replace(COLLECTIVE, '$1 человек')).replace(/\s+/gu, ' '));
  const counted = amounts.flatMap((amount): readonly Wanted[] => {
    if (amount.kind !== 'measure' && amount.kind !== 'bare') return [];
    const unit = unitOf(text, amount) ?? (namesNext(text, amount, quote) ? 'piece' : undefined);
    const isMoment = MOMENT.test(text.slice(Math.max(0, amount.start - 12), amount.start));
    return unit && !isMoment ? [{ count: amount.number, unit }] : [];
  });
  const [only, ...others] = counted;
  return others.length === 0 ? only : undefined;
};

/** «10 стульев» counts what the quote gives the price of. */
const namesNext = (text: string, { end }: { readonly end: number }, quote: string): boolean => {
  const [, noun] = /^\s(\p{L}{3,})/u.exec(text.slice(end, end + 40)) ?? [];
  const [term] = noun === undefined ? [] : analyzeText(noun);
  return term !== undefined && !term.stop && analyzeText(quote).some(({ stem }) => stem === term.stem);
};

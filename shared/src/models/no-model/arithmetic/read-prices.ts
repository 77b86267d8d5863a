import { readAmounts, type WrittenAmount } from '../../../search/language/values/read-amounts.ts';
import { type PriceUnit, unitNamed } from './units.ts';

/** A price in a quote. */
export type QuotedPrice = {
  /** In hundredths of the currency unit. */
  readonly minor: number;
  /** An ISO code. */
  readonly currency: string;
  /** What it is the price of one of; undefined if it does not say. */
  readonly unit: PriceUnit | undefined;
  /** It is for each one over a number that is included. */
  readonly isExtra: boolean;
};

/** How many of something are included in a price, or the least that can be ordered. */
export type QuotedCount = { readonly count: number; readonly unit: PriceUnit; readonly kind: 'most' | 'least' };

/** The prices of a quote and its counts; undefined if the quote says something that does not add up by itself, such as a discount. */
export type QuotedPrices = { readonly prices: readonly QuotedPrice[]; readonly counts: readonly QuotedCount[] };

const CONDITIONAL = /скидк|наценк|надбавк|discount|surcharge|%|процент|percent/iu;
const FROM = /(?<!\p{L})(?:от|около|примерно|from|about|around|approx\.?|starting (?:at|from))\s*$/iu;
const EXTRA =
  /(?<!\p{L})(?:кажд\p{L}{1,6} (?:следующ|дополнительн|лишн)\p{L}*|сверх|свыше|дополнительн\p{L}+|следующ\p{L}+|extra|additional|each (?:further|extra|additional)|over that)(?!\p{L})/iu;
const PER =
  /^\.?\s?(?:\/|за|в|с|со|на|per|an?|each|every|for)\s?(?:1 |one |один |одну |одного |каждого |каждую |каждый |an? )?(\p{L}+[²2]?)/iu;
const EACH = /^\s?\(?(?:each|шт)(?!\p{L})/iu;
const COLUMN = /(?<![\p{L}\d])(\p{L}+[²2]?)\)?\s?[—–:-]\s?$/u;
const LEAST = /(?<!\p{L})(?:от|минимум|не менее|from|minimum|at least|min\.?)\s*$/iu;
const MOST = /(?<!\p{L})(?:до|максимум|не более|включ\p{L}+|входит|up to|for up to|max\.?|includes|включая)\s*$/iu;

/** Reads what may be calculated with. Undefined when a discount or an approximate price makes a calculation uncertain. */
export const readPrices = (quote: string): QuotedPrices | undefined => {
  if (CONDITIONAL.test(quote)) return undefined;
  const { text, amounts } = readAmounts(quote);
  const prices: QuotedPrice[] = [];
  const counts: QuotedCount[] = [];
  for (const [at, amount] of amounts.entries()) {
    const from = amounts[at - 1]?.end ?? 0;
    const before = text.slice(Math.max(from, amount.start - 80), amount.start);
    if (amount.kind === 'money') {
      const price = priceOf(text, amount, before);
      if (!price) return undefined;
      prices.push(price);
    } else if (amount.kind === 'measure' || amount.kind === 'bare') {
      const unit = unitOf(text, amount);
      const count = amount.number;
      const kind = MOST.test(before) ? 'most' : LEAST.test(before) ? 'least' : undefined;
      if (unit && kind) counts.push({ count, unit, kind });
    }
  }
  return { prices, counts };
};

const priceOf = (text: string, amount: WrittenAmount, before: string): QuotedPrice | undefined => {
  const [value = 0] = amount.values;
  const minor = Math.round(value * 100);
  const code = CODES[amount.currency ?? ''];
  const isExact = amount.values.length === 1 && Math.abs(minor - value * 100) < 1e-6 && Number.isSafeInteger(minor);
  if (!isExact || code === undefined || FROM.test(before)) return undefined;
  const behind = text.slice(amount.end, amount.end + 40);
  const [phrase = '', named = ''] = PER.exec(behind) ?? [];
  const [, column = ''] = COLUMN.exec(before) ?? [];
  const unit = EACH.test(behind) ? 'piece' : (unitNamed(named) ?? unitNamed(column));
  // "300 ₽ per person an hour" is a price of two units.
  if (unit && unitNamed(PER.exec(behind.slice(phrase.length).trimStart())?.[1] ?? '')) return undefined;
  const clause =
    before.slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf('.')) + 1) + behind.split(/[.,;\n]/u)[0];
  return { minor, currency: code, unit, isExtra: EXTRA.test(clause) };
};

const CODES: Readonly<Record<string, string>> = {
  rub: 'RUB',
  '₽': 'RUB',
  usd: 'USD',
  $: 'USD',
  eur: 'EUR',
  '€': 'EUR',
  gbp: 'GBP',
  '£': 'GBP',
  kzt: 'KZT',
  byn: 'BYN',
};

/** Returns the unit that is written behind a number. */
export const unitOf = (text: string, { start, end }: WrittenAmount): PriceUnit | undefined => {
  const own = text
    .slice(start, end)
    .match(/\p{L}+[²2]?/gu)
    ?.at(-1);
  const next = /^\s?-?\s?(\p{L}+[²2]?)/u.exec(text.slice(end, end + 30))?.[1];
  return unitNamed(own ?? '') ?? unitNamed(next ?? '');
};

import { readAmounts, type WrittenAmount } from '../../search/language/values/read-amounts.ts';
import { remember } from '../../search/remember.ts';
import { withoutDetails } from '../details.ts';
import { nowhere, type PlacedSubject, subjectsIn } from '../segments.ts';
import { joinTerms, noTerms, type Subject, type Terms, termsIn } from '../subject-terms.ts';
import { isBudget, isDiscount, isPayment, isSurcharge, isThresholdAt } from './amount-context.ts';
import { countsNothing, isPriced } from './bare-prices.ts';
import { type Bundle, bundlesIn } from './bundles.ts';
import { freePromisesIn } from './free-promises.ts';
import { conditionsIn, few, quantitiesIn } from './quantities.ts';
import { isRefused } from './refusals.ts';
import { relativesIn } from './relative-discounts.ts';
import { surroundingsIn } from './surroundings.ts';
import type { Price, ToldPercent, ToldPrice, ToldPromise } from './told-price.ts';

/** What a text says about money. */
export type Told = {
  readonly prices: readonly ToldPrice[];
  readonly percents: readonly ToldPercent[];
  readonly free: readonly ToldPromise[];
  /** Offers such as "six for the price of five". */
  readonly bundles: readonly Bundle[];
  /** Whether it says "all", as in «возвращаем полностью», which is 100 %. */
  readonly saysAll: boolean;
  /** All words of the text. */
  readonly vocabulary: Terms;
};
const ALL = /полност|целиком|вс[юя] сумм|(?<!\p{L})(?:full|fully|entire|whole)(?!\p{L})/iu;

/** An amount or percentage in a text. */
export type Said = Price & { readonly isPercent: boolean; isAside(): boolean };

/** A number without a currency may be a price from this value on, as in a price list. */
const LEAST_BARE = 100;
/** A part of a record that is longer than this is more than a title. */
const LONGEST_TITLE = 200;

/** Reads parts that belong together: a short part, such as a title, is the subject of the others. */
export const readTold = (parts: readonly string[], counts: (said: Said) => boolean): Told => {
  const read = parts.map((part) => ({ part, title: part.length <= LONGEST_TITLE ? termsIn(part) : noTerms }));
  const told = read.map(({ part }) => {
    const titles = joinTerms(...read.flatMap((other) => (other.part === part ? [] : [other.title])));
    return readPart(part, {
      titles,
      counts,
      beside: parts.length > 1 ? parts.filter((other) => other !== part && other.length <= LONGEST_TITLE) : [],
    });
  });
  return {
    prices: told.flatMap(({ prices }) => prices),
    percents: told.flatMap(({ percents }) => percents),
    free: told.flatMap(({ free }) => free),
    bundles: parts.flatMap(bundlesIn),
    saysAll: parts.some((part) => ALL.test(part)),
    vocabulary: joinTerms(...parts.map(termsIn)),
  };
};

const MOST_RECORDS = 2000;

/**
 * Reads a prompt or a record, given as a JSON list of its parts. Cached, because the same passages are found for many
 * replies.
 */
export const readRecord = remember(MOST_RECORDS, (parts: string): Told => readTold(JSON.parse(parts), () => true));

type Reading = { readonly titles: Terms; readonly beside: readonly string[]; readonly counts: (said: Said) => boolean };

const readPart = (part: string, { titles, beside, counts }: Reading): Pick<Told, 'prices' | 'percents' | 'free'> => {
  const { text, amounts } = readAmounts(withoutDetails(part));
  const prices = amounts.filter((amount) => isPrice(text, amount));
  const percents = amounts.filter(({ kind }) => kind === 'percent');
  const relatives = relativesIn(text);
  const free = freePromisesIn(text);
  const places = [...prices, ...percents, ...relatives, ...free];
  if (places.length === 0) return { prices: [], percents: [], free: [] };
  const around = surroundingsIn(text);
  const subjects = subjectsIn(text, places);
  const paragraph = byLine(text, termsIn);
  const subjectOf = (place: (typeof places)[number]): Subject =>
    toldSubject(subjects.get(place), joinTerms(paragraph(place.start), titles), titles);
  const promiseOf = (place: (typeof places)[number]): ToldPromise => {
    const { wide, segment } = subjects.get(place) ?? nowhere;
    const { sentence } = around(place);
    return { ...subjectOf(place), near: joinTerms(wide, titles), conditions: conditionsIn(segment), sentence };
  };
  const isSaid = (amount: WrittenAmount, value: number): boolean => {
    const isAside = () => isRefused(around(amount)) || isBudget(around(amount));
    return counts({ value, currency: amount.currency, isPercent: amount.kind === 'percent', isAside });
  };
  const lineCounts = byLine(text, quantitiesIn);
  const besideCounts = beside.flatMap(quantitiesIn);
  return {
    prices: prices.flatMap((amount) =>
      amount.values
        .filter((value) => isSaid(amount, value))
        .map((value) => ({
          value,
          currency: amount.currency,
          ...subjectOf(amount),
          counts: few([...lineCounts(amount.start), ...besideCounts]),
          isThreshold: isThresholdAt(text, amount),
          conditions: conditionsIn(clauseBefore(text, amount.start)),
        })),
    ),
    percents: [
      ...percents.flatMap((amount) => {
        const value = amount.values[0] ?? 0;
        const place = around(amount);
        const isPaid = isPayment(place) && !isDiscount(place);
        return isSaid(amount, value) ? [{ value, isPaid, isAdded: isSurcharge(place), ...promiseOf(amount) }] : [];
      }),
      ...relatives.map((relative) => ({
        value: relative.percent,
        isPaid: false,
        isAdded: false,
        ...promiseOf(relative),
      })),
    ],
    free: free.map(promiseOf),
  };
};

/** A price without words of its own is about its record. */
const toldSubject = (subject: PlacedSubject | undefined, around: Terms, titles: Terms): Subject => {
  const { own, wide, lead } = subject ?? nowhere;
  return { own: own.size === 0 ? titles : own, wide: joinTerms(wide, around, ...lead) };
};

const MOST_CLAUSE = 60;
const clauseBefore = (text: string, start: number): string =>
  text
    .slice(Math.max(0, start - MOST_CLAUSE), start)
    .split(/[,;.!?\n](?!\d)/)
    .at(-1) ?? '';

/** Reads each line once, and returns the result for the line that contains an offset. */
const byLine = <T>(text: string, read: (line: string) => T): ((at: number) => T) => {
  const known = new Map<number, T>();
  return (at) => {
    const from = text.lastIndexOf('\n', at) + 1;
    const end = text.indexOf('\n', at);
    const found = known.get(from) ?? read(text.slice(from, end < 0 ? text.length : end));
    known.set(from, found);
    return found;
  };
};

const isPrice = (text: string, amount: WrittenAmount): boolean => {
  if (amount.kind === 'money' || amount.kind === 'scaled') return true;
  if (amount.kind !== 'bare') return false;
  return isPriced(text, amount) || ((amount.values[0] ?? 0) >= LEAST_BARE && countsNothing(text, amount));
};

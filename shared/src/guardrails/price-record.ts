import { readAmounts, type WrittenAmount } from '../search/language/read-amounts.ts';
import { remember } from '../search/remember.ts';
import { withoutDetails } from './details.ts';
import { isAbout, type Quantities } from './price-arithmetic.ts';
import {
  countsNothing,
  isBudget,
  isDiscount,
  isOwnBudget,
  isPayment,
  isPriced,
  isRefused,
  isSurcharge,
  isThresholdAt,
  surroundingsIn,
} from './price-context.ts';
import { type Bundle, bundlesIn, freePromisesIn, relativesIn } from './price-promises.ts';
import type { ReadReply } from './read-reply.ts';
import { nowhere, type PlacedSubject, subjectsIn } from './segments.ts';
import { joinTerms, noTerms, type Subject, type Terms, termsIn } from './subject-terms.ts';

/** In a currency, or in none that was named. */
export type Price = { readonly value: number; readonly currency: string | undefined };

/** What was told to cost something. */
export type ToldPrice = Price &
  Subject & {
    /** Numbers told in one breath with it. */
    readonly counts: readonly number[];
    /** From which, or up to which, something is so: "from £50 delivery is free". */
    readonly isThreshold: boolean;
    /** From how many on it is so much. */
    readonly conditions: readonly number[];
  };

/** A discount or a gift, of what its sentence and its title tell (`near`), under `conditions` such as "from 50 m²". */
export type ToldPromise = Subject & {
  readonly near: Terms;
  readonly conditions: readonly number[];
  readonly sentence: string;
};

/** `isPaid`: of what is to be paid, and no discount; `isAdded`: of what comes on top. */
export type ToldPercent = ToldPromise & { readonly value: number; readonly isPaid: boolean; readonly isAdded: boolean };

/** What has been said of money before the reply. */
export type PriceRecord = {
  /** By the team: its prompts, its tools, its people and agents. */
  readonly prices: readonly ToldPrice[];
  readonly percents: readonly ToldPercent[];
  /** What it said costs nothing. */
  readonly free: readonly ToldPromise[];
  /** "Six for the price of five". */
  readonly bundles: readonly Bundle[];
  /** «Возвращаем полностью» is 100 %. */
  readonly saysAll: boolean;
  /** Every word of it. */
  readonly vocabulary: Terms;
  /** By the customer, as which it is nobody's price. */
  readonly own: readonly (Price & { readonly isPercent: boolean; readonly isBudget: boolean })[];
  /** What the customer wrote about, the newest first. */
  readonly asked: readonly Terms[];
  readonly quantities: Omit<Quantities, 'named'>;
};

const ALL = /полност|целиком|вс[юя] сумм|(?<!\p{L})(?:full|fully|entire|whole)(?!\p{L})/iu;

export const readPriceRecord = (reply: ReadReply): PriceRecord => {
  const own = reply.customer().flatMap(ownIn);
  const told = [
    ...reply.prompts().map((text) => readRecord(JSON.stringify([text]))),
    ...[...new Set(reply.records().map((parts) => JSON.stringify(parts)))].map(readRecord),
    // What an agent refused, or named as the customer's own, has not become the team's word by that.
    ...reply.team().map((text) => readTold([text], (price) => !isEcho(price, own))),
  ];
  const inReply = quantitiesIn(reply.text);
  const asked = [...inReply, ...reply.customer().toReversed().flatMap(quantitiesIn), ...reply.quantities];
  return {
    own,
    prices: told.flatMap(({ prices }) => prices),
    percents: told.flatMap(({ percents }) => percents),
    free: told.flatMap(({ free }) => free),
    bundles: reply.ours().flatMap(bundlesIn),
    saysAll: reply.ours().some((text) => ALL.test(text)),
    vocabulary: joinTerms(...[...reply.team(), ...reply.records().flat()].map(termsIn)),
    asked: reply.customer().toReversed().map(termsIn),
    quantities: { inReply: few(inReply), asked: few([...asked, ...sharesOfOwn(own, told)]) },
  };
};

/** How often a threshold goes into a customer's own amount: insurance is told "per £1,000" of goods. */
const sharesOfOwn = (own: PriceRecord['own'], told: readonly Told[]): readonly number[] => {
  const thresholds = told.flatMap(({ prices }) => prices.filter(({ isThreshold }) => isThreshold)).slice(0, 20);
  return own
    .slice(0, 10)
    .flatMap(({ value }) => thresholds.map((threshold) => value / threshold.value))
    .filter((often) => Number.isInteger(often) && often > 1 && often <= 1000);
};

const MOST_QUANTITIES = 60;

const few = (values: readonly number[]): readonly number[] => [...new Set(values)].slice(0, MOST_QUANTITIES);

type Told = Pick<PriceRecord, 'prices' | 'percents' | 'free'>;
type Said = Price & { readonly isPercent: boolean; isAside(): boolean };

/** A number from which on one without a currency may be a price, as in a price list. */
const LEAST_BARE = 100;
/** A part of a record that is longer than this says more than what the record is about. */
const LONGEST_TITLE = 200;

/** Parts that belong together: what is short among them, such as a title, is what the others are about. */
const readTold = (parts: readonly string[], counts: (said: Said) => boolean): Told => {
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
  };
};

const MOST_RECORDS = 200;

/** All that a prompt or a record tells, given as a JSON list of its parts: the same passages are found for many replies. */
const readRecord = remember(MOST_RECORDS, (parts: string): Told => readTold(JSON.parse(parts), () => true));

type Reading = { readonly titles: Terms; readonly beside: readonly string[]; readonly counts: (said: Said) => boolean };

const readPart = (part: string, { titles, beside, counts }: Reading): Told => {
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

/** A price that stands alone is about its record. */
const toldSubject = (subject: PlacedSubject | undefined, around: Terms, titles: Terms): Subject => {
  const { own, wide, lead } = subject ?? nowhere;
  return { own: own.size === 0 ? titles : own, wide: joinTerms(wide, around, ...lead) };
};

const CONDITION =
  /(?<!\p{L})(?:от|свыше|from|over|above|at least)\s(\d{1,3}(?:[ ,]\d{3})+|\d{1,9})(?![\d%:.,]| ?[%₽$€£]| ?(?:руб|р\.|roubles|dollars|euros|[яфмаисонд][а-я]{2,7}(?:я|а)(?!\p{L})))|(\d{1,6})(?:\s\p{L}{1,10})? (?:or more|и (?:более|больше))/giu;

const MOST_CLAUSE = 60;
const clauseBefore = (text: string, start: number): string =>
  text
    .slice(Math.max(0, start - MOST_CLAUSE), start)
    .split(/[,;.!?\n](?!\d)/)
    .at(-1) ?? '';

/** From how many, or how much, on something is so. */
export const conditionsIn = (text: string): readonly number[] =>
  [...text.matchAll(CONDITION)].map(([, from = '', more = '']) => Number((from || more).replace(/[ ,]/g, '')));

/** What is read of the line in which something stands. */
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

const isEcho = ({ value, currency, isPercent, isAside }: Said, own: PriceRecord['own']): boolean =>
  own.some(
    (one) => one.isPercent === isPercent && isSameCurrency(one, currency) && isAbout({ value, slack: 0 }, one.value),
  ) && isAside();

export const isSameCurrency = ({ currency }: Pick<Price, 'currency'>, other: string | undefined): boolean =>
  currency === undefined || other === undefined || currency === other;

const ownIn = (written: string): PriceRecord['own'] => {
  const { text, amounts } = readAmounts(written);
  const surroundings = surroundingsIn(text);
  return amounts
    .filter(({ kind }) => kind !== 'measure')
    .flatMap((amount) =>
      amount.values.map((value) => ({
        value,
        currency: amount.currency,
        isPercent: amount.kind === 'percent',
        isBudget: amount.kind !== 'percent' && isOwnBudget(surroundings(amount)),
      })),
    );
};

/** Words that say how many without a number. */
const implied: readonly (readonly [RegExp, number])[] = [
  [/(?<!\p{L})(?:недел\p{L}+|weeks?)(?!\p{L})/iu, 7],
  [/(?<!\p{L})(?:полгода|полугоди\p{L}+|half a year|half-year\p{L}*)(?!\p{L})/iu, 6],
  [/(?<!\p{L})(?:квартал\p{L}{0,2}|quarterly)(?!\p{L})/iu, 3],
  [/(?<!\p{L})(?:сутки|суток|24\/7)(?!\p{L})/iu, 24],
  [
    /(?<!\p{L})(?:выходные|выходных|weekend|пар[аыу]|оба|обе|двое|двоих|двоим|вдвоем|both|couple|дважды|twice)(?!\p{L})/iu,
    2,
  ],
  [/(?<!\p{L})(?:трое|троих|втроем|трижды)(?!\p{L})/iu, 3],
  [/(?<!\p{L})(?:дюжин\p{L}+|dozens?)(?!\p{L})/iu, 12],
  [/(?<!\p{L})(?:год|года|year|yearly|annual\p{L}*)(?!\p{L})/iu, 12],
  [/(?<!\p{L})(?:десят(?:ок|ка|ков))(?!\p{L})/iu, 10],
];

/** Nobody orders more of anything. */
const MOST_OF_ONE = 100_000;

const quantitiesIn = (written: string): readonly number[] => {
  const { text, amounts } = readAmounts(written);
  const counted = amounts
    .filter(
      (amount) =>
        amount.kind === 'measure' || amount.kind === 'scaled' || (amount.kind === 'bare' && !isPriced(text, amount)),
    )
    .map((amount) => (amount.kind === 'measure' ? amount.number : (amount.values[0] ?? 0)));
  const bundled = bundlesIn(written).flatMap(({ bundle }) => bundle.split(/[/+]/).map(Number));
  // «Рассрочка 0-0-6»: nothing at once, nothing on top, six payments.
  const payments = [...written.matchAll(/(?<![\d-])0-0-(\d{1,2})(?![\d-])/g)].map(([, months]) => Number(months));
  const meant = implied.filter(([words]) => words.test(text)).map(([, value]) => value);
  return [...counted, ...bundled, ...payments, ...meant].filter((value) => value > 1 && value <= MOST_OF_ONE);
};

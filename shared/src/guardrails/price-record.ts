import { readAmounts, type WrittenAmount } from '../search/language/read-amounts.ts';
import type { JudgedReply } from './guard.ts';
import { isAbout, type Quantities } from './price-arithmetic.ts';
import { halvesIn } from './price-claims.ts';
import {
  countsNothing,
  isBudget,
  isDiscount,
  isOwnBudget,
  isPayment,
  isPriced,
  isRefused,
  saysFree,
  surroundingsIn,
} from './price-context.ts';

/** In a currency, or in none that was named. */
export type Price = { readonly value: number; readonly currency: string | undefined };

/** What has been said of money before the reply. */
export type PriceRecord = {
  /** By the team: its prompts, its tools, its people and agents. */
  readonly prices: readonly Price[];
  /** `isPaid`: of what is to be paid, and no discount. */
  readonly percents: readonly { readonly value: number; readonly isPaid: boolean }[];
  readonly saysFree: boolean;
  /** «Возвращаем полностью» is 100 %. */
  readonly saysAll: boolean;
  /** By the customer, as which it is nobody's price. */
  readonly own: readonly (Price & { readonly isPercent: boolean; readonly isBudget: boolean })[];
  readonly quantities: Quantities;
};

const ALL = /полност|целиком|вс[юя] сумм|(?<!\p{L})(?:full|fully|entire|whole)(?!\p{L})/iu;

export const readPriceRecord = (reply: JudgedReply): PriceRecord => {
  const customer = newestOf(reply.customer);
  const team = newestOf(reply.team);
  const own = customer.flatMap(ownIn);
  const told = [
    ...[...reply.prompts, ...reply.results].map((text) => readTold(text, () => true)),
    // What an agent refused, or named as the customer's own, has not become the team's word by that.
    ...team.map((text) => readTold(text, (price) => !isEcho(price, own))),
  ];
  const ours = [...reply.prompts, ...reply.results, ...team];
  const inReply = quantitiesIn(reply.text);
  const asked = [...inReply, ...customer.toReversed().flatMap(quantitiesIn)];
  return {
    own,
    prices: told.flatMap(({ prices }) => prices),
    percents: told.flatMap(({ percents }) => percents),
    saysFree: ours.some(saysFree),
    saysAll: ours.some((text) => ALL.test(text)),
    quantities: {
      inReply: few(inReply),
      asked: few(asked),
      named: few([...asked, ...reply.quantities, ...ours.flatMap(quantitiesIn)]),
    },
  };
};

/** In UTF-16 units: far more than people say of prices, and no more than is read in a moment. */
const MOST_SAID = 20_000;

/** The last ones, as many as are read; of one that is longer than that its beginning. */
const newestOf = (said: readonly string[]): readonly string[] => {
  let room = MOST_SAID;
  const newest: string[] = [];
  for (const text of said.toReversed()) {
    if (room <= 0) break;
    newest.unshift(text.slice(0, room));
    room -= text.length;
  }
  return newest;
};

const MOST_QUANTITIES = 60;

const few = (values: readonly number[]): readonly number[] => [...new Set(values)].slice(0, MOST_QUANTITIES);

type Told = Pick<PriceRecord, 'prices' | 'percents'>;
type Said = Price & { readonly isPercent: boolean; readonly isAsides: () => boolean };

/** A number from which on one without a currency may be a price, as in a price list. */
const LEAST_BARE = 100;

const readTold = (written: string, counts: (said: Said) => boolean): Told => {
  const { text, amounts } = readAmounts(written);
  const surroundings = surroundingsIn(text);
  const isAsides = (amount: WrittenAmount) => () => {
    const around = surroundings(amount);
    return isRefused(around) || isBudget(around);
  };
  const prices = amounts
    .filter((amount) => isPrice(text, amount))
    .flatMap((amount) =>
      amount.values.map((value) => ({
        value,
        currency: amount.currency,
        isPercent: false,
        isAsides: isAsides(amount),
      })),
    );
  const percents = amounts
    .filter(({ kind }) => kind === 'percent')
    .map((amount) => {
      const around = surroundings(amount);
      const isPaid = isPayment(around) && !isDiscount(around);
      const value = amount.values[0] ?? 0;
      return { value, isPaid, currency: undefined, isPercent: true, isAsides: isAsides(amount) };
    });
  const halves = halvesIn(text).map(() => ({ value: 50, isPaid: false }));
  return { prices: prices.filter(counts), percents: [...percents.filter(counts), ...halves] };
};

const isPrice = (text: string, amount: WrittenAmount): boolean => {
  if (amount.kind === 'money' || amount.kind === 'scaled') return true;
  if (amount.kind !== 'bare') return false;
  return isPriced(text, amount) || ((amount.values[0] ?? 0) >= LEAST_BARE && countsNothing(text, amount));
};

const isEcho = ({ value, currency, isPercent, isAsides }: Said, own: PriceRecord['own']): boolean =>
  own.some(
    (one) => one.isPercent === isPercent && isSameCurrency(one, currency) && isAbout({ value, slack: 0 }, one.value),
  ) && isAsides();

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
  [/(?<!\p{L})(?:сутки|суток|24\/7)(?!\p{L})/iu, 24],
  [/(?<!\p{L})(?:выходные|выходных|weekend|пар[аыу]|оба|обе|двое|вдвоем|both|couple|дважды|twice)(?!\p{L})/iu, 2],
  [/(?<!\p{L})(?:трое|втроем|трижды)(?!\p{L})/iu, 3],
  [/(?<!\p{L})(?:дюжин\p{L}+|dozens?)(?!\p{L})/iu, 12],
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
  const meant = implied.filter(([words]) => words.test(text)).map(([, value]) => value);
  return [...counted, ...meant].filter((value) => value > 1 && value <= MOST_OF_ONE);
};

import { readAmounts } from '../../search/language/values/read-amounts.ts';
import type { ReadReply } from '../read-reply.ts';
import { indexSubjects, type SubjectIndex } from '../subject-index.ts';
import { joinTerms, type Terms, termsIn } from '../subject-terms.ts';
import { isOwnBudget } from './amount-context.ts';
import type { Bundle } from './bundles.ts';
import { isAbout, type Quantities } from './price-arithmetic.ts';
import { few, quantitiesIn } from './quantities.ts';
import { readRecord, readTold, type Said, type Told } from './read-told-prices.ts';
import { surroundingsIn } from './surroundings.ts';
import { isSameCurrency, type Price, type ToldPercent, type ToldPrice, type ToldPromise } from './told-price.ts';

/** What has been said of money before the reply. */
export type PriceRecord = {
  /** By the team: its prompts, its tools, its people and agents. */
  readonly prices: SubjectIndex<ToldPrice>;
  /** Those that are no mere thresholds. */
  readonly things: SubjectIndex<ToldPrice>;
  readonly percents: SubjectIndex<ToldPercent>;
  /** Those that do not ask for a payment: who wants 30 % in advance has not granted a discount of 30 %. */
  readonly discounts: SubjectIndex<ToldPercent>;
  /** What it said costs nothing. */
  readonly free: readonly ToldPromise[];
  /** The same, with what it said has a price. */
  readonly freeOrPriced: SubjectIndex<ToldPromise | ToldPrice>;
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

export const readPriceRecord = (reply: ReadReply): PriceRecord => {
  const own = reply.customer().flatMap(ownIn);
  const prompts = reply.prompts().map((text) => readRecord(JSON.stringify([text])));
  const records = [...new Set(reply.records().map((parts) => JSON.stringify(parts)))].map(readRecord);
  // What an agent refused, or named as the customer's own, has not become the team's word by that.
  const team = reply.team().map((text) => readTold([text], (price) => !isEcho(price, own)));
  const told = [...prompts, ...records, ...team];
  const [prices, percents, free] = [
    told.flatMap((one) => one.prices),
    told.flatMap((one) => one.percents),
    told.flatMap((one) => one.free),
  ];
  const inReply = quantitiesIn(reply.text);
  const asked = [...inReply, ...reply.customer().toReversed().flatMap(quantitiesIn), ...reply.quantities];
  return {
    own,
    prices: indexSubjects(prices),
    things: indexSubjects(prices.filter(({ isThreshold }) => !isThreshold)),
    percents: indexSubjects(percents),
    discounts: indexSubjects(percents.filter(({ isPaid }) => !isPaid)),
    free,
    freeOrPriced: indexSubjects([...free, ...prices]),
    bundles: told.flatMap(({ bundles }) => bundles),
    saysAll: told.some(({ saysAll }) => saysAll),
    vocabulary: joinTerms(...[...team, ...records].map(({ vocabulary }) => vocabulary)),
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

const isEcho = ({ value, currency, isPercent, isAside }: Said, own: PriceRecord['own']): boolean =>
  own.some(
    (one) => one.isPercent === isPercent && isSameCurrency(one, currency) && isAbout({ value, slack: 0 }, one.value),
  ) && isAside();

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

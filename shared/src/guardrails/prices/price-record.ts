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

/** Everything that was said about money before the reply. */
export type PriceRecord = {
  /** Prices from the team: its prompts, tools, people and agents. */
  readonly prices: SubjectIndex<ToldPrice>;
  /** Those that are not only thresholds. */
  readonly things: SubjectIndex<ToldPrice>;
  readonly percents: SubjectIndex<ToldPercent>;
  /** Percentages that are not payments: a team that wants 30 % in advance has not granted a discount of 30 %. */
  readonly discounts: SubjectIndex<ToldPercent>;
  /** What the team said costs nothing. */
  readonly free: readonly ToldPromise[];
  /** The same together with everything that the team gave a price for. */
  readonly freeOrPriced: SubjectIndex<ToldPromise | ToldPrice>;
  /** Offers such as "six for the price of five". */
  readonly bundles: readonly Bundle[];
  /** Whether it says "all", as in «возвращаем полностью», which is 100 %. */
  readonly saysAll: boolean;
  /** All words of the team. */
  readonly vocabulary: Terms;
  /** Amounts that the customer named, which are nobody's prices. */
  readonly own: readonly (Price & { readonly isPercent: boolean; readonly isBudget: boolean })[];
  /** The subjects that the customer wrote about, the newest first. */
  readonly asked: readonly Terms[];
  readonly quantities: Omit<Quantities, 'named'>;
};

/** Reads the record of a reply's conversation. */
export const readPriceRecord = (reply: ReadReply): PriceRecord => {
  const own = reply.customer().flatMap(ownIn);
  const prompts = reply.prompts().map((text) => readRecord(JSON.stringify([text])));
  const records = [...new Set(reply.records().map((parts) => JSON.stringify(parts)))].map(readRecord);
  // An amount that an agent refused, or repeated as the customer's own, does not become the team's statement.
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

/**
 * Returns how many times a threshold goes into the customer's own amount: insurance is priced "per £1,000" of goods.
 */
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

import { readAmounts } from '../../search/language/read-amounts.ts';
import type { ReadReply } from '../read-reply.ts';
import { joinTerms, type Terms, termsIn } from '../subject-terms.ts';
import { isOwnBudget } from './amount-context.ts';
import { type Bundle, bundlesIn } from './bundles.ts';
import { isAbout, type Quantities } from './price-arithmetic.ts';
import { few, quantitiesIn } from './quantities.ts';
import { readRecord, readTold, type Said, type Told } from './read-told-prices.ts';
import { surroundingsIn } from './surroundings.ts';
import { isSameCurrency, type Price, type ToldPercent, type ToldPrice, type ToldPromise } from './told-price.ts';

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

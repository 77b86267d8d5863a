import type { WrittenAmount } from '../../search/language/values/read-amounts.ts';
import type { PlacedSubject } from '../segments.ts';
import { indexSubjects, type SubjectIndex } from '../subject-index.ts';
import { hasAny, joinTerms } from '../subject-terms.ts';
import {
  isBudget,
  isMultiplicand,
  isOwnWorth,
  isPerUnit,
  isThresholdAt,
  isTotal,
  namesPart,
  namesSurcharge,
  tellsDifference,
  tellsSharing,
} from './amount-context.ts';
import { isFounded } from './equations.ts';
import { isKnownFree } from './known-promises.ts';
import { isAbout, isDifference, isPart, isReckoned, isShared, type Ledger, type Wanted } from './price-arithmetic.ts';
import { type PriceCase, subjectOf } from './price-case.ts';
import type { Claim } from './price-claims.ts';
import { isIn, keyOf, openLedgers, type Scoped, unique, valuesIn } from './price-ledgers.ts';
import type { PriceRecord } from './price-record.ts';
import { findMeant, type Scope } from './price-scope.ts';
import { isSameCircumstance } from './promise-conditions.ts';
import { isRefused } from './refusals.ts';
import { isSameCurrency, type ToldPrice } from './told-price.ts';

/**
 * A discount that the team grants may be part of a price already; a payment in parts only counts where it is mentioned.
 */
const sharesIn = ({ text, spoken, record: { percents } }: PriceCase): readonly number[] => {
  const isMet = (sentence: string): boolean =>
    isSameCircumstance({ sentence: text }, { sentence }, { things: () => true, spoken });
  const isSpoken = namesPart(text) || namesSurcharge(text);
  const shares = percents.all.slice(0, MOST_PERCENTS).flatMap(({ value, isPaid, isAdded, sentence }) => {
    const part = value / 100;
    if (isSpoken) return [part, 1 - part, ...(isAdded ? [1 + part, part / (1 + part), 1 / (1 + part)] : [])];
    return isPaid || !isMet(sentence) ? [] : [1 - part];
  });
  if (HALF_OF_TIME.test(text)) return unique([...shares, 0.5]);
  return unique(shares.filter((share) => share > 0.001));
};

/** Half a month, or half of another billing period, costs half of the price. */
const HALF_OF_TIME =
  /(?<!\p{L})(?:half (?:a|the|of the|of a) (?:month|year|week|day|hour)|пол(?:овин\p{L} )?(?:месяца|дня|недели|часа))(?!\p{L})/iu;

/** More percentages than a price list has. */
const MOST_PERCENTS = 8;

/** More distinct amounts than a reply calculates. */
const MOST_RECKONED = 60;

/** Leaves out prices for quantities that nobody mentions. */
const reachedIn = ({ prices, quantities: { inReply, asked } }: PriceRecord): SubjectIndex<ToldPrice> => {
  const most = Math.max(...(inReply.length > 0 ? inReply : asked));
  if (!Number.isFinite(most)) return prices;
  return indexSubjects(
    prices.all.filter(({ conditions }) => conditions.length === 0 || Math.min(...conditions) <= most),
  );
};

type Reckoning = { readonly priceCase: PriceCase; readonly reached: SubjectIndex<ToldPrice> };

/**
 * Finds an amount that nothing explains. An explained amount may explain others, so the claims are processed repeatedly
 * until nothing changes.
 */
export const findUnknownMoney = (claims: readonly Claim[], priceCase: PriceCase): Claim | undefined => {
  const shares = sharesIn(priceCase);
  const scopes = new Map<PlacedSubject, Scope<ToldPrice>>();
  const reached = reachedIn(priceCase.record);
  const [newest] = priceCase.record.asked;
  const asked = newest ? reached.meantBy(newest) : [];
  const scopedOf = (claim: Claim): Scoped => {
    const subject = subjectOf(claim, priceCase);
    const scope = scopes.get(subject) ?? findMeant(subject, reached, priceCase.record);
    scopes.set(subject, scope);
    return { claim, scope };
  };
  const equations = new Map(priceCase.equations.map((equation) => [equation.result.start, equation]));
  const wrong = claims.find(({ start }) => equations.get(start)?.holds === false);
  if (wrong) return wrong;
  const scoped = claims.map(scopedOf);
  const operands = priceCase.operands.map(scopedOf);
  const placed = new Map([...operands, ...scoped].map((one) => [one.claim.start, one]));
  const explained = new Map<string, Scoped>();
  const open = new Map<string, Scoped>();
  for (const one of scoped) (isKnown(one) ? explained : open).set(keyOf(one), one);
  for (const one of operands) if (isKnown(one)) explained.set(keyOf(one), one);
  const isFoundedAmount = ({ start, values: [value = 0] }: WrittenAmount): boolean => {
    const one = placed.get(start);
    if (one !== undefined && explained.has(keyOf(one))) return true;
    return [...explained.values()].some(({ claim: { wanted } }) => wanted.some((each) => each.value === value));
  };
  const isPercent = (value: number): boolean =>
    priceCase.record.percents.all.some((percent) => percent.value === value);
  const isWrittenOut = ({ claim: { start } }: Scoped): boolean => {
    const equation = equations.get(start);
    return equation !== undefined && isFounded(equation, { isAmount: isFoundedAmount, isPercent });
  };
  for (let before = MOST_RECKONED + 1; open.size > 0 && open.size < before; ) {
    before = open.size;
    const ledgerOf = openLedgers([...explained.values()], { priceCase, shares, asked });
    for (const [key, one] of open) {
      const ledger = ledgerOf(one);
      if (isWrittenOut(one)) explained.set(key, one);
      if (isTooLittle(one, claims, priceCase)) continue;
      if (isReckonable(one, ledger) || isExplained(one, ledger, { priceCase, reached })) explained.set(key, one);
    }
    for (const key of explained.keys()) open.delete(key);
  }
  return scoped.find((one) => open.has(keyOf(one)))?.claim;
};

const isKnown = ({ claim: { wanted, currency }, scope }: Scoped): boolean =>
  !scope.isShare &&
  wanted.some((one) => scope.meant.some((price) => isSameCurrency(price, currency) && isAbout(one, price.value)));

const isReckonable = ({ claim: { wanted }, scope }: Scoped, ledger: Ledger): boolean =>
  wanted.some((one) => (scope.isShare ? isPart(one, ledger) : isReckoned(one, ledger)));

/**
 * A total must not be less than the amounts that its own sentence names before it, unless the sentence mentions
 * deductions or a choice.
 */
const isTooLittle = ({ claim }: Scoped, claims: readonly Claim[], priceCase: PriceCase): boolean => {
  const around = claim.around();
  if (!isTotal(around.before) || tellsDifference(around) || namesPart(around.sentence) || CHOICE.test(around.sentence))
    return false;
  const from = claim.start - around.before.length;
  const items = claims.filter(
    (one) =>
      one.start >= from && one.end <= claim.start && !isMultiplicand(priceCase.text, one) && !isPerUnit(one.around()),
  );
  const least = items.reduce((sum, { wanted }) => sum + Math.min(...wanted.map(({ value }) => value)), 0);
  return items.length > 1 && claim.wanted.every(({ value, slack }) => value + slack < least * 0.99);
};

const CHOICE = /(?<!\p{L})(?:или|либо|вместо|обычно|раньше|or|instead|usually|was|either|down from)(?!\p{L})/iu;

/** Whether the amount is explained by the ledger and the words around it. */
const isExplained = ({ claim }: Scoped, ledger: Ledger, { priceCase, reached }: Reckoning): boolean => {
  const { wanted, currency } = claim;
  const place = claim.around();
  const amounts = priceCase.record.own.filter(({ isPercent }) => !isPercent);
  const budgets = valuesIn(
    amounts.filter((one) => one.isBudget),
    currency,
  );
  return wanted.some((one) => {
    if (one.value === 0) return isKnownFree(claim, priceCase);
    if (isRefused(place) && isIn(one, valuesIn(amounts, currency))) return true;
    if (isBudget(place) && isIn(one, budgets)) return true;
    if (isOwnWorth(priceCase.text, claim) && isIn(one, valuesIn(amounts, currency))) return true;
    if (isTermOf(one, claim, { priceCase, reached })) return true;
    if ((isPerUnit(place) || tellsSharing(place)) && isShared(one, ledger, isBudget(place) ? budgets : [])) return true;
    return tellsDifference(place) && isDifference(one, ledger, budgets);
  });
};

/**
 * Whether it is a told threshold that is called one, or a told price that is multiplied, of something that the
 * sentences name.
 */
const isTermOf = (wanted: Wanted, claim: Claim, { priceCase, reached }: Reckoning): boolean => {
  const isThreshold = isThresholdAt(priceCase.text, claim);
  if (!isThreshold && !isMultiplicand(priceCase.text, claim)) return false;
  const { own, wide, before } = subjectOf(claim, priceCase);
  const around = joinTerms(own, wide, ...before, ...priceCase.record.asked.slice(0, 1));
  return reached.all.some(
    (price) =>
      isSameCurrency(price, claim.currency) &&
      isAbout(wanted, price.value) &&
      (isThreshold ? price.isThreshold && hasAny(joinTerms(price.own, price.wide), around) : hasAny(price.own, around)),
  );
};

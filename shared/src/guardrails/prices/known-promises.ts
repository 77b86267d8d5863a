import { hasAny, termsIn } from '../subject-terms.ts';
import { isDiscount, isRest } from './amount-context.ts';
import { isAbout } from './price-arithmetic.ts';
import { type PriceCase, subjectOf } from './price-case.ts';
import type { Claim } from './price-claims.ts';
import { findMeant } from './price-scope.ts';
import { isSameCircumstance, objectsIn, sharesThreshold } from './promise-conditions.ts';
import { conditionsIn } from './quantities.ts';
import { isRefused } from './refusals.ts';
import type { Relative } from './relative-discounts.ts';
import type { Place } from './surroundings.ts';
import type { ToldPromise } from './told-price.ts';

/** Whether the team said the same thing is free, and gave no price for it. */
export const isKnownFree = (promise: Place, priceCase: PriceCase): boolean => {
  const { free, freeOrPriced } = priceCase.record;
  if (free.length === 0) return false;
  const { meant, terms } = findMeant(subjectOf(promise, priceCase), freeOrPriced, priceCase.record);
  const known = [...terms].filter((term) => freeOrPriced.isOwn(term) && !term.includes(' '));
  return free.some(
    (one) =>
      (meant.includes(one) ||
        (hasAny(one.own, terms) && sharesThreshold(subjectOf(promise, priceCase).segment, one.sentence))) &&
      isGranted(promise, one, priceCase) &&
      known.every((term) => one.own.has(term) || one.wide.has(term)),
  );
};

/** Whether the team gave a separate price for the subject of the promise. */
export const hasPrice = (promise: Place, priceCase: PriceCase): boolean => {
  const { own } = subjectOf(promise, priceCase);
  return priceCase.record.prices.withOwn(own).some((price) => {
    const words = [...price.own].filter((term) => !term.includes(' '));
    return words.filter((term) => own.has(term)).length * 2 > words.length;
  });
};

/** A discount "from 30 m²" is not the one that the team offers "from 50 m²". */
const isSameCondition = (place: Place, told: ToldPromise, priceCase: PriceCase): boolean => {
  const conditions = conditionsIn(subjectOf(place, priceCase).segment);
  if (conditions.length === 0 || told.conditions.length === 0) return true;
  return conditions.some((one) => told.conditions.includes(one));
};

/** In "15 % is better than the 8 % for charities", the words after another percentage belong to that one. */
const segmentOf = (place: Place, priceCase: PriceCase): string => {
  const { segment } = subjectOf(place, priceCase);
  const words = priceCase.text.slice(place.start, place.end);
  const parts = segment.split(PERCENTAGE);
  const at = parts.findIndex((part) => part.includes(words));
  return words.endsWith('%') && at >= 0 ? parts.slice(at, at + 2).join('') : segment;
};
const PERCENTAGE = /(?<=%)/u;

const isSameCase = (place: Place, told: ToldPromise, priceCase: PriceCase): boolean =>
  isSameCondition(place, told, priceCase) &&
  isOfSameThing(place, told, priceCase) &&
  isOnSameObject(place, told, priceCase) &&
  isSameCircumstance({ sentence: priceCase.sentenceOf(place), segment: segmentOf(place, priceCase) }, told, {
    things: priceCase.record.things.isOwn,
    spoken: priceCase.spoken,
  });

/** The two must not be about different objects that the team has named. */
const isOnSameObject = (place: Place, told: ToldPromise, priceCase: PriceCase): boolean => {
  const [toldOn, saidOn] = [objectsIn(told.sentence), objectsIn(priceCase.sentenceOf(place))];
  const { prices, vocabulary } = priceCase.record;
  if (toldOn.size === 0 || saidOn.size === 0 || hasAny(toldOn, saidOn)) return true;
  if (![...saidOn].some((term) => vocabulary.has(term)) || ![...toldOn].some((term) => vocabulary.has(term)))
    return true;
  return prices.meantBy(saidOn).some((price) => hasAny(price.own, toldOn) || hasAny(price.wide, toldOn));
};

/** A discount on one thing does not apply to another: the priced things that the promise names must be its subject. */
const isOfSameThing = (place: Place, told: ToldPromise, priceCase: PriceCase): boolean => {
  const { own, wide } = subjectOf(place, priceCase);
  const things = [...termsIn(told.sentence)].filter(
    (term) => !term.includes(' ') && priceCase.record.things.isOwn(term),
  );
  if (things.length === 0) return true;
  const said = [...(own.size > 0 ? own : wide)].filter(
    (term) => !term.includes(' ') && priceCase.record.things.isOwn(term),
  );
  if (said.length === 0 || said.every((term) => things.includes(term))) return true;
  return priceCase.record.things
    .meantBy(new Set(said))
    .some((price) => things.every((term) => price.own.has(term) || price.wide.has(term)));
};

/**
 * Whether the team granted this: something named was told together with the promise, unless the promise was general, as
 * for a first visit, and the condition is the same.
 */
const isGranted = (place: Place, told: ToldPromise, priceCase: PriceCase): boolean => {
  const { own, wide } = subjectOf(place, priceCase);
  if (!isSameCase(place, told, priceCase)) return false;
  const { prices } = priceCase.record;
  const named = prices.withOwn(own.size > 0 ? own : wide);
  const isGeneral = ![...told.near].some(prices.isOwn);
  return named.length === 0 || isGeneral || named.some((price) => hasAny(price.own, told.near));
};

/** Whether a relative discount was granted by the team, or follows from told prices. */
export const isKnownRelative = (relative: Relative, priceCase: PriceCase): boolean => {
  const { percents, prices } = priceCase.record;
  const subject = subjectOf(relative, priceCase);
  const { meant } = findMeant(subject, percents, priceCase.record);
  if (meant.some((one) => Math.abs(one.value - relative.percent) < 0.7 && isGranted(relative, one, priceCase)))
    return true;
  // «Зал вдвое дешевле шатра» is correct if the told prices say so.
  const compared = findMeant({ ...subject, own: subject.wide }, prices, priceCase.record);
  if (!compared.isNamed) return false;
  const ratio = 1 - relative.percent / 100;
  return compared.meant.some((one) =>
    compared.meant.some(
      (other) => one.currency === other.currency && isAbout({ value: one.value, slack: 0 }, other.value * ratio),
    ),
  );
};

/** Whether a percentage was told by the team of the same subject, or is the customer's own. */
export const isKnownPercent = (claim: Claim, priceCase: PriceCase): boolean => {
  const place = claim.around();
  const value = claim.wanted[0]?.value ?? 0;
  const { percents, discounts, own, saysAll } = priceCase.record;
  if (value === 0 || (value === 100 && saysAll)) return true;
  const usable = isDiscount(place) ? discounts : percents;
  const { meant } = findMeant(subjectOf(claim, priceCase), usable, priceCase.record);
  if (meant.some((known) => known.value === value && isSameCase(claim, known, priceCase))) return true;
  if (isRest(place) && !isDiscount(place) && percents.all.some((known) => known.value === 100 - value)) return true;
  return isRefused(place) && own.some((one) => one.isPercent && one.value === value);
};

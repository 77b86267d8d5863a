import { beyondMostNumbers } from './details.ts';
import type { Guard } from './guard.ts';
import { asksPrice } from './prices/bare-prices.ts';
import { bundlesIn, isToldBundle } from './prices/bundles.ts';
import { findFreePromises, findIncluded } from './prices/free-promises.ts';
import { hasPrice, isKnownFree, isKnownPercent, isKnownRelative } from './prices/known-promises.ts';
import type { PriceCase } from './prices/price-case.ts';
import { claimsIn } from './prices/price-claims.ts';
import { isIn } from './prices/price-ledgers.ts';
import { readPriceRecord } from './prices/price-record.ts';
import { spokenIn } from './prices/promise-conditions.ts';
import { isInside, quotedPlaces } from './prices/quoted-places.ts';
import { MOST_PROMISES, relativesIn } from './prices/relative-discounts.ts';
import { type Place, surroundingsIn } from './prices/surroundings.ts';
import { findUnknownMoney } from './prices/unknown-money.ts';
import { subjectsIn } from './segments.ts';
import { joinTerms } from './subject-terms.ts';

/**
 * Objects to an amount of money, a percentage, a bundle or "free of charge" that the team has not told about the same
 * thing in its prompts, in what its tools returned, or in earlier messages to the customer. What follows from that by
 * correct arithmetic is also accepted, and so are whole quotes of the search; a customer's own amount only if it is called their budget, or
 * refused.
 */
export const unknownPrice: Guard = {
  name: 'unknown-price',
  reason: {
    ru: 'в нём была цена или скидка, которой нет ни в каталоге, ни в базе знаний',
    en: 'it named a price or a discount that is in neither the catalogue nor the knowledge base',
  },
  objectionTo: (reply) => {
    const many = beyondMostNumbers(reply.text);
    if (many !== undefined) return many;
    const { text, equations, ...found } = claimsIn(reply.text, reply.customer().slice(-2).some(asksPrice));
    const quoted = quotedPlaces(text, reply.quoted());
    const own = <T extends Place>(all: readonly T[]): readonly T[] => all.filter((one) => !isInside(one, quoted));
    const [claims, operands] = [own(found.claims), own(found.operands)];
    const promises = {
      free: own(findFreePromises(text)),
      included: own(findIncluded(text)),
      relatives: own(relativesIn(text)),
      bundles: own(bundlesIn(text)),
    };
    const places = [...claims, ...promises.free, ...promises.included, ...promises.relatives, ...promises.bundles];
    if (places.length === 0) return undefined;
    const beyond = places[MOST_PLACES];
    if (beyond) return beyond.words.slice(0, 80);
    const record = readPriceRecord(reply);
    const values = record.prices.all.map(({ value }) => value);
    const told = operands.filter(({ wanted }) => wanted.some((one) => isIn(one, values)));
    const subjects = subjectsIn(text, [...places, ...told.slice(0, MOST_PLACES)]);
    const around = surroundingsIn(text);
    const priceCase: PriceCase = {
      record,
      subjects,
      text,
      operands: told.slice(0, MOST_PLACES),
      equations,
      sentenceOf: (place) => around(place).sentence,
      spoken: joinTerms(...[text, ...reply.customer()].map(spokenIn)),
    };
    const objected =
      promises.bundles.find((bundle) => !isToldBundle(bundle, priceCase.record.bundles)) ??
      promises.free.find((promise) => !isKnownFree(promise, priceCase)) ??
      promises.included.find((promise) => hasPrice(promise, priceCase) && !isKnownFree(promise, priceCase)) ??
      promises.relatives.find((relative) => !isKnownRelative(relative, priceCase)) ??
      claims.find((claim) => claim.kind === 'percent' && !isKnownPercent(claim, priceCase)) ??
      findUnknownMoney(
        claims.filter(({ kind }) => kind === 'money'),
        priceCase,
      );
    return objected?.words.slice(0, 80);
  },
};

/** More places than any legitimate reply has. A reply that cannot be checked quickly is not sent. */
const MOST_PLACES = MOST_PROMISES;

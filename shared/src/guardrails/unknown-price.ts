import { beyondMostNumbers } from './details.ts';
import type { Guard } from './guard.ts';
import {
  isAbout,
  isDifference,
  isPart,
  isReckoned,
  isShared,
  type Ledger,
  sumsOf,
  type Wanted,
} from './price-arithmetic.ts';
import { type Claim, claimsIn } from './price-claims.ts';
import {
  asksPrice,
  isBudget,
  isDiscount,
  isMultiplicand,
  isOwnWorth,
  isPerUnit,
  isRefused,
  isRest,
  isThresholdAt,
  isTotal,
  namesPart,
  namesSurcharge,
  surroundingsIn,
  tellsDifference,
} from './price-context.ts';
import {
  bundlesIn,
  findFreePromises,
  findIncluded,
  isToldBundle,
  MOST_PROMISES,
  relativesIn,
} from './price-promises.ts';
import {
  conditionsIn,
  isSameCurrency,
  type Price,
  type PriceRecord,
  readPriceRecord,
  type ToldPrice,
  type ToldPromise,
} from './price-record.ts';
import { findMeant, type Scope } from './price-scope.ts';
import { isSameCircumstance, objectsIn, sharesThreshold, spokenIn } from './promise-conditions.ts';
import { nowhere, type PlacedSubject, subjectsIn } from './segments.ts';
import { hasAny, joinTerms, meantBy, type Terms, termsIn } from './subject-terms.ts';

/**
 * An amount of money, a percentage of one, a bundle, or "free of charge" that nothing supports which the team has said of the same
 * thing: its prompts, what its tools returned, and what it wrote to the customer before. What follows from that by honest arithmetic is
 * supported as well; a customer's own amount only where it is called their budget, or refused.
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
    const { text, claims, operands } = claimsIn(reply.text, reply.customer().slice(-2).some(asksPrice));
    const promises = {
      free: findFreePromises(text),
      included: findIncluded(text),
      relatives: relativesIn(text),
      bundles: bundlesIn(text),
    };
    const places = [...claims, ...promises.free, ...promises.included, ...promises.relatives, ...promises.bundles];
    if (places.length === 0) return undefined;
    const beyond = places[MOST_PLACES];
    if (beyond) return beyond.words.slice(0, 80);
    const record = readPriceRecord(reply);
    const told = operands.filter(({ wanted }) =>
      wanted.some((one) =>
        isIn(
          one,
          record.prices.map(({ value }) => value),
        ),
      ),
    );
    const subjects = subjectsIn(text, [...places, ...told.slice(0, MOST_PLACES)]);
    const around = surroundingsIn(text);
    const things = joinTerms(...record.prices.filter(({ isThreshold }) => !isThreshold).map(({ own }) => own));
    const books: Books = {
      record,
      subjects,
      text,
      operands: told.slice(0, MOST_PLACES),
      sentenceOf: (place) => around(place).sentence,
      isThing: (term) => things.has(term),
      spoken: joinTerms(...[text, ...reply.customer()].map(spokenIn)),
    };
    const found =
      promises.bundles.find((bundle) => !isToldBundle(bundle, books.record.bundles)) ??
      promises.free.find((promise) => !isKnownFree(promise, books)) ??
      promises.included.find((promise) => hasPrice(promise, books) && !isKnownFree(promise, books)) ??
      promises.relatives.find((relative) => !isKnownRelative(relative, books)) ??
      claims.find((claim) => claim.kind === 'percent' && !isKnownPercent(claim, books)) ??
      findUnknownMoney(
        claims.filter(({ kind }) => kind === 'money'),
        books,
      );
    return found?.words.slice(0, 80);
  },
};

/** More than any honest reply names. What cannot be checked in a moment does not go out. */
const MOST_PLACES = MOST_PROMISES;

type Books = {
  readonly record: PriceRecord;
  readonly subjects: ReturnType<typeof subjectsIn>;
  readonly text: string;
  /** Numbers in the reply that are told prices, though nothing says that they are meant as such. */
  readonly operands: readonly Claim[];
  sentenceOf(place: Place): string;
  /** Whether a word is that of something that has a price. */
  isThing(term: string): boolean;
  /** All words of the reply and the customer. */
  readonly spoken: Terms;
};

type Place = Parameters<Books['subjects']['get']>[0];

const subjectOf = (place: Place, { subjects }: Books): PlacedSubject => subjects.get(place) ?? nowhere;

/** It is said of nothing that was told to have a price, and told of the same to be free. */
const isKnownFree = (promise: Place, books: Books): boolean => {
  const { free, prices } = books.record;
  if (free.length === 0) return false;
  const all = [...free, ...prices];
  const { meant, terms } = findMeant(subjectOf(promise, books), all, books.record);
  const known = [...terms].filter((term) => all.some(({ own }) => own.has(term)) && !term.includes(' '));
  return free.some(
    (one) =>
      (meant.includes(one) ||
        (hasAny(one.own, terms) && sharesThreshold(subjectOf(promise, books).segment, one.sentence))) &&
      isGranted(promise, one, books) &&
      known.every((term) => one.own.has(term) || one.wide.has(term)),
  );
};

/** What it is said of was told to cost something by itself. */
const hasPrice = (promise: Place, books: Books): boolean => {
  const { own } = subjectOf(promise, books);
  return books.record.prices.some((price) => {
    const words = [...price.own].filter((term) => !term.includes(' '));
    return words.filter((term) => own.has(term)).length * 2 > words.length;
  });
};

/** A discount "from 30 m²" is not the one that was told "from 50 m²". */
const isSameCondition = (place: Place, told: ToldPromise, books: Books): boolean => {
  const conditions = conditionsIn(subjectOf(place, books).segment);
  if (conditions.length === 0 || told.conditions.length === 0) return true;
  return conditions.some((one) => told.conditions.includes(one));
};

const isSameCase = (place: Place, told: ToldPromise, books: Books): boolean =>
  isSameCondition(place, told, books) &&
  isOfSameThing(place, told, books) &&
  isOnSameObject(place, told, books) &&
  isSameCircumstance({ sentence: books.sentenceOf(place), segment: subjectOf(place, books).segment }, told, {
    things: books.isThing,
    spoken: books.spoken,
  });

/** What both are said to be on must not be different things that the team has told of. */
const isOnSameObject = (place: Place, told: ToldPromise, books: Books): boolean => {
  const [toldOn, saidOn] = [objectsIn(told.sentence), objectsIn(books.sentenceOf(place))];
  const { prices, vocabulary } = books.record;
  if (toldOn.size === 0 || saidOn.size === 0 || hasAny(toldOn, saidOn)) return true;
  if (![...saidOn].some((term) => vocabulary.has(term)) || ![...toldOn].some((term) => vocabulary.has(term)))
    return true;
  return meantBy(saidOn, prices).some((price) => hasAny(price.own, toldOn) || hasAny(price.wide, toldOn));
};

/** A discount on one thing is none on another: what the promise names of priced things, what is spoken of must have. */
const isOfSameThing = (place: Place, told: ToldPromise, books: Books): boolean => {
  const { own, wide } = subjectOf(place, books);
  const things = [...termsIn(told.sentence)].filter((term) => !term.includes(' ') && books.isThing(term));
  if (things.length === 0) return true;
  const said = [...(own.size > 0 ? own : wide)].filter((term) => !term.includes(' ') && books.isThing(term));
  if (said.length === 0 || said.every((term) => things.includes(term))) return true;
  const named = books.record.prices.filter(({ isThreshold }) => !isThreshold);
  const meant = meantBy(new Set(said), named);
  return meant.some((price) => things.every((term) => price.own.has(term) || price.wide.has(term)));
};

/**
 * Of what is named something was told beside the promise, unless what was told is general, as for a first visit; and it is told under
 * the same condition.
 */
const isGranted = (place: Place, told: ToldPromise, books: Books): boolean => {
  const { own, wide } = subjectOf(place, books);
  if (!isSameCase(place, told, books)) return false;
  const { prices } = books.record;
  const named = prices.filter((price) => hasAny(price.own, own.size > 0 ? own : wide));
  const isGeneral = !prices.some((price) => hasAny(price.own, told.near));
  return named.length === 0 || isGeneral || named.some((price) => hasAny(price.own, told.near));
};

const isKnownRelative = (relative: ReturnType<typeof relativesIn>[number], books: Books): boolean => {
  const { percents, prices } = books.record;
  const subject = subjectOf(relative, books);
  const { meant } = findMeant(subject, percents, books.record);
  if (meant.some((one) => Math.abs(one.value - relative.percent) < 0.7 && isGranted(relative, one, books))) return true;
  // «Зал вдвое дешевле шатра» is so when it is so.
  const compared = findMeant({ ...subject, own: subject.wide }, prices, books.record);
  if (!compared.isNamed) return false;
  const ratio = 1 - relative.percent / 100;
  return compared.meant.some((one) =>
    compared.meant.some(
      (other) => one.currency === other.currency && isAbout({ value: one.value, slack: 0 }, other.value * ratio),
    ),
  );
};

const isKnownPercent = (claim: Claim, books: Books): boolean => {
  const place = claim.around();
  const value = claim.wanted[0]?.value ?? 0;
  const { percents, own, saysAll } = books.record;
  if (value === 0 || (value === 100 && saysAll)) return true;
  // Who asks for 30 % in advance has not granted a discount of 30 %.
  const usable = percents.filter(({ isPaid }) => !(isPaid && isDiscount(place)));
  const { meant } = findMeant(subjectOf(claim, books), usable, books.record);
  if (meant.some((known) => known.value === value && isSameCase(claim, known, books))) return true;
  if (isRest(place) && !isDiscount(place) && percents.some((known) => known.value === 100 - value)) return true;
  return isRefused(place) && own.some((one) => one.isPercent && one.value === value);
};

/** A discount that the team grants may be in a price already; a part to be paid, only where it is spoken of. */
const sharesIn = ({ text, spoken, record: { percents } }: Books): readonly number[] => {
  const isMet = (sentence: string): boolean =>
    isSameCircumstance({ sentence: text }, { sentence }, { things: () => true, spoken });
  const isSpoken = namesPart(text) || namesSurcharge(text);
  const shares = percents.slice(0, MOST_PERCENTS).flatMap(({ value, isPaid, isAdded, sentence }) => {
    const part = value / 100;
    if (isSpoken) return [part, 1 - part, ...(isAdded ? [1 + part, part / (1 + part), 1 / (1 + part)] : [])];
    return isPaid || !isMet(sentence) ? [] : [1 - part];
  });
  if (HALF_OF_TIME.test(text)) return unique([...shares, 0.5]);
  return unique(shares.filter((share) => share > 0.001));
};

/** Half of what is paid for by the month, or the like, costs half of it. */
const HALF_OF_TIME =
  /(?<!\p{L})(?:half (?:a|the|of the|of a) (?:month|year|week|day|hour)|пол(?:овин\p{L} )?(?:месяца|дня|недели|часа))(?!\p{L})/iu;

/** More percentages than a price list has. */
const MOST_PERCENTS = 8;

const unique = (values: readonly number[]): readonly number[] => [...new Set(values)];

/** A claim with what was told of what it is about. */
type Scoped = { readonly claim: Claim; readonly scope: Scope<ToldPrice> };

/** More different amounts than a reply reckons out. */
const MOST_RECKONED = 60;

/** Without the prices of so many that nobody speaks of as many. */
const reachedIn = ({ prices, quantities: { inReply, asked } }: PriceRecord): readonly ToldPrice[] => {
  const most = Math.max(...(inReply.length > 0 ? inReply : asked));
  if (!Number.isFinite(most)) return prices;
  return prices.filter(({ conditions }) => conditions.length === 0 || Math.min(...conditions) <= most);
};

/** What has been reckoned may be reckoned with, so they are gone through until nothing more is explained. */
const findUnknownMoney = (claims: readonly Claim[], books: Books): Claim | undefined => {
  const shares = sharesIn(books);
  const scopes = new Map<PlacedSubject, Scope<ToldPrice>>();
  const reachedPrices = reachedIn(books.record);
  const scopedOf = (claim: Claim): Scoped => {
    const subject = subjectOf(claim, books);
    const scope = scopes.get(subject) ?? findMeant(subject, reachedPrices, books.record);
    scopes.set(subject, scope);
    return { claim, scope };
  };
  const scoped = claims.map(scopedOf);
  const explained = new Map<string, Scoped>();
  const open = new Map<string, Scoped>();
  for (const one of scoped) (isKnown(one) ? explained : open).set(keyOf(one), one);
  for (const one of books.operands.map(scopedOf)) if (isKnown(one)) explained.set(keyOf(one), one);
  for (let before = MOST_RECKONED + 1; open.size > 0 && open.size < before; ) {
    before = open.size;
    const ledgerOf = openLedgers([...explained.values()], { books, shares });
    for (const [key, one] of open) {
      const ledger = ledgerOf(one);
      if (isTooLittle(one, claims, books)) continue;
      if (isReckonable(one, ledger) || isExplained(one, ledger, books)) explained.set(key, one);
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

/** A total is no less than what its own sentence has named before it, unless that speaks of deductions or a choice. */
const isTooLittle = ({ claim }: Scoped, claims: readonly Claim[], books: Books): boolean => {
  const around = claim.around();
  if (!isTotal(around.before) || tellsDifference(around) || namesPart(around.sentence) || CHOICE.test(around.sentence))
    return false;
  const from = claim.start - around.before.length;
  const items = claims.filter(
    (one) =>
      one.start >= from && one.end <= claim.start && !isMultiplicand(books.text, one) && !isPerUnit(one.around()),
  );
  const least = items.reduce((sum, { wanted }) => sum + Math.min(...wanted.map(({ value }) => value)), 0);
  return items.length > 1 && claim.wanted.every(({ value, slack }) => value + slack < least * 0.99);
};

const CHOICE = /(?<!\p{L})(?:или|либо|вместо|обычно|раньше|or|instead|usually|was|either|down from)(?!\p{L})/iu;

const ids = new WeakMap<object, number>();
let lastId = 0;
const idOf = (scope: object): number => {
  const known = ids.get(scope);
  if (known !== undefined) return known;
  lastId += 1;
  ids.set(scope, lastId);
  return lastId;
};

/** Of what is the same wherever it stands. */
const keyOf = ({ claim: { wanted, currency }, scope }: Scoped): string =>
  `${idOf(scope)}:${currency}:${wanted.map(({ value, slack }) => `${value}±${slack}`).join()}`;

type Reckoning = { readonly books: Books; readonly shares: readonly number[] };

const openLedgers = (explained: readonly Scoped[], { books, shares }: Reckoning): ((one: Scoped) => Ledger) => {
  const ledgers = new Map<string, Ledger>();
  const totals = new Map<string | undefined, Pick<Ledger, 'all' | 'sums'>>();
  const totalsIn = (currency: string | undefined): Pick<Ledger, 'all' | 'sums'> => {
    const { inReply, asked } = books.record.quantities;
    const all = valuesIn(pricesOf(explained), currency);
    const found = totals.get(currency) ?? { all, sums: sumsOf(all, { inReply, asked, named: asked }) };
    totals.set(currency, found);
    return found;
  };
  return ({ claim: { currency }, scope }) => {
    const key = `${idOf(scope)}:${currency}`;
    const open = ledgers.get(key);
    if (open) return open;
    const { inReply, asked } = books.record.quantities;
    const listed = pricesOf(explained.filter((other) => isWith(other.scope, scope)));
    const named = unique([...asked, ...(scope.isShare ? [] : scope.meant.flatMap(({ counts }) => counts))]);
    const ledger = {
      known: valuesIn(scope.meant, currency),
      listed: valuesIn(listed, currency),
      ...totalsIn(currency),
      quantities: { inReply, asked, named },
      shares,
    };
    ledgers.set(key, ledger);
    return ledger;
  };
};

const pricesOf = (explained: readonly Scoped[]): readonly Price[] =>
  explained.flatMap(({ claim: { wanted, currency } }) => wanted.slice(0, 1).map(({ value }) => ({ value, currency })));

/** Whether what is said of one may be reckoned from what is said of the other. */
const isWith = (one: Scope<ToldPrice>, other: Scope<ToldPrice>): boolean =>
  one === other || !other.isNamed || !one.isNamed || one.meant.some((price) => other.meant.includes(price));

/** Whether the words around it say what it is. */
const isExplained = ({ claim }: Scoped, ledger: Ledger, books: Books): boolean => {
  const { wanted, currency } = claim;
  const place = claim.around();
  const amounts = books.record.own.filter(({ isPercent }) => !isPercent);
  const budgets = valuesIn(
    amounts.filter((one) => one.isBudget),
    currency,
  );
  return wanted.some((one) => {
    if (one.value === 0) return isKnownFree(claim, books);
    if (isRefused(place) && isIn(one, valuesIn(amounts, currency))) return true;
    if (isBudget(place) && isIn(one, budgets)) return true;
    if (isOwnWorth(books.text, claim) && isIn(one, valuesIn(amounts, currency))) return true;
    if (isTermOf(one, claim, books)) return true;
    if (isPerUnit(place) && isShared(one, ledger, isBudget(place) ? budgets : [])) return true;
    return tellsDifference(place) && isDifference(one, ledger, budgets);
  });
};

/** A told threshold where it is called one, or a told price that is multiplied, of something that the sentences name. */
const isTermOf = (wanted: Wanted, claim: Claim, books: Books): boolean => {
  const isThreshold = isThresholdAt(books.text, claim);
  if (!isThreshold && !isMultiplicand(books.text, claim)) return false;
  const { own, wide, before } = subjectOf(claim, books);
  const around = joinTerms(own, wide, ...before, ...books.record.asked.slice(0, 1));
  return reachedIn(books.record).some(
    (price) =>
      isSameCurrency(price, claim.currency) &&
      isAbout(wanted, price.value) &&
      (isThreshold ? price.isThreshold && hasAny(joinTerms(price.own, price.wide), around) : hasAny(price.own, around)),
  );
};

const MOST_KNOWN = 120;

/** In that currency, or in none; so many as a reply may reckon with. */
const valuesIn = (prices: readonly Price[], currency: string | undefined): readonly number[] => {
  const found = prices.filter((price) => isSameCurrency(price, currency)).map(({ value }) => value);
  return unique(found).slice(0, MOST_KNOWN);
};

const isIn = (wanted: Wanted, values: readonly number[]): boolean => values.some((value) => isAbout(wanted, value));

import type { Guard } from './guard.ts';
import { isAbout, isDifference, isReckoned, isShared, type Ledger, sumsOf, type Wanted } from './price-arithmetic.ts';
import { type Claim, claimsIn } from './price-claims.ts';
import {
  findFreePromise,
  isBudget,
  isDiscount,
  isPerPerson,
  isRefused,
  isRest,
  namesPart,
  tellsDifference,
} from './price-context.ts';
import { isSameCurrency, type Price, type PriceRecord, readPriceRecord } from './price-record.ts';

/**
 * An amount of money, a percentage of one, or "free of charge" that nothing supports which the team has said: its prompts, what
 * its tools returned, and what it wrote to the customer before. What follows from that by honest arithmetic is supported as well;
 * a customer's own amount only where it is called their budget, or refused.
 */
export const unknownPrice: Guard = {
  name: 'unknown-price',
  reason: {
    ru: 'в нём была цена или скидка, которой нет ни в каталоге, ни в базе знаний',
    en: 'it named a price or a discount that is in neither the catalogue nor the knowledge base',
  },
  objectionTo: (reply) => {
    const claims = claimsIn(reply.text);
    const promise = findFreePromise(reply.text);
    if (claims.length === 0 && promise === undefined) return undefined;
    const record = readPriceRecord(reply);
    if (promise !== undefined && !record.saysFree) return promise;
    const percents = claims.filter(({ kind }) => kind === 'percent');
    const wrong =
      percents.find((claim) => !isKnownPercent(claim, record)) ??
      findUnknownMoney(
        claims.filter(({ kind }) => kind === 'money'),
        { ...record, shares: sharesIn(reply.text, record) },
      );
    return wrong?.words.slice(0, 80);
  },
};

/** A discount that the team grants may be in a price already; a part to be paid, only where it is spoken of. */
const sharesIn = (text: string, { percents }: PriceRecord): readonly number[] => {
  const isSpoken = namesPart(text);
  const shares = percents.slice(0, MOST_PERCENTS).flatMap(({ value, isPaid }) => {
    const part = value / 100;
    if (isSpoken) return [part, 1 - part, 1 + part];
    return isPaid ? [] : [1 - part];
  });
  return unique(shares.filter((share) => share > 0.001));
};

/** More percentages than a price list has. */
const MOST_PERCENTS = 8;

const unique = (values: readonly number[]): readonly number[] => [...new Set(values)];

type Books = PriceRecord & Pick<Ledger, 'shares'>;

/** More different amounts than a reply reckons out. */
const MOST_RECKONED = 60;

/** What has been reckoned may be reckoned with, so they are gone through until nothing more is explained. */
const findUnknownMoney = (claims: readonly Claim[], books: Books): Claim | undefined => {
  const explained = new Map<string, Claim>();
  const open = new Map<string, Claim>();
  for (const claim of claims) (isKnown(claim, books) ? explained : open).set(keyOf(claim), claim);
  for (let before = MOST_RECKONED + 1; open.size > 0 && open.size < before; ) {
    before = open.size;
    const ledgerOf = openLedgers([...explained.values()], books);
    for (const [key, claim] of open) if (isReckonable(claim, ledgerOf(claim.currency))) explained.set(key, claim);
    for (const key of explained.keys()) open.delete(key);
  }
  const ledgerOf = openLedgers([...explained.values()], books);
  return claims.find((claim) => open.has(keyOf(claim)) && !isExplained(claim, ledgerOf(claim.currency), books));
};

const isKnown = ({ wanted, currency }: Claim, { prices }: Books): boolean =>
  wanted.some((one) => prices.some((price) => isSameCurrency(price, currency) && isAbout(one, price.value)));

const isReckonable = ({ wanted }: Claim, ledger: Ledger): boolean => wanted.some((one) => isReckoned(one, ledger));

/** Of what is the same wherever it stands. */
const keyOf = ({ wanted, currency }: Claim): string =>
  `${currency}:${wanted.map(({ value, slack }) => `${value}±${slack}`).join()}`;

const openLedgers = (explained: readonly Claim[], books: Books): ((currency: string | undefined) => Ledger) => {
  const ledgers = new Map<string | undefined, Ledger>();
  const said = explained.flatMap(({ wanted, currency }) =>
    wanted.slice(0, 1).map(({ value }) => ({ value, currency })),
  );
  return (currency) => {
    const open = ledgers.get(currency);
    if (open) return open;
    const listed = valuesIn(said, currency);
    const { quantities, shares } = books;
    const known = valuesIn(books.prices, currency);
    const ledger = { known, listed, quantities, shares, sums: sumsOf(listed, quantities) };
    ledgers.set(currency, ledger);
    return ledger;
  };
};

/** Whether the words around it say what it is. */
const isExplained = ({ wanted, currency, around }: Claim, ledger: Ledger, { own, saysFree }: Books): boolean => {
  const place = around();
  const amounts = own.filter(({ isPercent }) => !isPercent);
  const budgets = valuesIn(
    amounts.filter((one) => one.isBudget),
    currency,
  );
  return wanted.some((one) => {
    if (one.value === 0) return saysFree;
    if (isRefused(place) && isIn(one, valuesIn(amounts, currency))) return true;
    if (isBudget(place) && isIn(one, budgets)) return true;
    if (isPerPerson(place) && isShared(one, ledger, isBudget(place) ? budgets : [])) return true;
    return tellsDifference(place) && isDifference(one, ledger, budgets);
  });
};

const isKnownPercent = ({ wanted, around }: Claim, { percents, own, saysAll }: PriceRecord): boolean => {
  const place = around();
  const value = wanted[0]?.value ?? 0;
  if (value === 0 || (value === 100 && saysAll)) return true;
  // Who asks for 30 % in advance has not granted a discount of 30 %.
  const usable = percents.filter(({ isPaid }) => !(isPaid && isDiscount(place)));
  if (usable.some((known) => known.value === value)) return true;
  if (isRest(place) && !isDiscount(place) && percents.some((known) => known.value === 100 - value)) return true;
  return isRefused(place) && own.some((one) => one.isPercent && one.value === value);
};

const MOST_KNOWN = 120;

/** In that currency, or in none; so many as a reply may reckon with. */
const valuesIn = (prices: readonly Price[], currency: string | undefined): readonly number[] => {
  const found = prices.filter((price) => isSameCurrency(price, currency)).map(({ value }) => value);
  return unique(found).slice(0, MOST_KNOWN);
};

const isIn = (wanted: Wanted, values: readonly number[]): boolean => values.some((value) => isAbout(wanted, value));

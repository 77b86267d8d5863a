import { isAbout, type Ledger, sumsOf, type Wanted } from './price-arithmetic.ts';
import type { PriceCase } from './price-case.ts';
import type { Claim } from './price-claims.ts';
import type { Scope } from './price-scope.ts';
import { isSameCurrency, type Price, type ToldPrice } from './told-price.ts';

/** Removes duplicates, keeping the order. */
export const unique = (values: readonly number[]): readonly number[] => [...new Set(values)];

/** A claim with what the team said about its subject. */
export type Scoped = { readonly claim: Claim; readonly scope: Scope<ToldPrice> };

const ids = new WeakMap<object, number>();
let lastId = 0;
const idOf = (scope: object): number => {
  const known = ids.get(scope);
  if (known !== undefined) return known;
  lastId += 1;
  ids.set(scope, lastId);
  return lastId;
};

/** Returns a key that is equal for claims with the same meaning. */
export const keyOf = ({ claim: { wanted, currency }, scope }: Scoped): string =>
  `${idOf(scope)}:${currency}:${wanted.map(({ value, slack }) => `${value}±${slack}`).join()}`;

type Reckoning = {
  readonly priceCase: PriceCase;
  readonly shares: readonly number[];
  /** The prices of what the customer asked about. */
  readonly asked: readonly Price[];
};

/** Returns a function that gives each claim the ledger of its subject and currency. */
export const openLedgers = (
  explained: readonly Scoped[],
  { priceCase, shares, asked: askedFor }: Reckoning,
): ((one: Scoped) => Ledger) => {
  const ledgers = new Map<string, Ledger>();
  const totals = new Map<string | undefined, Pick<Ledger, 'all' | 'sums'>>();
  const totalsIn = (currency: string | undefined): Pick<Ledger, 'all' | 'sums'> => {
    const { inReply, asked } = priceCase.record.quantities;
    const all = valuesIn(pricesOf(explained), currency);
    const found = totals.get(currency) ?? { all, sums: sumsOf(all, { inReply, asked, named: asked }) };
    totals.set(currency, found);
    return found;
  };
  return ({ claim: { currency }, scope }) => {
    const key = `${idOf(scope)}:${currency}`;
    const open = ledgers.get(key);
    if (open) return open;
    const { inReply, asked } = priceCase.record.quantities;
    const listed = pricesOf(explained.filter((other) => isWith(other.scope, scope)));
    const named = unique([...asked, ...(scope.isShare ? [] : scope.meant.flatMap(({ counts }) => counts))]);
    const ledger = {
      known: valuesIn(scope.meant, currency),
      asked: valuesIn(askedFor, currency),
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

/** Whether amounts of the two scopes may be combined in a calculation. */
const isWith = (one: Scope<ToldPrice>, other: Scope<ToldPrice>): boolean =>
  one === other || !other.isNamed || !one.isNamed || one.meant.some((price) => other.meant.includes(price));

const MOST_KNOWN = 120;

/** Returns the values in that currency or in none, limited to as many as a reply may combine. */
export const valuesIn = (prices: readonly Price[], currency: string | undefined): readonly number[] => {
  const found = prices.filter((price) => isSameCurrency(price, currency)).map(({ value }) => value);
  return unique(found).slice(0, MOST_KNOWN);
};

/** Whether one of the values, possibly rounded, is the wanted one. */
export const isIn = (wanted: Wanted, values: readonly number[]): boolean =>
  values.some((value) => isAbout(wanted, value));

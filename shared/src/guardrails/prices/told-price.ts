import type { Subject, Terms } from '../subject-terms.ts';

/** In a currency, or in none that was named. */
export type Price = { readonly value: number; readonly currency: string | undefined };

/** What was told to cost something. */
export type ToldPrice = Price &
  Subject & {
    /** Numbers told in one breath with it. */
    readonly counts: readonly number[];
    /** From which, or up to which, something is so: "from £50 delivery is free". */
    readonly isThreshold: boolean;
    /** From how many on it is so much. */
    readonly conditions: readonly number[];
  };

/** A discount or a gift, of what its sentence and its title tell (`near`), under `conditions` such as "from 50 m²". */
export type ToldPromise = Subject & {
  readonly near: Terms;
  readonly conditions: readonly number[];
  readonly sentence: string;
};

/** `isPaid`: of what is to be paid, and no discount; `isAdded`: of what comes on top. */
export type ToldPercent = ToldPromise & { readonly value: number; readonly isPaid: boolean; readonly isAdded: boolean };

export const isSameCurrency = ({ currency }: Pick<Price, 'currency'>, other: string | undefined): boolean =>
  currency === undefined || other === undefined || currency === other;

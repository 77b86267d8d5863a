import type { Subject, Terms } from '../subject-terms.ts';

/** An amount; `currency` is undefined if none was named. */
export type Price = { readonly value: number; readonly currency: string | undefined };

/** A price that the team gave for something. */
export type ToldPrice = Price &
  Subject & {
    /** Quantities mentioned together with it. */
    readonly counts: readonly number[];
    /** Whether it is only a threshold: "from £50 delivery is free". */
    readonly isThreshold: boolean;
    /** The quantities from which this price applies. */
    readonly conditions: readonly number[];
  };

/**
 * A discount or a gift on the subject that its sentence and title name (`near`), under `conditions` such as "from 50
 * m²".
 */
export type ToldPromise = Subject & {
  readonly near: Terms;
  readonly conditions: readonly number[];
  readonly sentence: string;
};

/** `isPaid`: a part to be paid rather than a discount; `isAdded`: a surcharge. */
export type ToldPercent = ToldPromise & { readonly value: number; readonly isPaid: boolean; readonly isAdded: boolean };

/** Whether the currencies are the same, or one of them is not stated. */
export const isSameCurrency = ({ currency }: Pick<Price, 'currency'>, other: string | undefined): boolean =>
  currency === undefined || other === undefined || currency === other;

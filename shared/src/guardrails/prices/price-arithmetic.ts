/** Numbers of guests, hours, pieces and the like. */
export type Quantities = {
  readonly inReply: readonly number[];
  /** Named by the customer or in the reply. */
  readonly asked: readonly number[];
  /** Named by the customer, in the reply, or together with the price. */
  readonly named: readonly number[];
};

/** The amounts in one currency that may be used in a calculation. */
export type Ledger = {
  readonly known: readonly number[];
  /**
   * Amounts told about what the customer asked for. They may be used in a calculation, but are not prices of other
   * things.
   */
  readonly asked: readonly number[];
  /** The amounts that the reply itself names, and their sums. */
  readonly listed: readonly number[];
  /** All amounts that the reply names, whatever they are for. */
  readonly all: readonly number[];
  readonly sums: readonly number[];
  readonly quantities: Quantities;
  /** Fractions that an amount may be of another: 0.3 and 0.7 if 30 % must be paid in advance. */
  readonly shares: readonly number[];
};

/** The amount to look for, and how much it may have been rounded. */
export type Wanted = { readonly value: number; readonly slack: number };

/** Rounding changes a price by at most this fraction. */
const MOST_ROUNDING = 0.05;
/** Below this value fractions matter. */
const LEAST_WHOLE = 20;

/** Whether the exact value, possibly rounded, is the wanted one. */
export const isAbout = ({ value, slack }: Wanted, exact: number): boolean => {
  const distance = Math.abs(value - exact);
  if (distance <= 0.005 + Math.abs(exact) * 1e-9) return true;
  if (exact >= LEAST_WHOLE && !Number.isInteger(exact) && Number.isInteger(value) && distance < 1) return true;
  return distance <= slack && distance <= exact * MOST_ROUNDING;
};

/**
 * Whether it is a known amount, a multiple of one by a named quantity, a sum of those, a stated percentage of them, or
 * the remainder.
 */
export const isReckoned = (wanted: Wanted, ledger: Ledger): boolean =>
  isMultiple(wanted, ledger) || isListedSum(wanted, ledger) || isShortSum(wanted, ledger) || isPart(wanted, ledger);

/** Whether it is a stated percentage of a known amount or sum, or the remainder. */
export const isPart = ({ value, slack }: Wanted, ledger: Ledger): boolean => {
  // A whole amount may differ by almost one from the calculated value.
  const rounding = Math.max(slack, Number.isInteger(value) && value >= LEAST_WHOLE ? 1 : 0);
  return ledger.shares
    .map((share) => ({ value: value / share, slack: rounding / share }))
    .some((whole) => isMultiple(whole, ledger) || isListedSum(whole, ledger));
};

const MOST_IN_PAIRS = 10;

const isMultiple = (wanted: Wanted, { known, listed, quantities }: Ledger): boolean => {
  const few = quantities.inReply.slice(0, MOST_IN_PAIRS);
  // Products of two quantities: "40 chairs for 3 days".
  const pairs = few.flatMap((one, at) => few.slice(at).map((other) => one * other));
  const times = [1, ...quantities.named, ...pairs];
  return [...known, ...listed].some((price) => price > 0 && times.some((often) => isAbout(wanted, price * often)));
};

const isListedSum = (wanted: Wanted, { sums }: Ledger): boolean => sums.some((sum) => isAbout(wanted, sum));

const MOST_SUMS = 20_000;
const MOST_LISTED = 16;
const MOST_TIMES = 6;

/**
 * Returns sums of some of the amounts, each taken once or as often as was asked. If there are too many, each is taken
 * only once.
 */
export const sumsOf = (amounts: readonly number[], { asked }: Quantities): readonly number[] => {
  const times = [1, ...asked.slice(0, MOST_TIMES)];
  let sums: readonly number[] = [0];
  for (const amount of amounts.slice(0, MOST_LISTED)) {
    const options = sums.length * times.length > MOST_SUMS ? [1] : times;
    if (sums.length > MOST_SUMS) break;
    sums = [...new Set([...sums, ...sums.flatMap((sum) => options.map((often) => sum + amount * often))])];
  }
  return sums.filter((sum) => sum > 0);
};

/** So few amounts that a match of their sums and differences is unlikely to be a coincidence. */
const FEW = 6;

/**
 * Whether it is the sum of two or three items that the reply does not list, some multiplied by a quantity: «зал и 40
 * стульев».
 */
const isShortSum = (wanted: Wanted, { known, quantities: { asked } }: Ledger): boolean => {
  if (known.length > FEW) return false;
  const times = asked.length === 0 ? [1] : asked.slice(0, MOST_TIMES);
  return times.some((often) => {
    const linesFrom = (at: number) =>
      known.slice(at).flatMap((price, more) => [price, price * often].map((sum) => ({ at: at + more, sum })));
    const pairs = linesFrom(0).flatMap((one) =>
      linesFrom(one.at + 1).map(({ at, sum }) => ({ at, sum: one.sum + sum })),
    );
    return (
      (often > 1 && known.some((price) => isAbout(wanted, price + price * often))) ||
      pairs.some(
        ({ at, sum }) => isAbout(wanted, sum) || linesFrom(at + 1).some((third) => isAbout(wanted, sum + third.sum)),
      )
    );
  });
};

/**
 * Whether it is the difference between two amounts or their multiples. The reply or the customer (`budgets`) must name
 * one of them, unless there are so few that a coincidence is unlikely.
 */
export const isDifference = (
  wanted: Wanted,
  { known, asked, all, quantities }: Ledger,
  budgets: readonly number[],
): boolean => {
  const named = [...all, ...budgets];
  const times = quantities.named.slice(0, MOST_TIMES);
  const several = [...all, ...known, ...asked]
    .slice(0, MOST_LISTED)
    .flatMap((one) => times.map((often) => one * often));
  const more = [...named, ...known, ...asked, ...several];
  const less = [...named, ...(known.length > FEW ? [] : known)];
  const isLeft = (one: number, other: number): boolean => one > other && isAbout(wanted, one - other);
  return (
    more.some((one) => less.some((other) => isLeft(one, other))) ||
    named.some((one) => known.some((other) => isLeft(one, other)))
  );
};

/** Whether it is an amount divided by a named number of people or parts. */
export const isShared = (
  wanted: Wanted,
  { known, asked, listed, quantities }: Ledger,
  budgets: readonly number[],
): boolean =>
  [...known, ...asked, ...listed, ...budgets].some((amount) =>
    quantities.named.some((quantity) => isAbout(wanted, amount / quantity)),
  );

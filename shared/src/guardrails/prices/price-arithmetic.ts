/** Of guests, hours, pieces. */
export type Quantities = {
  readonly inReply: readonly number[];
  /** By the customer or in the reply. */
  readonly asked: readonly number[];
  /** By the customer, in the reply, or in one breath with the price. */
  readonly named: readonly number[];
};

/** What an honest agent may reckon with, in one currency. */
export type Ledger = {
  readonly known: readonly number[];
  /** What was told of what the customer asked about: it may be reckoned with, and costs nothing else for that. */
  readonly asked: readonly number[];
  /** Those that the reply itself names, and their sums. */
  readonly listed: readonly number[];
  /** All that the reply names, of whatever. */
  readonly all: readonly number[];
  readonly sums: readonly number[];
  readonly quantities: Quantities;
  /** What an amount may be of another: 0.3 and 0.7 where 30 % are to be paid in advance. */
  readonly shares: readonly number[];
};

/** What is looked for: an amount, and by how much it may have been rounded. */
export type Wanted = { readonly value: number; readonly slack: number };

/** No rounding changes a price by more than a twentieth. */
const MOST_ROUNDING = 0.05;
/** Below it a fraction matters. */
const LEAST_WHOLE = 20;

export const isAbout = ({ value, slack }: Wanted, exact: number): boolean => {
  const distance = Math.abs(value - exact);
  if (distance <= 0.005 + Math.abs(exact) * 1e-9) return true;
  if (exact >= LEAST_WHOLE && !Number.isInteger(exact) && Number.isInteger(value) && distance < 1) return true;
  return distance <= slack && distance <= exact * MOST_ROUNDING;
};

/** A known amount, a multiple of one by what was named, the sum of such, a stated percentage of them, or what that leaves. */
export const isReckoned = (wanted: Wanted, ledger: Ledger): boolean =>
  isMultiple(wanted, ledger) || isListedSum(wanted, ledger) || isShortSum(wanted, ledger) || isPart(wanted, ledger);

/** A stated percentage of a known amount or of a sum, or what that leaves. */
export const isPart = ({ value, slack }: Wanted, ledger: Ledger): boolean => {
  // An amount in whole units may be nearly one away from what was reckoned.
  const rounding = Math.max(slack, Number.isInteger(value) && value >= LEAST_WHOLE ? 1 : 0);
  return ledger.shares
    .map((share) => ({ value: value / share, slack: rounding / share }))
    .some((whole) => isMultiple(whole, ledger) || isListedSum(whole, ledger));
};

const MOST_IN_PAIRS = 10;

const isMultiple = (wanted: Wanted, { known, listed, quantities }: Ledger): boolean => {
  const few = quantities.inReply.slice(0, MOST_IN_PAIRS);
  // "40 chairs for 3 days"
  const pairs = few.flatMap((one, at) => few.slice(at).map((other) => one * other));
  const times = [1, ...quantities.named, ...pairs];
  return [...known, ...listed].some((price) => price > 0 && times.some((often) => isAbout(wanted, price * often)));
};

const isListedSum = (wanted: Wanted, { sums }: Ledger): boolean => sums.some((sum) => isAbout(wanted, sum));

const MOST_SUMS = 20_000;
const MOST_LISTED = 16;
const MOST_TIMES = 6;

/** Of some of the amounts, each once or as often as was asked. Where those are too many, each counts once. */
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

/** So few that their sums and differences are hardly met by chance. */
const FEW = 6;

/** Of two or three lines that the reply does not name one by one, some of them of so many pieces: «зал и 40 стульев». */
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
 * What one amount, or so many of it, has more than another. One of them the reply names, or the customer does (`budgets`), unless there
 * are so few that the difference is hardly met by chance.
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

/** An amount shared by as many as were named. */
export const isShared = (
  wanted: Wanted,
  { known, asked, listed, quantities }: Ledger,
  budgets: readonly number[],
): boolean =>
  [...known, ...asked, ...listed, ...budgets].some((amount) =>
    quantities.named.some((quantity) => isAbout(wanted, amount / quantity)),
  );

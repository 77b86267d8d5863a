import { readAmounts, type WrittenAmount } from '../../search/language/values/read-amounts.ts';
import { withoutDetails } from '../details.ts';
import { isApproximate, isDiscount, isPayment } from './amount-context.ts';
import { isAnswer, isPerUnitPrice, isPriced, isSum, isTagged } from './bare-prices.ts';
import { type Equation, equationsIn } from './equations.ts';
import type { Wanted } from './price-arithmetic.ts';
import { type Surroundings, surroundingsIn } from './surroundings.ts';

/** An amount of money, or a percentage, that a text states. */
export type Claim = {
  readonly kind: 'money' | 'percent';
  /** The possible values, the most likely first, and how far each may be rounded. */
  readonly wanted: readonly Wanted[];
  /** The currency of an amount of money; undefined when it is not stated. */
  readonly currency: string | undefined;
  readonly words: string;
  readonly start: number;
  readonly end: number;
  around(): Surroundings;
};

/**
 * Finds the claims in the order of the returned text, from which contact and payment details are removed. `operands`
 * are numbers that may be amounts of money, as in "1700 + 900 = $2600". With `isAsked`, a number may be the answer to a
 * question about a price.
 */
export const claimsIn = (
  written: string,
  isAsked: boolean,
): {
  readonly text: string;
  readonly claims: readonly Claim[];
  readonly operands: readonly Claim[];
  readonly equations: readonly Equation[];
} => {
  const { text, amounts } = readAmounts(withoutDetails(written));
  const surroundings = surroundingsIn(text);
  const claimOf = (amount: WrittenAmount, kind: Claim['kind']): Claim => {
    const { start, end, currency } = amount;
    const wanted = wantedOf(amount, isApproximate(text, amount));
    return { kind, wanted, currency, words: text.slice(start, end), start, end, around: () => surroundings(amount) };
  };
  const claims: Claim[] = [];
  const operands: Claim[] = [];
  for (const amount of amounts) {
    const kind =
      kindOf(text, amount, () => surroundings(amount)) ?? (isAsked && isAnswer(text, amount) ? 'money' : undefined);
    if (kind) claims.push(claimOf(amount, kind));
    else if (amount.kind === 'bare' && (amount.values[0] ?? 0) >= LEAST_OPERAND)
      operands.push(claimOf(amount, 'money'));
  }
  return { text, claims, operands, equations: equationsIn(text, amounts) };
};

/** A smaller number is a quantity rather than an amount in a sum. */
const LEAST_OPERAND = 20;

const kindOf = (text: string, amount: WrittenAmount, around: () => Surroundings): Claim['kind'] | undefined => {
  switch (amount.kind) {
    case 'money':
      return 'money';
    case 'percent':
      return isDiscount(around()) || isPayment(around()) ? 'percent' : undefined;
    case 'scaled':
      return isSum(text, amount) ? 'money' : undefined;
    case 'bare':
      return isPriced(text, amount) || isPerUnitPrice(text, amount) || isTagged(text, amount) ? 'money' : undefined;
    case 'measure':
      return undefined;
  }
};

/** «1,3 тыс.» may stand for anything that rounds to it, and «около 1 300» for anything near it. */
const wantedOf = ({ values, number, times }: WrittenAmount, isNear: boolean): readonly Wanted[] => {
  const digits = /\.(\d+)$/.exec(String(number))?.[1]?.length ?? 0;
  const rounding = times >= 1000 ? times / 10 ** digits / 2 : 0;
  return values.map((value) => ({ value, slack: isNear ? value : rounding }));
};

import { readAmounts, type WrittenAmount } from '../../search/language/values/read-amounts.ts';
import { withoutDetails } from '../details.ts';
import { isApproximate, isDiscount, isPayment } from './amount-context.ts';
import { isAnswer, isPerUnitPrice, isPriced, isSum, isTagged } from './bare-prices.ts';
import { type Equation, equationsIn } from './equations.ts';
import type { Wanted } from './price-arithmetic.ts';
import { type Surroundings, surroundingsIn } from './surroundings.ts';

/** What a text names as money, or as a part of it. */
export type Claim = {
  readonly kind: 'money' | 'percent';
  /** What it may mean, the likeliest first, and how far each may be rounded. */
  readonly wanted: readonly Wanted[];
  /** Of money; undefined when it is not said which. */
  readonly currency: string | undefined;
  readonly words: string;
  readonly start: number;
  readonly end: number;
  around(): Surroundings;
};

/**
 * In the order in which they stand in the text that is returned beside them, in which contact and payment details are left out. `operands`
 * are numbers that may be amounts of money, as in "1700 + 900 = $2600". With `isAsked` a number may be the answer to a question for a price.
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

/** What is less is a number of things rather than an amount in a sum. */
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

/** «1,3 тыс.» may be said of all that it is the rounding of, and «около 1 300» of what is near. */
const wantedOf = ({ values, number, times }: WrittenAmount, isNear: boolean): readonly Wanted[] => {
  const digits = /\.(\d+)$/.exec(String(number))?.[1]?.length ?? 0;
  const rounding = times >= 1000 ? times / 10 ** digits / 2 : 0;
  return values.map((value) => ({ value, slack: isNear ? value : rounding }));
};

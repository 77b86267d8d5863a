import type { WrittenAmount } from '../../search/language/values/read-amounts.ts';
import { isAbout } from './price-arithmetic.ts';

/** A calculation that a text spells out: "8 × 1,100 = 8,800", "£800, minus 15 %, comes to £680". */
export type Equation = {
  readonly operands: readonly WrittenAmount[];
  readonly result: WrittenAmount;
  /** Whether it contains a multiplication. */
  readonly isProduct: boolean;
  /** Whether the stated result is correct. */
  readonly holds: boolean;
};

/** Whether every amount of money and every percentage in the calculation is known. Plain multipliers need no source. */
export const isFounded = (
  { operands, isProduct }: Equation,
  known: { isAmount(amount: WrittenAmount): boolean; isPercent(value: number): boolean },
): boolean =>
  operands.some(known.isAmount) &&
  operands.every((operand) => {
    if (operand.kind === 'percent') return known.isPercent(operand.values[0] ?? 0);
    return known.isAmount(operand) || (isProduct && (operand.kind === 'bare' || operand.kind === 'measure'));
  });

type Operation = 'times' | 'plus' | 'minus' | 'equals';

const COUNTED = String.raw`^\.?\s?(?:\p{L}{1,20}\.?\s?)?`;
const SIGN = String.raw`\s?[$€£₽]?$`;
const operations: readonly (readonly [Operation, RegExp])[] = [
  ['times', new RegExp(`${COUNTED}(?:[×xх*])${SIGN}`, 'iu')],
  ['plus', new RegExp(`${COUNTED}\\+${SIGN}`, 'iu')],
  // A dash after a word is not a minus sign: «табуреты — 4 × 4 700».
  ['minus', new RegExp(`^\\.?(?:\\s?(?:руб\\p{L}{0,4}|р)\\.?)?(?:\\s[−–-]|,?\\s(?:минус|minus|less))\\s${SIGN}`, 'iu')],
  ['equals', new RegExp(`${COUNTED}(?:=|,?\\s?(?:comes to|makes|получ(?:ится|ается)|выходит|выйдет)\\s)${SIGN}`, 'iu')],
];
const LONGEST_SIGN = 40;

const operationBetween = (text: string, one: WrittenAmount, next: WrittenAmount): Operation | undefined => {
  if (next.start - one.end > LONGEST_SIGN) return undefined;
  const between = text.slice(one.end, next.start);
  return operations.find(([, pattern]) => pattern.test(between))?.[0];
};

/** Finds calculations in the order in which they appear in the text. */
export const equationsIn = (text: string, amounts: readonly WrittenAmount[]): readonly Equation[] => {
  const found: Equation[] = [];
  let operands: WrittenAmount[] = [];
  let signs: Operation[] = [];
  for (const [at, amount] of amounts.entries()) {
    operands.push(amount);
    const next = amounts[at + 1];
    const operation = next && operationBetween(text, amount, next);
    if (next && operation === 'equals' && operands.length > 1) {
      found.push({
        operands,
        result: next,
        isProduct: signs.includes('times'),
        holds: comesTo(operands, signs, next),
      });
    }
    if (operation === undefined || operation === 'equals') [operands, signs] = [[], []];
    else signs.push(operation);
  }
  return found;
};

const comesTo = (
  operands: readonly WrittenAmount[],
  signs: readonly Operation[],
  { values, number, times }: WrittenAmount,
): boolean => {
  const exact = reckon(operands, signs);
  // A number written in thousands is rounded.
  const decimals = /\.(\d+)$/.exec(String(number))?.[1]?.length ?? 0;
  const slack = times >= 1000 ? times / 10 ** decimals / 2 : 0;
  return values.some((value) => isAbout({ value, slack }, exact));
};

/** "5 hours" counts five, although the hours are read as minutes. */
const factorOf = (operand: WrittenAmount | undefined): number =>
  (operand?.kind === 'measure' ? operand.number : operand?.values[0]) ?? 0;

/** Products are evaluated first; a percentage applies to everything before it. */
const reckon = (operands: readonly WrittenAmount[], signs: readonly Operation[]): number => {
  let sum = 0;
  let term = factorOf(operands[0]);
  for (const [at, operand] of operands.slice(1).entries()) {
    const value = factorOf(operand);
    const sign = signs[at] === 'minus' ? -1 : 1;
    if (signs[at] === 'times') term *= operand.kind === 'percent' ? value / 100 : value;
    else if (operand.kind === 'percent') {
      sum = (sum + term) * (1 + (sign * value) / 100);
      term = 0;
    } else {
      sum += term;
      term = sign * value;
    }
  }
  return sum + term;
};

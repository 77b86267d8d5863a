import type { Token } from '../scan-tokens.ts';
import { gapBehind, type ScannedText, shortWordAt } from '../text-gap.ts';

/** A number and its word forms, folded. */
const table: readonly (readonly [number, string])[] = [
  [0, 'ноль нуль ноля нуля нолю нулю zero'],
  [1, 'один одна одно одного одной одну одному одним one'],
  [1.5, 'полтора полторы полутора'],
  [2, 'два две двух двум двумя two'],
  [3, 'три трех трем тремя three'],
  [4, 'четыре четырех четырем четырьмя four'],
  [5, 'пять пяти пятью five'],
  [6, 'шесть шести шестью six'],
  [7, 'семь семи семью seven'],
  [8, 'восемь восьми восемью восьмью eight'],
  [9, 'девять девяти девятью nine'],
  [10, 'десять десяти десятью ten'],
  [11, 'одиннадцать одиннадцати одиннадцатью eleven'],
  [12, 'двенадцать двенадцати двенадцатью twelve'],
  [13, 'тринадцать тринадцати тринадцатью thirteen'],
  [14, 'четырнадцать четырнадцати четырнадцатью fourteen'],
  [15, 'пятнадцать пятнадцати пятнадцатью fifteen'],
  [16, 'шестнадцать шестнадцати шестнадцатью sixteen'],
  [17, 'семнадцать семнадцати семнадцатью seventeen'],
  [18, 'восемнадцать восемнадцати восемнадцатью eighteen'],
  [19, 'девятнадцать девятнадцати девятнадцатью nineteen'],
  [20, 'двадцать двадцати двадцатью twenty'],
  [30, 'тридцать тридцати тридцатью thirty'],
  [40, 'сорок сорока forty'],
  [50, 'пятьдесят пятидесяти пятьюдесятью полсотни fifty'],
  [60, 'шестьдесят шестидесяти шестьюдесятью sixty'],
  [70, 'семьдесят семидесяти семьюдесятью seventy'],
  [80, 'восемьдесят восьмидесяти восемьюдесятью eighty'],
  [90, 'девяносто девяноста ninety'],
  [100, 'сто ста сотня сотню'],
  [200, 'двести двухсот двумстам двумястами'],
  [300, 'триста трехсот тремстам тремястами'],
  [400, 'четыреста четырехсот четыремстам'],
  [500, 'пятьсот пятисот пятистам полтысячи'],
  [600, 'шестьсот шестисот шестистам'],
  [700, 'семьсот семисот семистам'],
  [800, 'восемьсот восьмисот восьмистам'],
  [900, 'девятьсот девятисот девятистам'],
  [500_000, 'полмиллиона'],
];
const values = new Map(table.flatMap(([value, forms]) => forms.split(' ').map((form) => [form, value] as const)));

/** Before these, "a" is one and "a couple of" is two; elsewhere they are not numbers. */
const COUNTED =
  /^(?:тысяч[аиу]?|миллион(?:а|ов)?|сот(?:ни|ен)|hundred|thousand|million|ro?ubles?|dollars?|bucks?|euros?|pounds?|percent)$/;
/** These mean one of their kind without a number: «тысяча рублей». */
const ONE_OF = /^(?:тысяч[ау]|миллион)$/;
const CURRENCY_OF_ONE = /^(?:рубль|рублик|доллар|бакс|евро|rouble|ruble|dollar|buck|euro)$/;
/** After these, a currency without a number means one: «за рубль». */
const PRICED_AT = /^(?:за|символический|символичный|single|symbolic)$/;

/**
 * Returns the text with each run of number words replaced by one number: «сто двадцать тысяч» is 120 and «тысяч», "half
 * a million" is 0.5 and "million", «за рубль» is 1 and «рубль». Offsets in the text stay valid.
 */
export const withNumberWords = ({ text, tokens }: ScannedText): ScannedText => {
  const scanned = { text, tokens };
  const read: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const found = readNumberWords(scanned, at);
    const token = tokens[at];
    const last = found && tokens[found.next - 1];
    if (token && impliesOne(scanned, at)) {
      read.push({ start: token.start, end: token.start, kind: 'number', value: '1' });
    }
    if (token && last && found)
      read.push({ start: token.start, end: last.end, kind: 'number', value: `${found.value}` });
    else if (token) read.push(token);
    at = found?.next ?? at + 1;
  }
  return { text, tokens: read };
};

type Found = { readonly value: number; readonly next: number };

const impliesOne = (scanned: ScannedText, at: number): boolean => {
  const word = shortWordAt(scanned, at);
  if (word === '' || gapBehind(scanned, at - 1)?.trim() !== '') return ONE_OF.test(word) && !isNumber(scanned, at - 1);
  if (ONE_OF.test(word)) return !isNumber(scanned, at - 1);
  return CURRENCY_OF_ONE.test(word) && PRICED_AT.test(shortWordAt(scanned, at - 1));
};

const isNumber = ({ tokens, text }: ScannedText, at: number): boolean =>
  tokens[at]?.kind === 'number' ||
  values.has(shortWordAt({ tokens, text }, at)) ||
  isCouple(shortWordAt({ tokens, text }, at));

const readNumberWords = (scanned: ScannedText, at: number): Found | undefined =>
  readOpening(scanned, at) ?? readSum(scanned, at);

const isCouple = (word: string): boolean => /^(?:пар[ау]|couple|of|a|an)$/.test(word);

/** Reads "a thousand", "half a million", "a couple of thousand", «пара тысяч». */
const readOpening = (scanned: ScannedText, at: number): Found | undefined => {
  const words = [0, 1, 2, 3].map((offset) => shortWordAt(scanned, at + offset));
  const [first = '', second = '', third = '', fourth = ''] = words;
  if (first === 'half' && second === 'a' && COUNTED.test(third)) return { value: 0.5, next: at + 2 };
  if (/^пар[ау]$/.test(first) && COUNTED.test(second)) return { value: 2, next: at + 1 };
  if (first !== 'a' && first !== 'an') return undefined;
  if (second === 'couple' && third === 'of' && COUNTED.test(fourth)) return { value: 2, next: at + 3 };
  if (second === 'couple' && COUNTED.test(third)) return { value: 2, next: at + 2 };
  if (second === 'hundred') return readSum(scanned, at + 1, 1);
  return COUNTED.test(second) ? { value: 1, next: at + 1 } : undefined;
};

const JOINT = /^[ -]$/;

const readSum = (scanned: ScannedText, from: number, opening = 0): Found | undefined => {
  let value = opening;
  let least = opening === 0 ? Number.POSITIVE_INFINITY : 1000;
  let next = from;
  for (let at = from; at === from || JOINT.test(gapBehind(scanned, at - 1) ?? ''); at++) {
    const word = shortWordAt(scanned, at);
    if (word === 'and' && least === 100 && values.has(shortWordAt(scanned, at + 1))) continue;
    if (word === 'hundred' && value >= 1 && value < 100) {
      value *= 100;
      least = 100;
    } else {
      const part = values.get(word);
      if (part === undefined || sizeOf(part) >= least) break;
      value += part;
      least = sizeOf(part);
    }
    next = at + 1;
  }
  return next === from ? undefined : withHalf(scanned, { value, next });
};

/** Hundreds precede tens, and tens precede ones. */
const sizeOf = (part: number): number => (part >= 100 ? 100 : part >= 20 ? 10 : 1);

/** Reads «два с половиной», "two and a half". */
const withHalf = (scanned: ScannedText, { value, next }: Found): Found => {
  const [first, second, third] = [0, 1, 2].map((offset) => shortWordAt(scanned, next + offset));
  if (first === 'с' && second === 'половиной') return { value: value + 0.5, next: next + 2 };
  return first === 'and' && second === 'a' && third === 'half'
    ? { value: value + 0.5, next: next + 3 }
    : { value, next };
};

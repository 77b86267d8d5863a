import { scanTokens } from '../search/language/scan-tokens.ts';
import { withNumberWords } from '../search/language/values/number-words.ts';

const numbered = (forms: Readonly<Record<number, string>>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(forms).flatMap(([value, words]) => words.split(' ').map((word) => [word, Number(value)])),
  );

/** Russian collective numerals, which count only people: «на двоих». */
const collectives: Readonly<Record<string, number>> = numbered({
  2: 'двоих двое',
  3: 'троих трое',
  4: 'четверых четверо',
  5: 'пятерых пятеро',
  6: 'шестерых шестеро',
  7: 'семерых семеро',
  8: 'восьмерых восьмеро',
  10: 'десятерых десятеро',
});

/** Ordinals for days of the month. */
const ordinals: Readonly<Record<string, number>> = numbered({
  1: 'первого первое first',
  2: 'второго второе second',
  3: 'третьего третье third',
  4: 'четвертого четвертое fourth',
  5: 'пятого пятое fifth',
  6: 'шестого шестое sixth',
  7: 'седьмого седьмое seventh',
  8: 'восьмого восьмое eighth',
  9: 'девятого девятое ninth',
  10: 'десятого десятое tenth',
  11: 'одиннадцатого одиннадцатое eleventh',
  12: 'двенадцатого двенадцатое twelfth',
  13: 'тринадцатого тринадцатое thirteenth',
  14: 'четырнадцатого четырнадцатое fourteenth',
  15: 'пятнадцатого пятнадцатое fifteenth',
  16: 'шестнадцатого шестнадцатое sixteenth',
  17: 'семнадцатого семнадцатое seventeenth',
  18: 'восемнадцатого восемнадцатое eighteenth',
  19: 'девятнадцатого девятнадцатое nineteenth',
  20: 'двадцатого двадцатое twentieth',
  30: 'тридцатого тридцатое thirtieth',
});

const MONTH_BEHIND =
  /^[\s-]+(?:of\s+)?(?:январ|феврал|март|апрел|ма[йя](?!\p{L})|июн|июл|август|сентябр|октябр|ноябр|декабр|january|february|march|april|may(?!\p{L})|june|july|august|september|october|november|december)/iu;
const MONTH_BEFORE =
  /(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+(?:the\s+)?$/iu;

type Run = { readonly start: number; readonly end: number; readonly value: number };

/**
 * Replaces spelled-out numbers below 1000 with digits («сто двадцать» becomes "120", «полтора» "1.5"), padded with
 * spaces so that offsets stay valid. "One" and «один» have too many other uses, and thousands stay words, as they do
 * after digits. Ordinals are replaced only beside a month.
 */
export const spellInDigits = (text: string): string => withDigits(text).text;

/** Does so, and also maps an end offset in the converted text to the end in the original words. */
export const withDigits = (words: string): { readonly text: string; readonly endInWords: (end: number) => number } => {
  const runs = spokenNumbers(words);
  return {
    text: runs.reduceRight(
      (rest, { start, end, value }) => rest.slice(0, start) + String(value).padEnd(end - start) + rest.slice(end),
      words,
    ),
    endInWords: (end) => runs.find((run) => run.start < end && end <= run.end)?.end ?? end,
  };
};

/** Finds the spelled-out numbers that `spellInDigits` replaces, in order. */
export const spokenNumbers = (text: string): readonly Run[] => {
  const tokens = withNumberWords({ text, tokens: scanTokens(text) }).tokens;
  const cardinals = tokens.flatMap(({ kind, start, end, value }) =>
    kind === 'number' && isSpelt(text.slice(start, end)) ? [{ start, end, value: Number(value) }] : [],
  );
  return withDays(text, [...cardinals, ...wordsIn(text, collectives)]).filter(({ value }) => value > 0 && value < 1000);
};

/** «Семью» means a family more often than seven. */
const isSpelt = (written: string): boolean =>
  /^\p{L}/u.test(written) && !/^(?:семью|one|одн\p{L}+|один)$/iu.test(written);

/** Returns the day of the month that an ordinal names: «двадцать пятого», "the fifth". */
export const readOrdinalDay = (text: string): number | undefined => {
  const [ordinal] = wordsIn(text, ordinals);
  if (!ordinal) return undefined;
  const tens = spokenNumbers(text.slice(0, ordinal.start)).at(-1);
  const joined = tens && /^[ -]$/.test(text.slice(tens.end, ordinal.start)) && ordinal.value < 10;
  return joined && (tens.value === 20 || tens.value === 30) ? tens.value + ordinal.value : ordinal.value;
};

const wordsIn = (text: string, known: Readonly<Record<string, number>>): readonly Run[] =>
  [...text.matchAll(/\p{L}+/gu)].flatMap(({ index, 0: written }) => {
    const word = written.toLowerCase().replaceAll('ё', 'е');
    const value = Object.hasOwn(known, word) ? known[word] : undefined;
    return value === undefined ? [] : [{ start: index, end: index + written.length, value }];
  });

/** Adds the days of months, joining «двадцать пятого» to one number. */
const withDays = (text: string, numbers: readonly Run[]): readonly Run[] => {
  const days = wordsIn(text, ordinals).flatMap((day) => {
    if (
      !MONTH_BEHIND.test(text.slice(day.end, day.end + 30)) &&
      !MONTH_BEFORE.test(text.slice(0, day.start).slice(-40))
    )
      return [];
    const tens = numbers.find(
      ({ end, value }) =>
        value <= 30 && value % 10 === 0 && value > 10 && day.value < 10 && /^[ -]$/.test(text.slice(end, day.start)),
    );
    return [tens ? { start: tens.start, end: day.end, value: tens.value + day.value } : day];
  });
  const rest = numbers.filter(({ start, end }) => days.every((day) => end <= day.start || day.end <= start));
  return [...rest, ...days].toSorted((a, b) => a.start - b.start);
};

const table: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [0, 'ноль нуль zero oh nought'],
      [1, 'один одна единица one'],
      [2, 'два две двойка two'],
      [3, 'три three'],
      [4, 'четыре four'],
      [5, 'пять five'],
      [6, 'шесть six'],
      [7, 'семь seven'],
      [8, 'восемь eight'],
      [9, 'девять nine'],
      [10, 'десять ten'],
      [11, 'одиннадцать eleven'],
      [12, 'двенадцать twelve'],
      [13, 'тринадцать thirteen'],
      [14, 'четырнадцать fourteen'],
      [15, 'пятнадцать fifteen'],
      [16, 'шестнадцать sixteen'],
      [17, 'семнадцать seventeen'],
      [18, 'восемнадцать eighteen'],
      [19, 'девятнадцать nineteen'],
      [20, 'двадцать twenty'],
      [30, 'тридцать thirty'],
      [40, 'сорок forty'],
      [50, 'пятьдесят fifty'],
      [60, 'шестьдесят sixty'],
      [70, 'семьдесят seventy'],
      [80, 'восемьдесят eighty'],
      [90, 'девяносто ninety'],
      [100, 'сто'],
      [200, 'двести'],
      [300, 'триста'],
      [400, 'четыреста'],
      [500, 'пятьсот'],
      [600, 'шестьсот'],
      [700, 'семьсот'],
      [800, 'восемьсот'],
      [900, 'девятьсот'],
    ] as const
  ).flatMap(([value, words]) => words.split(' ').map((word) => [word, value] as const)),
);
const REPEATS: Readonly<Record<string, number>> = { double: 2, triple: 3, treble: 3, дважды: 2 };
const WORDS = [...Object.keys(table), ...Object.keys(REPEATS), 'плюс', 'plus', '\\d{1,4}'].join('|');
/** Fewer number words are a quantity or a price. */
const LEAST_WORDS = 4;
const MOST_WORDS = 40;
const RUN = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${WORDS})(?:[\\s,.–-]{1,3}(?:${WORDS})(?![\\p{L}\\p{N}])){${LEAST_WORDS - 1},${MOST_WORDS}}`,
  'giu',
);
const LEAST_DIGITS = 6;

/**
 * Converts numbers that are spelled out digit by digit or in groups, like phone numbers, to digits: "oh one one seven"
 * becomes 0117. Other text is unchanged.
 */
export const withSpokenDigits = (text: string): string =>
  text.replace(RUN, (run) => {
    const words = run.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
    if (words.every((word) => /^\d/.test(word))) return run;
    const digits = digitsOf(words);
    return digits.length >= LEAST_DIGITS ? digits : run;
  });

const digitsOf = (words: readonly string[]): string => {
  let digits = '';
  let open: number | undefined;
  let repeat = 1;
  const close = (): void => {
    if (open !== undefined) digits += `${open}`;
    open = undefined;
  };
  for (const word of words) {
    const value = table[word];
    if (value === undefined) {
      close();
      repeat = REPEATS[word] ?? 1;
      if (/^\d/.test(word)) digits += word;
    } else if (repeat > 1) {
      digits += `${value}`.repeat(repeat);
      repeat = 1;
    } else if (open !== undefined && value > 0 && isRest(open, value)) open += value;
    else {
      close();
      open = value;
    }
  }
  close();
  return digits;
};

/** Whether the value can follow: tens after hundreds, or units after tens. */
const isRest = (open: number, value: number): boolean =>
  (open >= 100 && open % 100 === 0 && value < 100) || (open >= 20 && open % 10 === 0 && open % 100 !== 0 && value < 10);

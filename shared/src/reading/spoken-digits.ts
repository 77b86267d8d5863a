import type { Found } from '../text/word-pattern.ts';

/** Number words as the digits that they are dictated as, folded. */
const words: Readonly<Record<string, string>> = Object.fromEntries(
  [
    '0 ноль нуль нолик zero oh o nought',
    '1 один одна раз one',
    '2 два две two',
    '3 три three',
    '4 четыре four',
    '5 пять five',
    '6 шесть six',
    '7 семь seven',
    '8 восемь eight',
    '9 девять nine',
    '10 десять ten',
    '11 одиннадцать eleven',
    '12 двенадцать twelve',
    '13 тринадцать thirteen',
    '14 четырнадцать fourteen',
    '15 пятнадцать fifteen',
    '16 шестнадцать sixteen',
    '17 семнадцать seventeen',
    '18 восемнадцать eighteen',
    '19 девятнадцать nineteen',
    '20 двадцать twenty',
    '30 тридцать thirty',
    '40 сорок forty',
    '50 пятьдесят fifty',
    '60 шестьдесят sixty',
    '70 семьдесят seventy',
    '80 восемьдесят eighty',
    '90 девяносто ninety',
    '100 сто',
    '200 двести',
    '300 триста',
    '400 четыреста',
    '500 пятьсот',
    '600 шестьсот',
    '700 семьсот',
    '800 восемьсот',
    '900 девятьсот',
  ].flatMap((line) => {
    const [digits = '', ...forms] = line.split(' ');
    return forms.map((form) => [form, digits] as const);
  }),
);
/** The digits that a count may precede, by the word for them: «три нуля», "triple oh", «две семёрки». */
const repeated: Readonly<Record<string, string>> = Object.fromEntries(
  [
    '0 нуля нулей ноля нолей zeros zeroes',
    '1 единицы единички ones',
    '2 двойки twos',
    '3 тройки threes',
    '4 четверки fours',
    '5 пятерки fives',
    '6 шестерки sixes',
    '7 семерки sevens',
    '8 восьмерки eights',
    '9 девятки nines',
  ].flatMap((line) => {
    const [digit = '', ...forms] = line.split(' ');
    return forms.map((form) => [form, digit] as const);
  }),
);
const times: Readonly<Record<string, number>> = { double: 2, triple: 3, дважды: 2, трижды: 3 };

const PIECE = /\p{L}+|\d+|[+]|[^\s\p{L}\d]/gu;
/** May stand between the digits of one number. */
const JOINT = /^[\s,()–—-]{0,4}$/u;

/**
 * Finds runs of dictated digits with at least one number word or with single digits: «восемь девятьсот ноль ноль» is
 * "890000", "double five" is "55". A leading "plus" is kept as a sign.
 */
export const findSpokenDigits = (text: string): readonly Found<string>[] => {
  const pieces = [...text.matchAll(PIECE)].map(({ 0: value, index }) => ({
    value: value.toLowerCase().replaceAll('ё', 'е'),
    start: index,
    end: index + value.length,
  }));
  const runs: Found<string>[] = [];
  let run: { digits: string; start: number; end: number; room: number; spoken: number } | undefined;
  const close = () => {
    if (run && run.spoken > 0) runs.push({ value: run.digits, start: run.start, end: run.end });
    run = undefined;
  };
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at];
    if (!piece) break;
    if (/^[,()–—-]$/u.test(piece.value)) continue;
    const next = pieces[at + 1];
    const read = readPiece(piece.value, next?.value);
    if (!read || (run && !JOINT.test(text.slice(run.end, piece.start)))) close();
    if (!read) continue;
    const end = read.takesNext ? (next?.end ?? piece.end) : piece.end;
    run ??= { digits: '', start: piece.start, end, room: 0, spoken: 0 };
    // «Девятьсот двадцать один» is 921: a smaller part fills the zeros of the preceding one.
    const fits = read.isWord && run.room > 0 && read.digits.length <= run.room && !read.digits.startsWith('0');
    run.digits = fits ? run.digits.slice(0, -read.digits.length) + read.digits : run.digits + read.digits;
    run.room = read.isWord ? roomOf(read.digits) : 0;
    run.end = end;
    run.spoken += read.isWord || /^\d$/u.test(piece.value) ? 1 : 0;
    if (read.takesNext) at += 1;
  }
  close();
  return runs;
};

/** The number of places that a smaller part may still fill: two behind "900", one behind "20". */
const roomOf = (digits: string): number => (/^[1-9]00$/.test(digits) ? 2 : /^[2-9]0$/.test(digits) ? 1 : 0);

type Read = { readonly digits: string; readonly isWord: boolean; readonly takesNext: boolean };

const readPiece = (word: string, next = ''): Read | undefined => {
  if (/^\d+$/u.test(word)) return { digits: word, isWord: false, takesNext: false };
  if (/^(?:\+|плюс|plus)$/u.test(word)) return { digits: '+', isWord: word !== '+', takesNext: false };
  const again = repeatOf(word, next);
  if (again !== undefined) return { digits: again, isWord: true, takesNext: true };
  const digits = Object.hasOwn(words, word) ? words[word] : undefined;
  return digits === undefined ? undefined : { digits, isWord: true, takesNext: false };
};

const repeatOf = (word: string, next: string): string | undefined => {
  const count = Object.hasOwn(times, word)
    ? times[word]
    : Number(Object.hasOwn(words, word) ? words[word] : Number.NaN);
  if (count === undefined || !(count >= 2 && count <= 5)) return undefined;
  if (Object.hasOwn(repeated, next)) return repeated[next]?.repeat(count);
  return Object.hasOwn(times, word) && Object.hasOwn(words, next) ? words[next]?.repeat(count) : undefined;
};

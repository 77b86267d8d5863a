import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTimeOf } from '../../testing/cpu-time.ts';
import { analyzeText } from './analyze-text.ts';

const PIECES = [
  'Доставка',
  'ёлка',
  'й',
  'café',
  'iPhone',
  '15',
  'Pro',
  'А4',
  '10',
  'кг',
  ' ',
  ' ',
  '-',
  '.',
  ',',
  '/',
  '@',
  ':',
  '%',
  '$',
  '₽',
  '+',
  '#',
  '(',
  ')',
  "'",
  '’',
  '12',
  '05',
  '2026',
  'мая',
  'May',
  'тыс',
  '000',
  'руб',
  'с',
  'до',
  '\n',
  '\u00a0',
  '№',
  '…',
  'Wi',
  'Fi',
  'т',
  'р',
  'http://',
  'www.',
  'ru',
];
const ODD = [
  '\0',
  '\ud800',
  '\udc00',
  '🦄',
  '👩‍👩‍👧',
  'שלום',
  'مرحبا',
  '你好',
  '\u0301',
  '\u0306',
  '½',
  '²',
  'ﬁ',
  '１',
  '\u00ad',
  '\u202e',
  '__proto__',
];
const textOf = (pieces: readonly string[]) =>
  fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));

const stems = (text: string): string[] => analyzeText(text).map(({ stem }) => stem);

describe('any text', () => {
  it('gives the same terms composed and decomposed, in capitals and in small letters', () => {
    fc.assert(
      fc.property(textOf(PIECES), (text) => {
        const expected = stems(text);
        for (const other of [text.normalize('NFD'), text.toUpperCase(), text.toLowerCase()]) {
          expect(stems(other)).toEqual(expected);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives terms that are not empty and no longer than 64 characters, each word with one stem', () => {
    fc.assert(
      fc.property(fc.oneof(textOf([...PIECES, ...ODD]), fc.string({ unit: 'binary', maxLength: 80 })), (text) => {
        const known = new Map<string, string>();
        for (const { word, stem } of analyzeText(text)) {
          expect(word.length).toBeGreaterThan(0);
          expect(stem.length).toBeGreaterThan(0);
          expect(word.length).toBeLessThanOrEqual(64);
          expect(known.get(word) ?? stem).toBe(stem);
          known.set(word, stem);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    'a',
    'ё',
    '1',
    '1,',
    '1.',
    '1 ',
    '12:',
    '10-',
    'a-',
    'a.',
    'a@',
    '12.05.',
    'а1',
    '+7 (',
    '8 800 ',
    '111,',
    '10 кг',
    'wi fi ',
    'т.р.',
    '\u0301',
    '\ud800',
    '🦄',
    'http://',
    'a@b.',
    'may 5 ',
    '$1',
    "a'",
    '\u00ad',
    'с 9 до ',
    '\0',
    '½',
  ])('%j is read in linear time, however often it is repeated', (piece) => {
    const text = piece.repeat(Math.ceil(300_000 / piece.length));
    // Anything quadratic would take minutes.
    expect(cpuTimeOf(() => analyzeText(text))).toBeLessThan(8000);
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { analyzeText } from '../language/analyze-text.ts';
import { readQuery } from '../terms/read-query.ts';
import { createTermIndex, type TermIndex } from '../terms/term-index.ts';
import { nearness, wordsOf } from './nearness.ts';

/** Words that have nothing in common, and are no stop words. */
const fillers = ['шатёр', 'лодка', 'музыка', 'кухня', 'озеро', 'веранда', 'сцена', 'гримёрная', 'фуршет', 'декор'];

const indexOf = (...texts: string[]): TermIndex => {
  const index = createTermIndex();
  for (const [at, text] of texts.entries()) index.add(at + 1, 'text', text);
  return index;
};

const nearnessIn = (text: string, query: string): number => {
  const index = indexOf(text, 'аренда', 'парковка', fillers.join(' '));
  return nearness(wordsOf(analyzeText(text)), readQuery(query, index).terms, { index, average: index.averageLength() });
};

const between = (words: number): string =>
  `аренда ${fillers.slice(0, words).join(' ')} парковка ${fillers.slice(words).join(' ')}`;

it('falls with the distance of two words, and is nothing when one of them is missing', () => {
  const all = [0, 1, 3, 8].map((words) => nearnessIn(between(words), 'аренда парковка'));
  expect(all).toEqual(all.toSorted((a, b) => b - a));
  expect(new Set(all).size).toBe(4);
  expect(all.at(-1)).toBeGreaterThan(0);
  expect(nearnessIn(`аренда ${fillers.join(' ')}`, 'аренда парковка')).toBe(0);
});

it('is nothing for a query of one word, however often it stands there', () => {
  expect(nearnessIn('парковка парковка парковка', 'парковка')).toBe(0);
});

it('does not care which of the words comes first, in the text or in the query', () => {
  const there = nearnessIn('аренда парковка шатёр', 'аренда парковка');
  expect(nearnessIn('парковка аренда шатёр', 'аренда парковка')).toBeCloseTo(there, 12);
  expect(nearnessIn('аренда парковка шатёр', 'парковка аренда')).toBeCloseTo(there, 12);
});

it('does not count stop words between two words', () => {
  expect(nearnessIn('аренда и парковка', 'аренда парковка')).toBeCloseTo(
    nearnessIn('аренда парковка', 'аренда парковка'),
    12,
  );
});

it('counts no term that says again what its parts say', () => {
  const parted = nearnessIn('аренда wi-fi парковка', 'аренда парковка');
  expect(parted).toBeCloseTo(nearnessIn('аренда шатёр лодка парковка', 'аренда парковка'), 12);
});

it('counts less in a long passage', () => {
  expect(nearnessIn('аренда парковка', 'аренда парковка')).toBeGreaterThan(
    nearnessIn(`аренда парковка ${fillers.join(' ')}`, 'аренда парковка'),
  );
});

it('is finite and never negative, whatever the text and the query', () => {
  const text = fc
    .array(fc.constantFrom(...fillers, 'аренда', 'парковка', 'и', '500', 'rent'), { maxLength: 15 })
    .map((words) => words.join(' '));
  fc.assert(
    fc.property(text, text, (passage, query) => {
      const near = nearnessIn(passage, query);
      expect(Number.isFinite(near) && near >= 0).toBe(true);
    }),
    { numRuns: 100 },
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cpuTimeOf } from '../testing/cpu-time.ts';
import { diffWords, type Piece } from './diff-words.ts';

const textOf = (pieces: readonly Piece[]) => pieces.map(({ text }) => text).join('');
const wordsThat = (pieces: readonly Piece[], differ: boolean) =>
  pieces.flatMap(({ text, differs }) => (differs === differ ? text.split(/\s+/).filter(Boolean) : []));
const texts = fc
  .array(fc.constantFrom('шатёр', 'на', '120', 'гостей', 'с', 'полом'), { maxLength: 12 })
  .map((words) => words.join(' '));

it('marks the words that the other text does not have', () => {
  const { left, right } = diffWords('Шатёр на 120 гостей с полом', 'Шатёр на 140 гостей с полом и светом');
  expect(wordsThat(left, true)).toEqual(['120']);
  expect(wordsThat(right, true)).toEqual(['140', 'и', 'светом']);
});

it('marks whole texts that have nothing in common, and nothing in equal ones', () => {
  expect(diffWords('один два', 'три')).toEqual({
    left: [{ text: 'один два', differs: true }],
    right: [{ text: 'три', differs: true }],
  });
  expect(wordsThat(diffWords('один  два', 'один два').left, true)).toEqual([]);
});

it('loses no character, and leaves both texts the same words unmarked', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const { left, right } = diffWords(a, b);
      expect(textOf(left)).toBe(a);
      expect(textOf(right)).toBe(b);
      expect(wordsThat(left, false)).toEqual(wordsThat(right, false));
    }),
  );
});

it('takes two long texts of other words within a blink', () => {
  const long = (seed: string) => Array.from({ length: 8000 }, (_, at) => `${seed}${at}`).join(' ');
  const [a, b] = [long('а'), long('б')];
  expect(cpuTimeOf(() => diffWords(a, b))).toBeLessThan(500);
  expect(diffWords(a, b).left).toHaveLength(1);
});

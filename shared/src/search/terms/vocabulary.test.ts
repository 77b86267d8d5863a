import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from './edit-distance.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';
import type { NearWord } from './word-table.ts';

const letters = fc.constantFrom('а', 'б', 'в', 'a', 'b');
const wordArbitrary = fc.oneof(
  fc.string({ unit: letters, minLength: 1, maxLength: 7 }),
  fc.constantFrom('аба', 'абва', 'абвгда', 'абвгдб', 'baab'),
);
/** A word may have two stems: its own beginning and what another analysis makes of it. */
const pairArbitrary = fc.record({ word: wordArbitrary, second: fc.boolean() });
type Pair = { readonly word: string; readonly second: boolean };

const stemOf = ({ word, second }: Pair): string => (second ? `${word}x` : word.slice(0, 5));

const filled = (pairs: readonly Pair[]): Vocabulary => {
  const vocabulary = createVocabulary();
  for (const pair of pairs) vocabulary.add(pair.word, stemOf(pair));
  return vocabulary;
};

const answers = (vocabulary: Vocabulary, asked: string) => ({
  near: [vocabulary.near(asked, 1), vocabulary.near(asked, 2)],
  starting: [1, 2, 3, 4].map((length) => vocabulary.startingWith(asked.slice(0, length))),
  family: vocabulary.family(asked),
  known: vocabulary.findStem(asked) !== undefined,
});

const nearByScan = (pairs: readonly Pair[], asked: string, limit: number): NearWord[] => {
  const counted = new Map<string, NearWord>();
  for (const pair of pairs) {
    const distance = editDistance(asked, pair.word, limit);
    if (distance > limit) continue;
    const stem = stemOf(pair);
    const count = (counted.get(`${pair.word} ${stem}`)?.count ?? 0) + 1;
    counted.set(`${pair.word} ${stem}`, { text: pair.word, stem, count, distance });
  }
  const order = (a: string, b: string): number => Number(a > b) - Number(a < b);
  return [...counted.values()].sort(
    (a, b) => a.distance - b.distance || b.count - a.count || order(a.text, b.text) || order(a.stem, b.stem),
  );
};

describe('the vocabulary', () => {
  it('finds every near word, nearest first, then the more frequent', () => {
    fc.assert(
      fc.property(fc.array(pairArbitrary), wordArbitrary, fc.integer({ min: 1, max: 2 }), (pairs, asked, limit) => {
        expect(filled(pairs).near(asked, limit)).toEqual(nearByScan(pairs, asked, limit));
      }),
      { numRuns: 500 },
    );
  });

  it('after any additions and removals answers as one filled with what is left', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(pairArbitrary, fc.boolean()), { maxLength: 60 }),
        fc.array(wordArbitrary, { minLength: 1, maxLength: 5 }),
        (steps, asked) => {
          const changed = createVocabulary();
          const left: Pair[] = [];
          for (const [pair, adds] of steps) {
            const at = left.findIndex((other) => other.word === pair.word && other.second === pair.second);
            if (adds) {
              left.push(pair);
              changed.add(pair.word, stemOf(pair));
            } else if (at >= 0) {
              left.splice(at, 1);
              expect(changed.remove(pair.word, stemOf(pair))).toBeTypeOf('number');
            }
          }
          const restored = createVocabulary(structuredClone(changed.save().snapshot));
          for (const word of asked) {
            const expected = answers(filled(left), word);
            expect(answers(changed, word)).toEqual(expected);
            expect(answers(restored, word)).toEqual(expected);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('calls stems with the same root a family, the most alike first', () => {
    const vocabulary = createVocabulary();
    for (const stem of ['организац', 'организатор', 'организм', 'оркестр', 'opened']) vocabulary.add(stem, stem);
    expect(vocabulary.family('организац').map(({ stem }) => stem)).toEqual(['организм', 'организатор']);
    expect(vocabulary.family('4500')).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeText } from '../language/analyze-text.ts';
import type { IndexedPassage } from '../search-index.ts';
import { indexedPassage } from '../testing/indexed-passage.ts';
import { type Arranged, arrangeResults } from './arrange-results.ts';
import { gistOf } from './near-duplicates.ts';

/** Passages in slots 1, 2, 3…; all that are told by `ranked`, best first. */
const arrange = (passages: readonly IndexedPassage[], ranked: readonly number[], limit = 10): Arranged[] => {
  const passage = (slot: number): IndexedPassage => passages[slot - 1] ?? indexedPassage('none', '');
  return arrangeResults(ranked, limit, {
    passage,
    gist: (slot) => gistOf(analyzeText(passage(slot).text), passage(slot).text),
  });
};

const texts = [
  'Аренда зала включает звук.',
  'Кухня работает до полуночи.',
  'Сцена открыта летом.',
  'Парковка у входа.',
  'Гримёрная на этаже.',
];
const at = (position: number, extra: Partial<IndexedPassage> = {}): IndexedPassage =>
  indexedPassage(`p${position}`, texts[position] ?? '', { position, ...extra });

describe('neighbors in a source', () => {
  it('are one result in reading order, named by the better of them', () => {
    expect(arrange([at(0), at(1), at(2)], [3, 1, 2])).toEqual([
      { slot: 3, joined: [2, 3], duplicates: [] },
      { slot: 1, joined: [1], duplicates: [] },
    ]);
  });

  it('are three at most', () => {
    expect(arrange([at(0), at(1), at(2), at(3), at(4)], [1, 2, 3, 4, 5]).map(({ joined }) => joined)).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('stay apart in different sources, and with a passage between them', () => {
    expect(arrange([at(0), at(1, { sourceId: 'other' }), at(2)], [1, 2, 3])).toHaveLength(3);
  });

  it('stay apart when one is a question-answer pair', () => {
    expect(arrange([at(0), at(1, { question: 'До скольки кухня?' })], [1, 2])).toHaveLength(2);
    expect(arrange([at(0, { question: 'Что входит?' }), at(1)], [1, 2])).toHaveLength(2);
  });
});

it('joins a passage that says the same in another source to the better one', () => {
  const again = at(0, { id: 'again', sourceId: 'other' });
  expect(arrange([at(0), at(2), again], [1, 2, 3])).toEqual([
    { slot: 1, joined: [1], duplicates: [3] },
    { slot: 2, joined: [2], duplicates: [] },
  ]);
});

it('shows nothing twice of neighbors that another source has, too', () => {
  const copies = [at(0, { id: 'copy0', sourceId: 'copy' }), at(1, { id: 'copy1', sourceId: 'copy' })];
  expect(arrange([at(0), at(1), ...copies], [1, 2, 3, 4])).toEqual([{ slot: 1, joined: [1, 2], duplicates: [3, 4] }]);
});

it('gives each passage once, the best of each result in the order of the ranking, up to the limit, whatever the passages', () => {
  const passages = fc.array(
    fc.record({
      sourceId: fc.constantFrom('a', 'b'),
      position: fc.integer({ min: 0, max: 6 }),
      text: fc.constantFrom(...texts),
      question: fc.option(fc.constant('Что входит?'), { nil: undefined, freq: 3 }),
    }),
    { maxLength: 14 },
  );
  fc.assert(
    fc.property(passages, fc.integer({ min: 1, max: 6 }), (drawn, limit) => {
      const all = drawn.map(({ text, ...extra }, index) => indexedPassage(`p${index}`, text, extra));
      const ranked = all.map((_, index) => index + 1);
      const arranged = arrange(all, ranked, limit);
      const read = (slot: number) => all[slot - 1];
      expect(arranged.length).toBeLessThanOrEqual(limit);
      const leaders = arranged.map(({ slot }) => slot);
      expect(leaders).toEqual(leaders.toSorted((a, b) => a - b));
      const shown = arranged.flatMap(({ joined, duplicates }) => [...joined, ...duplicates]);
      expect(new Set(shown).size).toBe(shown.length);
      // Nothing is left out that stands above the last result.
      const last = leaders.at(-1) ?? 0;
      expect(ranked.filter((slot) => slot < last && !shown.includes(slot))).toEqual([]);
      if (arranged.length < limit) expect(shown.toSorted((a, b) => a - b)).toEqual(ranked);
      for (const { slot, joined, duplicates } of arranged) {
        expect(joined).toContain(slot);
        expect(joined.length).toBeLessThanOrEqual(3);
        const positions = joined.map((other) => read(other)?.position ?? -1);
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
        expect((positions.at(-1) ?? 0) - (positions[0] ?? 0)).toBeLessThan(3);
        expect(new Set(joined.map((other) => read(other)?.sourceId)).size).toBe(1);
        if (joined.length > 1) expect(joined.every((other) => read(other)?.question === undefined)).toBe(true);
        const shownTexts = joined.map((other) => read(other)?.text);
        for (const other of duplicates) expect(shownTexts).toContain(read(other)?.text);
      }
    }),
    { numRuns: 200 },
  );
});

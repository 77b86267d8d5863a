import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, leastDistance, letterBits } from './edit-distance.ts';

/** Optimal string alignment as its definition reads. */
const plainDistance = (a: string, b: string): number => {
  const rows: number[][] = [];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 0; i <= a.length; i++) {
    rows.push([]);
    for (let j = 0; j <= b.length; j++) {
      const costs = [];
      if (i === 0 || j === 0) costs.push(i + j);
      else costs.push(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) costs.push(at(i - 2, j - 2) + 1);
      rows[i]?.push(Math.min(...costs));
    }
  }
  return at(a.length, b.length);
};

const wordArbitrary = fc.string({ unit: fc.constantFrom('a', 'b', 'в', 'г', '1'), maxLength: 9 });

describe('the edit distance', () => {
  it('counts a letter put in, left out or changed, and two swapped, as one', () => {
    expect(['доставк', 'доставкаа', 'достввка', 'дотсавка'].map((word) => editDistance(word, 'доставка', 2))).toEqual([
      1, 1, 1, 1,
    ]);
  });

  it('is the plain one up to its limit, and one more beyond', () => {
    fc.assert(
      fc.property(wordArbitrary, wordArbitrary, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(plainDistance(a, b), limit + 1));
      }),
      { numRuns: 2000 },
    );
  });

  it('is never below what the letters alone tell', () => {
    fc.assert(
      fc.property(wordArbitrary, wordArbitrary, (a, b) => {
        expect(leastDistance(letterBits(a), letterBits(b))).toBeLessThanOrEqual(plainDistance(a, b));
      }),
    );
  });
});

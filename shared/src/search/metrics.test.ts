import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areaUnderRoc, mean, ndcg, quantile, recall, reciprocalRank } from './metrics.ts';

const relevant = { a: 2, b: 1, c: 0 };

it('computes nDCG as by hand', () => {
  const ideal = 2 / 1 + 1 / Math.log2(3);
  expect(ndcg(['x', 'a', 'c', 'b'], relevant, 10)).toBeCloseTo((2 / Math.log2(3) + 1 / Math.log2(5)) / ideal, 12);
  expect(ndcg(['a', 'b'], relevant, 10)).toBe(1);
  expect(ndcg(['x', 'a'], relevant, 1)).toBe(0);
  expect(ndcg(['x'], {}, 10)).toBe(0);
});

it('computes recall and reciprocal rank as by hand', () => {
  expect(recall(['x', 'b', 'c'], relevant, 10)).toBe(0.5);
  expect(recall(['x', 'b', 'a'], relevant, 2)).toBe(0.5);
  expect(recall(['x'], {}, 10)).toBe(0);
  expect(reciprocalRank(['c', 'x', 'b'], relevant, 10)).toBeCloseTo(1 / 3, 12);
  expect(reciprocalRank(['c', 'x', 'b'], relevant, 2)).toBe(0);
});

it('computes the area under the ROC curve as by hand', () => {
  expect(areaUnderRoc([3, 2], [1, 0])).toBe(1);
  expect(areaUnderRoc([0], [1])).toBe(0);
  expect(areaUnderRoc([1, 1], [1])).toBe(0.5);
  expect(areaUnderRoc([0.9, 0.4], [0.5, 0.1])).toBe(0.75);
  expect(areaUnderRoc([], [1])).toBe(0.5);
});

it('has the area count pairs', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(scores, scores, (positives, negatives) => {
      const wins = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
      expect(areaUnderRoc(positives, negatives)).toBeCloseTo(mean(wins), 10);
    }),
  );
});

it('takes quantiles by nearest rank', () => {
  expect(quantile([5, 1, 3, 2, 4], 0.5)).toBe(3);
  expect(quantile([5, 1, 3, 2, 4], 0.95)).toBe(5);
  expect(quantile([7], 0)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWeighted, createMatrix, type Matrix, orthonormalize, type SparseRow, scatterWeighted } from './subspace.ts';

const breathe = async (): Promise<void> => undefined;

const matrixOf = (width: number, values: readonly number[]): Matrix => ({ width, values: Float64Array.from(values) });

const product = ({ width, values }: Matrix, a: number, b: number): number => {
  let sum = 0;
  for (let row = 0; row < values.length; row += width) sum += (values[row + a] ?? 0) * (values[row + b] ?? 0);
  return sum;
};

/** What of a column lies outside of the span of orthonormal columns, as a share of its length. */
const outside = (matrix: Matrix, column: number, basis: Matrix): number => {
  const { width, values } = matrix;
  const rest = Array.from({ length: values.length / width }, (_, row) => values[row * width + column] ?? 0);
  const length = Math.hypot(...rest);
  for (let k = 0; k < width; k++) {
    let along = 0;
    for (const [row, value] of rest.entries()) along += value * (basis.values[row * width + k] ?? 0);
    for (const row of rest.keys()) rest[row] = (rest[row] ?? 0) - along * (basis.values[row * width + k] ?? 0);
  }
  return length === 0 ? 0 : Math.hypot(...rest) / length;
};

/** Columns of very different lengths, of which one may repeat another, but for a little. */
const matrices = fc.integer({ min: 1, max: 6 }).chain((width) =>
  fc
    .record({
      values: fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: width, maxLength: width * 12 }),
      scales: fc.array(fc.constantFrom(1e-6, 1, 1e6), { minLength: width, maxLength: width }),
      from: fc.nat({ max: width - 1 }),
      to: fc.nat({ max: width - 1 }),
      difference: fc.constantFrom(0, 1e-9, 1e-6, 1e-3),
    })
    .map(({ values, scales, from, to, difference }) => {
      const rows = Math.floor(values.length / width);
      const at = (row: number, k: number): number => (values[row * width + k] ?? 0) * (scales[k] ?? 1);
      const matrix = createMatrix(rows, width);
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < width; k++) {
          matrix.values[row * width + k] = k === to ? at(row, from) + difference * at(row, to) : at(row, k);
        }
      }
      return matrix;
    }),
);

describe('orthonormalize', () => {
  it('leaves columns of unit length at right angles, or zeros', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, async (matrix) => {
        await orthonormalize(matrix, breathe);
        for (let a = 0; a < matrix.width; a++) {
          const length = product(matrix, a, a);
          expect(length === 0 || Math.abs(length - 1) < 1e-5).toBe(true);
          for (let b = 0; b < a; b++) expect(Math.abs(product(matrix, a, b))).toBeLessThan(1e-5);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the span: every column can be made of what is left', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, async (matrix) => {
        const before = { width: matrix.width, values: matrix.values.slice() };
        await orthonormalize(matrix, breathe);
        for (let column = 0; column < matrix.width; column++) {
          expect(outside(before, column, matrix)).toBeLessThan(1e-4);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('makes zeros of what is left of a column by rounding', async () => {
    const matrix = matrixOf(3, [1, 1, 7, 2, 2.0003, 5]);
    await orthonormalize(matrix, breathe);
    expect([2, 5].map((at) => matrix.values[at])).toEqual([0, 0]);
    expect(product(matrix, 1, 1)).toBeCloseTo(1, 12);
  });

  it('makes zeros of a column that repeats another', async () => {
    const matrix = matrixOf(2, [3, 6, 4, 8]);
    await orthonormalize(matrix, breathe);
    expect([...matrix.values]).toEqual([0.6, 0, 0.8, 0]);
  });
});

const rows = fc.array(
  fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: -5, max: 5 })), { maxLength: 4 }).map(
    (entries): SparseRow => ({
      columns: Int32Array.from(entries, ([column]) => column),
      weights: Float64Array.from(entries, ([, weight]) => weight),
    }),
  ),
  { minLength: 1, maxLength: 5 },
);

it('adds up weighed rows, and the same transposed', () => {
  fc.assert(
    fc.property(rows, (sparse) => {
      const dense = (at: number, column: number): number =>
        [...(sparse[at]?.columns ?? [])].reduce(
          (sum, other, entry) => sum + (other === column ? (sparse[at]?.weights[entry] ?? 0) : 0),
          0,
        );
      const source = matrixOf(2, [1, 2, 3, 5, 7, 11, 13, 17]);
      const target = createMatrix(sparse.length, 2);
      for (const [at, row] of sparse.entries()) addWeighted(target, at, source, row);
      const back = createMatrix(4, 2);
      for (const [at, row] of sparse.entries()) scatterWeighted(back, target, at, row);
      for (let k = 0; k < 2; k++) {
        for (const at of sparse.keys()) {
          const expected = [0, 1, 2, 3].reduce((sum, c) => sum + dense(at, c) * (source.values[c * 2 + k] ?? 0), 0);
          expect(target.values[at * 2 + k]).toBe(expected);
        }
        for (let column = 0; column < 4; column++) {
          const expected = [...sparse.keys()].reduce(
            (sum, at) => sum + dense(at, column) * (target.values[at * 2 + k] ?? 0),
            0,
          );
          expect((back.values[column * 2 + k] ?? 0) - expected).toBe(0);
        }
      }
    }),
    { numRuns: 100 },
  );
});

import type { Breathe } from '../../timing/breath.ts';

/** A matrix in row-major order with `width` columns. */
export type Matrix = { readonly width: number; readonly values: Float64Array };

/** Creates a matrix of zeros. */
export const createMatrix = (rows: number, width: number): Matrix => ({
  width,
  values: new Float64Array(rows * width),
});

/** The entries of a sparse row: which rows of another matrix it combines, with weights. */
export type SparseRow = { readonly columns: Int32Array; readonly weights: Float64Array };

/** Computes target[row] += weight * source[column] over the row's entries. */
export const addWeighted = (target: Matrix, row: number, source: Matrix, { columns, weights }: SparseRow): void => {
  const { width, values } = target;
  const to = row * width;
  for (let at = 0; at < columns.length; at++) {
    const from = (columns[at] ?? 0) * width;
    const weight = weights[at] ?? 0;
    for (let k = 0; k < width; k++) values[to + k] = (values[to + k] ?? 0) + weight * (source.values[from + k] ?? 0);
  }
};

/** The transposed operation: target[column] += weight * source[row]. */
export const scatterWeighted = (target: Matrix, source: Matrix, row: number, sparse: SparseRow): void => {
  const { columns, weights } = sparse;
  const { width, values } = target;
  const from = row * width;
  for (let at = 0; at < columns.length; at++) {
    const to = (columns[at] ?? 0) * width;
    const weight = weights[at] ?? 0;
    for (let k = 0; k < width; k++) values[to + k] = (values[to + k] ?? 0) + weight * (source.values[from + k] ?? 0);
  }
};

/** The number of rows processed between two yields. */
export const ROWS_PER_SLICE = 256;

/**
 * Makes the columns orthogonal and of unit length, by the Cholesky factor of their inner products. A column that
 * depends on earlier ones becomes zeros. Done twice, because nearly dependent columns magnify rounding errors
 * (CholeskyQR2, Yamamoto et al., 2015).
 */
export const orthonormalize = async (matrix: Matrix, breathe: Breathe): Promise<void> => {
  for (let pass = 0; pass < 2; pass++) {
    const products = await columnProducts(matrix, breathe);
    await divide(matrix, choleskyOf(products, matrix.width), breathe);
  }
};

const divide = async ({ width, values }: Matrix, factor: Float64Array, breathe: Breathe): Promise<void> => {
  for (let row = 0; row < values.length; row += width) {
    if (row % (ROWS_PER_SLICE * width) === 0) await breathe();
    for (let k = 0; k < width; k++) {
      const diagonal = factor[k * width + k] ?? 0;
      let value = values[row + k] ?? 0;
      for (let j = 0; j < k; j++) value -= (factor[k * width + j] ?? 0) * (values[row + j] ?? 0);
      values[row + k] = diagonal > 0 ? value / diagonal : 0;
    }
  }
};

/** Returns the inner products of all pairs of columns: the lower half of a `width` x `width` matrix. */
const columnProducts = async ({ width, values }: Matrix, breathe: Breathe): Promise<Float64Array> => {
  const products = new Float64Array(width * width);
  for (let row = 0; row < values.length; row += width) {
    if (row % (ROWS_PER_SLICE * width) === 0) await breathe();
    for (let k = 0; k < width; k++) {
      const value = values[row + k] ?? 0;
      if (value === 0) continue;
      for (let j = 0; j <= k; j++)
        products[k * width + j] = (products[k * width + j] ?? 0) + value * (values[row + j] ?? 0);
    }
  }
  return products;
};

/** If less than this fraction of a column's length remains, the rest is rounding. */
const DEPENDENT = 1e-10;

/** Returns the lower triangular L with L Lᵀ = products; rows of dependent columns are zeros. */
const choleskyOf = (products: Float64Array, width: number): Float64Array => {
  const factor = new Float64Array(width * width);
  for (let k = 0; k < width; k++) {
    for (let j = 0; j <= k; j++) {
      let value = products[k * width + j] ?? 0;
      for (let i = 0; i < j; i++) value -= (factor[k * width + i] ?? 0) * (factor[j * width + i] ?? 0);
      const diagonal = factor[j * width + j] ?? 0;
      if (j < k) factor[k * width + j] = diagonal > 0 ? value / diagonal : 0;
      else factor[k * width + k] = value > DEPENDENT * (products[k * width + k] ?? 0) ? Math.sqrt(value) : 0;
    }
  }
  return factor;
};

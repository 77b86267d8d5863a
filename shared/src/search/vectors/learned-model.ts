import type { Breathe } from '../../timing/breath.ts';
import { hashOf } from './hash-of.ts';
import {
  addWeighted,
  createMatrix,
  type Matrix,
  orthonormalize,
  ROWS_PER_SLICE,
  type SparseRow,
  scatterWeighted,
} from './subspace.ts';
import { readFeatures, type WordFeatures } from './word-features.ts';

/** Fewer passages than this teach nothing beyond word matches. */
const LEAST_PASSAGES = 16;
const MAX_DIMENSIONS = 128;
/** The number of iterations that turn the subspace toward the directions in which the passages differ most. */
const ROUNDS = 2;

/** Words and their letter pieces as directions: those that occur in the same passages point the same way. */
export type LearnedModel = {
  readonly dimensions: number;
  /**
   * Returns the unit-length sum of the words' directions, weighted by rarity; zeros for a text without known features.
   */
  embed(stems: readonly string[]): Float32Array;
  /** The memory that the model takes up, by estimate. */
  readonly bytes: number;
};

/**
 * Latent semantic analysis (Deerwester et al., 1990) of words and their letter pieces, by randomized subspace iteration
 * (Halko, Martinsson and Tropp, 2011). A pure function of the ordered passages, so the result is the same on every
 * machine. A passage is given as its stems without stop words. Returns undefined when there are too few passages.
 */
export const learnModel = async (
  passages: readonly (readonly string[])[],
  breathe: Breathe,
): Promise<LearnedModel | undefined> => {
  if (passages.length < LEAST_PASSAGES) return undefined;
  const features = await readFeatures(passages, breathe);
  const rows: SparseRow[] = [];
  for (const stems of passages) {
    if (rows.length % ROWS_PER_SLICE === 0) await breathe();
    rows.push(rowOf(stems, features));
  }
  const dimensions = Math.min(MAX_DIMENSIONS, passages.length >>> 1);
  const directions = await findDirections(rows, features, { dimensions, breathe });
  const words = await spread(features.rows, directions, breathe);
  return openModel(features, Float32Array.from(directions.values), Float32Array.from(words.values));
};

/** Returns the weighted words of a passage as a row of unit length. */
const rowOf = (stems: readonly string[], { stems: numbers, rarity }: WordFeatures): SparseRow => {
  const weighed = [...weigh(stems, rarity)];
  const length = Math.sqrt(weighed.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
  return {
    columns: Int32Array.from(weighed, ([stem]) => numbers.get(stem) ?? 0),
    weights: Float64Array.from(weighed, ([, weight]) => weight / length),
  };
};

const weigh = (stems: readonly string[], rarity: WordFeatures['rarity']): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  for (const [stem, count] of counts) counts.set(stem, (1 + Math.log(count)) * rarity(stem));
  return counts;
};

type Search = { readonly dimensions: number; readonly breathe: Breathe };

/** Returns the directions of the features as unit-length columns. */
const findDirections = async (
  rows: readonly SparseRow[],
  features: WordFeatures,
  { dimensions, breathe }: Search,
): Promise<Matrix> => {
  let directions = startingDirections(features, dimensions);
  for (let round = 0; round < ROUNDS; round++) {
    const words = await spread(features.rows, directions, breathe);
    const passages = await spread(rows, words, breathe);
    await orthonormalize(passages, breathe);
    const gathered = await gather(rows, passages, { count: features.rows.length, breathe });
    directions = await gather(features.rows, gathered, { count: features.count, breathe });
  }
  scaleColumns(directions);
  return directions;
};

/** Pseudo-random by the feature's name, so that the order of the features does not matter. */
const startingDirections = ({ names }: WordFeatures, dimensions: number): Matrix => {
  const matrix = createMatrix(names.length, dimensions);
  for (const [row, name] of names.entries()) {
    let state = hashOf(name);
    for (let k = 0; k < dimensions; k++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      matrix.values[row * dimensions + k] = state / 2 ** 32 - 0.5;
    }
  }
  return matrix;
};

const spread = async (rows: readonly SparseRow[], source: Matrix, breathe: Breathe): Promise<Matrix> => {
  const target = createMatrix(rows.length, source.width);
  for (const [at, row] of rows.entries()) {
    if (at % ROWS_PER_SLICE === 0) await breathe();
    addWeighted(target, at, source, row);
  }
  return target;
};

type Gathering = { readonly count: number; readonly breathe: Breathe };

const gather = async (rows: readonly SparseRow[], source: Matrix, { count, breathe }: Gathering): Promise<Matrix> => {
  const target = createMatrix(count, source.width);
  for (const [at, row] of rows.entries()) {
    if (at % ROWS_PER_SLICE === 0) await breathe();
    scatterWeighted(target, source, at, row);
  }
  return target;
};

const scaleColumns = ({ width, values }: Matrix): void => {
  const squares = new Float64Array(width);
  for (let at = 0; at < values.length; at++) squares[at % width] = (squares[at % width] ?? 0) + (values[at] ?? 0) ** 2;
  const scales = squares.map((square) => (square > 0 ? 1 / Math.sqrt(square) : 0));
  for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) * (scales[at % width] ?? 0);
};

const openModel = (features: WordFeatures, directions: Float32Array, words: Float32Array): LearnedModel => {
  const width = directions.length / features.count;
  const { stems: numbers, rarity } = features;

  const addKnown = (sum: Float64Array, number: number, weight: number): void => {
    for (let k = 0; k < width; k++) sum[k] = (sum[k] ?? 0) + weight * (words[number * width + k] ?? 0);
  };
  const addUnknown = (sum: Float64Array, stem: string, weight: number): void => {
    const { columns, weights } = features.piecesRow(stem);
    for (const [at, column] of columns.entries()) {
      const share = weight * (weights[at] ?? 0);
      for (let k = 0; k < width; k++) sum[k] = (sum[k] ?? 0) + share * (directions[column * width + k] ?? 0);
    }
  };

  return {
    dimensions: width,
    bytes: directions.byteLength + words.byteLength + features.bytes,
    embed: (stems) => {
      const sum = new Float64Array(width);
      for (const [stem, weight] of weigh(stems, rarity)) {
        const number = numbers.get(stem);
        if (number === undefined) addUnknown(sum, stem, weight);
        else addKnown(sum, number, weight);
      }
      const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
      return Float32Array.from(sum, (value) => (length > 0 ? value / length : 0));
    },
  };
};

import type { NearestSlots } from './nearest-slots.ts';

/** How vectors are stored: unrounded, or rounded to 8 bits per value. */
export type Precision = 'float32' | 'int8';

/** Stored vectors of all slots. */
export type StoredRows<Rows> = {
  /** The row of `slot` begins at `(slot - 1) * width`. */
  readonly rows: Rows;
  readonly width: number;
  /** By row: 1 / length of the vector as stored, 0 for zeros. */
  readonly scales: Float64Array;
};

/** A query prepared for comparison with stored vectors. */
export type CodedQuery<Rows> = {
  similarity(stored: StoredRows<Rows>, slot: number): number;
  /** Offers each of the `slots` that may be among the nearest, with exactly the number that `similarity` returns. */
  rank(stored: StoredRows<Rows>, slots: Uint32Array, nearest: NearestSlots): void;
};

/**
 * How vectors of one precision are stored and compared. Their lengths do not matter, because the cosine cancels them.
 */
export type Coding<Rows> = {
  readonly precision: Precision;
  /** The number of elements of `Rows` per vector. */
  width(dimensions: number): number;
  allocate(length: number): Rows;
  /** Writes `vector` at `at` and returns its scale. */
  encode(vector: Float32Array, rows: Rows, at: number): number;
  /** Prepares a query vector, which must not be all zeros. */
  readQuery(vector: Float32Array): CodedQuery<Rows>;
};

/** Returns the Euclidean length. */
export const lengthOf = (vector: ArrayLike<number>): number => {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += (vector[i] ?? 0) ** 2;
  return Math.sqrt(squares);
};

/** Returns 1 / length, or 0 for a vector of zeros. */
export const scaleOf = (vector: ArrayLike<number>): number => {
  const length = lengthOf(vector);
  return length === 0 ? 0 : 1 / length;
};

/** Returns the vector scaled to unit length; zeros stay zeros. */
export const toUnitLength = (vector: Float32Array): Float32Array<ArrayBuffer> => {
  const scale = scaleOf(vector);
  const unit = new Float32Array(vector.length);
  for (let i = 0; i < vector.length; i++) unit[i] = (vector[i] ?? 0) * scale;
  return unit;
};

/** Scales and rounds the vector so that its largest absolute value becomes `largest`. */
export const roundTo = <T extends Int8Array | Int16Array>(largest: number, vector: Float32Array, into: T): T => {
  let farthest = 0;
  for (let i = 0; i < vector.length; i++) farthest = Math.max(farthest, Math.abs(vector[i] ?? 0));
  const factor = farthest === 0 ? 0 : largest / farthest;
  for (let i = 0; i < vector.length; i++) into[i] = Math.round((vector[i] ?? 0) * factor);
  return into;
};

/** Returns the vector with 8 bits per value, up to its length. */
export const toInt8 = (vector: Float32Array): Int8Array<ArrayBuffer> =>
  roundTo(127, vector, new Int8Array(vector.length));

import type { NearestSlots } from './nearest-slots.ts';

export type Precision = 'float32' | 'int8';

export type StoredRows<Rows> = {
  /** The row of `slot` begins at `(slot - 1) * width`. */
  readonly rows: Rows;
  readonly width: number;
  /** By row: 1 / length of the vector as stored, 0 for zeros. */
  readonly scales: Float64Array;
};

export type CodedQuery<Rows> = {
  similarity(stored: StoredRows<Rows>, slot: number): number;
  /** Offers each of the `slots` that may be among the nearest, with the very number that `similarity` gives. */
  rank(stored: StoredRows<Rows>, slots: Uint32Array, nearest: NearestSlots): void;
};

/** How vectors of one precision are held and compared. Lengths do not matter: cosine cancels them. */
export type Coding<Rows> = {
  readonly precision: Precision;
  /** How many elements of `Rows` a vector takes. */
  width(dimensions: number): number;
  allocate(length: number): Rows;
  /** Writes `vector` at `at` and returns its scale. */
  encode(vector: Float32Array, rows: Rows, at: number): number;
  /** Of a vector that is not all zeros. */
  readQuery(vector: Float32Array): CodedQuery<Rows>;
};

/** The sum of squares under the root. */
export const lengthOf = (vector: ArrayLike<number>): number => {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += (vector[i] ?? 0) ** 2;
  return Math.sqrt(squares);
};

export const scaleOf = (vector: ArrayLike<number>): number => {
  const length = lengthOf(vector);
  return length === 0 ? 0 : 1 / length;
};

/** Zeros stay zeros. */
export const toUnitLength = (vector: Float32Array): Float32Array<ArrayBuffer> => {
  const scale = scaleOf(vector);
  const unit = new Float32Array(vector.length);
  for (let i = 0; i < vector.length; i++) unit[i] = (vector[i] ?? 0) * scale;
  return unit;
};

/** Rounded so that the value farthest from zero becomes `largest` or its negative. */
export const roundTo = <T extends Int8Array | Int16Array>(largest: number, vector: Float32Array, into: T): T => {
  let farthest = 0;
  for (let i = 0; i < vector.length; i++) farthest = Math.max(farthest, Math.abs(vector[i] ?? 0));
  const factor = farthest === 0 ? 0 : largest / farthest;
  for (let i = 0; i < vector.length; i++) into[i] = Math.round((vector[i] ?? 0) * factor);
  return into;
};

/** A vector in 8 bits a value, up to its length. */
export const toInt8 = (vector: Float32Array): Int8Array<ArrayBuffer> =>
  roundTo(127, vector, new Int8Array(vector.length));

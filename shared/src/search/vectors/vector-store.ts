import { float32Coding } from './float32-coding.ts';
import { int8Coding } from './int8-coding.ts';
import { createNearestSlots, lowerSlotFirst, type Neighbor, type TieBreak } from './nearest-slots.ts';
import type { CodedQuery, Coding, Precision } from './vector-coding.ts';

/** Two arrays, however many vectors there are, so that a structured clone is cheap. */
export type VectorSnapshot = {
  readonly dimensions: number;
  /** The rows in sequence, slot 1 first. An `Int32Array` means 8 bits per value, with four values per element. */
  readonly rows: Int32Array | Float32Array;
  /** 1 / length of each stored row, 0 for a vector of zeros, -1 for an empty row. */
  readonly scales: Float64Array;
};

/**
 * Vectors by slot (from 1, preferably dense) in one flat array. Similarity is the exact cosine of the stored vectors
 * (with `int8`, of the rounded ones), so it is the same on every machine: -1 to 1 up to rounding, whatever the vectors'
 * lengths. A vector of the wrong size or with a value that is not finite throws a `RangeError`.
 */
export type VectorStore = {
  readonly dimensions: number;
  readonly precision: Precision;
  /** Replaces the vector of the slot. */
  set(slot: number, vector: Float32Array): void;
  delete(slot: number): void;
  has(slot: number): boolean;
  count(): number;
  /**
   * Returns the `limit` most similar allowed slots, best first, equal ones ordered by `isBefore`. A vector of zeros is
   * never found and finds nothing.
   */
  nearest(query: Float32Array, limit: number, allowed?: { has(slot: number): boolean }): readonly Neighbor[];
  /** Returns the similarity of single slots to one query; 0 for a slot without a vector. */
  similarTo(query: Float32Array): (slot: number) => number;
  /** Returns the memory that this takes up, in bytes, by estimate. */
  bytes(): number;
  save(): VectorSnapshot;
};

const ABSENT = -1;
const FIRST_CAPACITY = 64;
const GROWTH = 1.5;

type Ties = {
  /** Default: the lower slot first. Slots depend on the order of insertion, ids do not. */
  readonly isBefore?: TieBreak | undefined;
};
type StoreOptions = Ties & { readonly dimensions: number; readonly precision: Precision };

/** Creates an empty store. */
export const createVectorStore = ({ dimensions, precision, ...ties }: StoreOptions): VectorStore => {
  const scales = new Float64Array();
  return precision === 'int8'
    ? openStore(int8Coding, { dimensions, scales, rows: int8Coding.allocate(0), ...ties })
    : openStore(float32Coding, { dimensions, scales, rows: float32Coding.allocate(0), ...ties });
};

/** Restores a store and takes over the snapshot's arrays. */
export const restoreVectorStore = ({ rows, ...rest }: VectorSnapshot, ties: Ties = {}): VectorStore =>
  rows instanceof Int32Array
    ? openStore(int8Coding, { rows, ...rest, ...ties })
    : openStore(float32Coding, { rows, ...rest, ...ties });

const openStore = <Rows extends Int32Array | Float32Array>(
  coding: Coding<Rows>,
  saved: VectorSnapshot & Ties & { readonly rows: Rows },
): VectorStore => {
  const { dimensions, isBefore = lowerSlotFirst } = saved;
  const width = coding.width(dimensions);
  let { rows, scales } = saved;
  /** The number of rows that were ever used. */
  let used = scales.length;
  let count = scales.reduce((sum, scale) => (scale === ABSENT ? sum : sum + 1), 0);

  const has = (slot: number): boolean => (scales[slot - 1] ?? ABSENT) !== ABSENT;

  const grow = (slot: number): void => {
    if (slot > scales.length) {
      const capacity = Math.max(slot, FIRST_CAPACITY, Math.ceil(scales.length * GROWTH));
      rows = copyInto(coding.allocate(capacity * width), rows);
      scales = copyInto(new Float64Array(capacity).fill(ABSENT, scales.length), scales);
    }
    used = Math.max(used, slot);
  };

  const requireVector = (vector: Float32Array): void => {
    if (vector.length !== dimensions) throw new RangeError(`A vector of ${vector.length} values, not ${dimensions}`);
    if (!vector.every(Number.isFinite)) throw new RangeError('A vector holds a value that is no finite number');
  };

  const readQuery = (vector: Float32Array): CodedQuery<Rows> | undefined => {
    requireVector(vector);
    return vector.every((value) => value === 0) ? undefined : coding.readQuery(vector);
  };

  /** Returns the allowed slots whose vector is not all zeros. */
  const eligible = (allowed: { has(slot: number): boolean } | undefined): Uint32Array => {
    const slots = new Uint32Array(used);
    let length = 0;
    for (let slot = 1; slot <= used; slot++) {
      if ((scales[slot - 1] ?? ABSENT) > 0 && (!allowed || allowed.has(slot))) slots[length++] = slot;
    }
    return slots.subarray(0, length);
  };

  return {
    dimensions,
    precision: coding.precision,
    has,
    count: () => count,
    set: (slot, vector) => {
      requireVector(vector);
      if (!Number.isSafeInteger(slot) || slot < 1) throw new RangeError(`${slot} is no slot`);
      grow(slot);
      if (!has(slot)) count += 1;
      scales[slot - 1] = coding.encode(vector, rows, (slot - 1) * width);
    },
    delete: (slot) => {
      if (!has(slot)) return;
      count -= 1;
      rows.fill(0, (slot - 1) * width, slot * width);
      scales[slot - 1] = ABSENT;
    },
    nearest: (vector, limit, allowed) => {
      const query = readQuery(vector);
      if (!query || limit <= 0) return [];
      const nearest = createNearestSlots(limit, isBefore);
      query.rank({ rows, width, scales }, eligible(allowed), nearest);
      return nearest.sorted();
    },
    similarTo: (vector) => {
      const query = readQuery(vector);
      return (slot) => (query && has(slot) ? query.similarity({ rows, width, scales }, slot) : 0);
    },
    bytes: () => rows.byteLength + scales.byteLength,
    save: () => ({
      dimensions,
      rows: copyInto(coding.allocate(used * width), rows.subarray(0, used * width)),
      scales: scales.slice(0, used),
    }),
  };
};

const copyInto = <T extends Int32Array | Float32Array | Float64Array>(target: T, source: ArrayLike<number>): T => {
  target.set(source);
  return target;
};

import { type CodedQuery, type Coding, lengthOf, roundTo, scaleOf, toInt8 } from './vector-coding.ts';

/** Values are stored as 0 to 255; this is zero. */
const ZERO = 128;
const LARGEST_INT16 = 32_767;
/** Two products of a value up to this and one up to 255 fit 16 bits with their sign. */
const LARGEST_ROUGH = 63;

/** More than the rounding errors of a few operations in double precision. */
const ROUNDING = 1e-12;

/**
 * Uses a quarter of the memory: four values per 32-bit word, each vector scaled so that its largest absolute value is
 * 127. A query is first compared roughly, two values per multiplication, and exactly where the rough product does not
 * rule a row out.
 */
export const int8Coding: Coding<Int32Array> = {
  precision: 'int8',
  width: (dimensions) => Math.ceil(dimensions / 4),
  allocate: (length) => new Int32Array(length),
  encode: (vector, rows, at) => {
    const values = toInt8(vector);
    const byte = (i: number): number => (values[i] ?? 0) + ZERO;
    for (let i = 0; i < values.length; i += 4) {
      rows[at + i / 4] = byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24);
    }
    return scaleOf(values);
  },
  readQuery: (vector) => {
    const padded = new Float32Array(4 * Math.ceil(vector.length / 4));
    padded.set(vector);
    return readQuery(padded);
  },
};

const readQuery = (vector: Float32Array): CodedQuery<Int32Array> => {
  // 16 bits, or less if sums would exceed 32 bits.
  const largest = Math.min(LARGEST_INT16, Math.floor((2 ** 31 - 1) / (255 * vector.length)));
  const query = roundTo(largest, vector, new Int16Array(vector.length));
  const rough = roundTo(LARGEST_ROUGH, vector, new Int16Array(vector.length));
  const zeros = ZERO * sumOf(query);
  const scale = scaleOf(query);
  const pairs = pairUp(rough);
  const roughZeros = ZERO * sumOf(rough);
  const factor = largest / LARGEST_ROUGH;
  // By Cauchy-Schwarz, what the rough query leaves out changes no cosine by more than its share of the length.
  const margin = lengthOf(Float64Array.from(query, (value, i) => value - factor * (rough[i] ?? 0))) * scale + ROUNDING;

  const exact = (rows: Int32Array, at: number): number => multiply(rows, query, at) - zeros;
  return {
    similarity: ({ rows, width, scales }, slot) => exact(rows, (slot - 1) * width) * (scale * (scales[slot - 1] ?? 0)),
    rank: ({ rows, width, scales }, slots, nearest) => {
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i] ?? 1;
        const at = (slot - 1) * width;
        const both = scale * (scales[slot - 1] ?? 0);
        const estimate = (multiplyRough(rows, pairs, at) - roughZeros) * factor * both;
        if (estimate + margin >= nearest.worst()) nearest.offer(slot, exact(rows, at) * both);
      }
    },
  };
};

const sumOf = (values: Int16Array): number => values.reduce((sum, value) => sum + value, 0);

/** Packs the first and third of every four values into one number, then the second and fourth. */
const pairUp = (values: Int16Array): Int32Array =>
  Int32Array.from({ length: values.length / 2 }, (_, i) => {
    const first = i % 2 === 0 ? 2 * i : 2 * i - 1;
    return (values[first] ?? 0) * 0x10000 + (values[first + 2] ?? 0);
  });

/**
 * Multiplies with a packed query: in (b0 + b2 * 2^16) * (q0 * 2^16 + q2), modulo 2^32, the upper half is b0 * q0 + b2 *
 * q2, and adding 2^15 keeps the sign of the lower half out of it.
 */
const multiplyRough = (rows: Int32Array, pairs: Int32Array, at: number): number => {
  let even = 0;
  let odd = 0;
  for (let i = 0, word = at; i < pairs.length; i += 2, word++) {
    const bytes = rows[word] ?? 0;
    even = (even + ((Math.imul(bytes & 0x00ff00ff, pairs[i] ?? 0) + 0x8000) >> 16)) | 0;
    odd = (odd + ((Math.imul((bytes >>> 8) & 0x00ff00ff, pairs[i + 1] ?? 0) + 0x8000) >> 16)) | 0;
  }
  return even + odd;
};

const multiply = (rows: Int32Array, query: Int16Array, at: number): number => {
  let sum = 0;
  for (let i = 0, word = at; i < query.length; i += 4, word++) {
    const bytes = rows[word] ?? 0;
    sum = (sum + Math.imul(bytes & 255, query[i] ?? 0)) | 0;
    sum = (sum + Math.imul((bytes >>> 8) & 255, query[i + 1] ?? 0)) | 0;
    sum = (sum + Math.imul((bytes >>> 16) & 255, query[i + 2] ?? 0)) | 0;
    sum = (sum + Math.imul(bytes >>> 24, query[i + 3] ?? 0)) | 0;
  }
  return sum;
};

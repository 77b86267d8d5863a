import { type CodedQuery, type Coding, scaleOf, toUnitLength } from './vector-coding.ts';

/** Stores vectors unrounded, at unit length. */
export const float32Coding: Coding<Float32Array> = {
  precision: 'float32',
  width: (dimensions) => dimensions,
  allocate: (length) => new Float32Array(length),
  encode: (vector, rows, at) => {
    const unit = toUnitLength(vector);
    rows.set(unit, at);
    return scaleOf(unit);
  },
  readQuery: (vector) => readQuery(toUnitLength(vector)),
};

const readQuery = (query: Float32Array): CodedQuery<Float32Array> => {
  const scale = scaleOf(query);
  const four = { at: new Uint32Array(4), sums: new Float64Array(4) };
  return {
    similarity: ({ rows, width, scales }, slot) => {
      four.at.fill((slot - 1) * width);
      multiplyFour(rows, query, four);
      return (four.sums[0] ?? 0) * scale * (scales[slot - 1] ?? 0);
    },
    rank: ({ rows, width, scales }, slots, nearest) => {
      for (let from = 0; from < slots.length; from += 4) {
        const filled = Math.min(4, slots.length - from);
        for (let i = 0; i < filled; i++) four.at[i] = ((slots[from + i] ?? 1) - 1) * width;
        multiplyFour(rows, query, four);
        for (let i = 0; i < filled; i++) {
          const slot = slots[from + i] ?? 1;
          nearest.offer(slot, (four.sums[i] ?? 0) * scale * (scales[slot - 1] ?? 0));
        }
      }
    },
  };
};

/** Four rows at once, so that each value of the query is read once for all of them. */
type FourRows = { readonly at: Uint32Array; readonly sums: Float64Array };

const multiplyFour = (rows: Float32Array, query: Float32Array, { at, sums }: FourRows): void => {
  const [a = 0, b = 0, c = 0, d = 0] = at;
  let sumA = 0;
  let sumB = 0;
  let sumC = 0;
  let sumD = 0;
  for (let i = 0; i < query.length; i++) {
    const value = query[i] ?? 0;
    sumA += (rows[a + i] ?? 0) * value;
    sumB += (rows[b + i] ?? 0) * value;
    sumC += (rows[c + i] ?? 0) * value;
    sumD += (rows[d + i] ?? 0) * value;
  }
  sums[0] = sumA;
  sums[1] = sumB;
  sums[2] = sumC;
  sums[3] = sumD;
};

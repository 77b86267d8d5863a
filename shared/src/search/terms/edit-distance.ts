/** Rows are reused; they grow to the length of the longest words. */
let beforeLast = new Uint8Array(0);
let last = new Uint8Array(0);
let row = new Uint8Array(0);

/**
 * Returns the optimal string alignment distance (a transposition of neighbors counts once), or `limit + 1` as soon as
 * it must exceed `limit`, which must be below 127.
 */
export const editDistance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  if (row.length <= b.length) {
    beforeLast = new Uint8Array(b.length + 16);
    last = new Uint8Array(b.length + 16);
    row = new Uint8Array(b.length + 16);
  }
  const over = limit + 1;
  for (let j = 0; j <= b.length; j++) last[j] = Math.min(j, over);
  for (let i = 1; i <= a.length; i++) {
    if (fillRow(a, b, { i, limit }) > limit) return over;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return last[b.length] ?? over;
};

/** Fills the band around the diagonal in which costs can be within the limit, and returns the row's least cost. */
const fillRow = (a: string, b: string, { i, limit }: { i: number; limit: number }): number => {
  const over = limit + 1;
  const from = Math.max(1, i - limit);
  const to = Math.min(b.length, i + limit);
  const letter = a.charCodeAt(i - 1);
  const letterBefore = i > 1 ? a.charCodeAt(i - 2) : -1;
  row[from - 1] = from === 1 ? Math.min(i, over) : over;
  let best = row[from - 1] ?? over;
  for (let j = from; j <= to; j++) {
    const other = b.charCodeAt(j - 1);
    const above = j === i + limit ? over : (last[j] ?? over);
    let cost = Math.min(above + 1, (row[j - 1] ?? over) + 1, (last[j - 1] ?? over) + (letter === other ? 0 : 1));
    if (j > 1 && letter === b.charCodeAt(j - 2) && letterBefore === other) {
      cost = Math.min(cost, (beforeLast[j - 2] ?? over) + 1);
    }
    row[j] = Math.min(cost, over);
    best = Math.min(best, cost);
  }
  return best;
};

/** Returns one bit per letter class: two words at distance d differ in at most d bits each way. */
export const letterBits = (word: string): number => {
  let bits = 0;
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31);
  return bits;
};

/** Returns a lower bound of the distance, computed from letter bits only. */
export const leastDistance = (a: number, b: number): number => Math.max(countBits(a & ~b), countBits(b & ~a));

const countBits = (bits: number): number => {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
};

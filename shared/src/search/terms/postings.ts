const FIRST_CAPACITY = 2;

/** Which passages hold a term and how heavily: parallel arrays sorted by slot. Weights are whole numbers, so removal is exact. */
export type Postings = { slots: Int32Array; weights: Int32Array; size: number };

export const createPostings = (): Postings => ({
  slots: new Int32Array(FIRST_CAPACITY),
  weights: new Int32Array(FIRST_CAPACITY),
  size: 0,
});

/** Adds to the slot's weight; a weight that falls to 0 removes the slot. */
export const addWeight = (postings: Postings, slot: number, weight: number): void => {
  const at = findSlot(postings, slot);
  if (at < postings.size && postings.slots[at] === slot) {
    changeAt(postings, at, weight);
  } else {
    insertAt(postings, at, slot);
    postings.weights[at] = weight;
  }
};

const findSlot = ({ slots, size }: Postings, slot: number): number => {
  if (size === 0 || (slots[size - 1] ?? 0) < slot) return size;
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((slots[middle] ?? 0) < slot) low = middle + 1;
    else high = middle;
  }
  return low;
};

const changeAt = (postings: Postings, at: number, weight: number): void => {
  const changed = (postings.weights[at] ?? 0) + weight;
  postings.weights[at] = changed;
  if (changed > 0) return;
  postings.slots.copyWithin(at, at + 1, postings.size);
  postings.weights.copyWithin(at, at + 1, postings.size);
  postings.size -= 1;
};

const insertAt = (postings: Postings, at: number, slot: number): void => {
  if (postings.size === postings.slots.length) {
    postings.slots = grown(postings.slots);
    postings.weights = grown(postings.weights);
  }
  postings.slots.copyWithin(at + 1, at, postings.size);
  postings.weights.copyWithin(at + 1, at, postings.size);
  postings.slots[at] = slot;
  postings.size += 1;
};

export const grown = (array: Int32Array, capacity = array.length * 2): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(capacity);
  larger.set(array);
  return larger;
};

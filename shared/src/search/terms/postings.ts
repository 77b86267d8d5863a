import {
  bytesOfLists,
  heavyWeight,
  holdsAt,
  insertAt,
  openLists,
  type PostingsSnapshot,
  placeOf,
  reserve,
  saveLists,
  setWeightAt,
  sweep,
  weightAt,
} from './posting-lists.ts';

/**
 * The passages that contain each term, with weights, for all terms in two arrays. The entries of a term are contiguous
 * and sorted by slot, with room to grow. Weights are whole numbers, so removal is exact; an entry of weight 0 is dead
 * and counts nowhere.
 */
export type Postings = {
  /** Adds to the weight of the slot, which must not fall below 0. */
  add(term: number, slot: number, weight: number): void;
  /** Returns how many passages contain the term. */
  held(term: number): number;
  weightIn(term: number, slot: number): number;
  /**
   * Returns the current place of the term's entries: `from` to `to` (exclusive) in `slots` and `bytes`. Any change
   * makes it stale.
   */
  entries(term: number): Entries;
  /** Returns the weight of an entry that is stored as byte 255. */
  heavyWeight(term: number, slot: number): number;
  /** Returns the memory that this takes up, in bytes, by estimate. */
  bytes(): number;
  save(terms: readonly number[]): PostingsSnapshot;
};

/** The entries of one term: slots and weights from `from` to `to` (exclusive). */
export type Entries = {
  readonly slots: Int32Array;
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
};

/** Creates the postings, empty or from a snapshot whose arrays it takes over. */
export const createPostings = (saved?: PostingsSnapshot): Postings => {
  const lists = openLists(saved);
  return {
    add: (term, slot, weight) => {
      reserve(lists, term);
      const place = placeOf(lists, term, slot);
      const at = holdsAt(lists, term, slot, place) ? place : insertAt(lists, term, slot, place);
      const next = weightAt(lists, term, at) + weight;
      setWeightAt(lists, term, at, next);
      if (next === 0) sweep(lists, term);
    },
    held: (term) => lists.living[term] ?? 0,
    weightIn: (term, slot) => {
      const at = placeOf(lists, term, slot);
      return holdsAt(lists, term, slot, at) ? weightAt(lists, term, at) : 0;
    },
    entries: (term) => {
      const { pool, starts, sizes } = lists;
      const from = starts[term] ?? 0;
      return { slots: pool.slots, bytes: pool.bytes, from, to: from + (sizes[term] ?? 0) };
    },
    heavyWeight: (term, slot) => heavyWeight(lists, term, slot),
    bytes: () => bytesOfLists(lists),
    save: (terms) => saveLists(lists, terms),
  };
};

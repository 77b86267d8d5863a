import { grownFloats, grownInts } from './grow-array.ts';
import { HEAVY } from './posting-pool.ts';
import type { Entries, Postings } from './postings.ts';

/** The entries of one stem and the score of a full match. */
export type WeighedEntries = {
  readonly term: number;
  readonly entries: Entries;
  readonly gain: number;
};

/** Adds up scores by slot over the terms of a query, in arrays that are reused between queries. */
export type PassageScores = {
  /**
   * Clears the scores of slots below `reach`. `norms` holds the saturation of each slot, in the unit of the weights.
   */
  start(reach: number, norms: Float64Array): void;
  /** Adds one term: a passage gets its best alternative, not their sum. */
  addTerm(alternatives: readonly WeighedEntries[]): void;
  readonly scores: Float64Array;
};

/** Creates the scores for passages of these postings. */
export const createPassageScores = (postings: Postings): PassageScores => {
  let scores: Float64Array = new Float64Array(0);
  let bests: Float64Array = new Float64Array(0);
  let touched: Int32Array = new Int32Array(0);
  let norms: Float64Array = new Float64Array(0);

  const addOnly = ({ term, entries: { slots, bytes, from, to }, gain }: WeighedEntries): void => {
    for (let at = from; at < to; at++) {
      const slot = slots[at] ?? 0;
      const byte = bytes[at] ?? 0;
      const weight = byte < HEAVY ? byte : postings.heavyWeight(term, slot);
      scores[slot] = (scores[slot] ?? 0) + (gain * weight) / (weight + (norms[slot] ?? 0));
    }
  };

  /** Raises the best score of each slot, and returns how many slots have been touched. */
  const raiseBests = ({ term, entries: { slots, bytes, from, to }, gain }: WeighedEntries, count: number): number => {
    let reached = count;
    for (let at = from; at < to; at++) {
      const slot = slots[at] ?? 0;
      const byte = bytes[at] ?? 0;
      const weight = byte < HEAVY ? byte : postings.heavyWeight(term, slot);
      const score = (gain * weight) / (weight + (norms[slot] ?? 0));
      const best = bests[slot] ?? 0;
      if (score <= best) continue;
      if (best === 0) touched[reached++] = slot;
      bests[slot] = score;
    }
    return reached;
  };

  const addBests = (count: number): void => {
    for (let at = 0; at < count; at++) {
      const slot = touched[at] ?? 0;
      scores[slot] = (scores[slot] ?? 0) + (bests[slot] ?? 0);
      bests[slot] = 0;
    }
  };

  return {
    get scores() {
      return scores;
    },
    start: (reach, slotNorms) => {
      scores = grownFloats(scores, reach);
      bests = grownFloats(bests, reach);
      touched = grownInts(touched, reach);
      scores.fill(0, 0, reach);
      norms = slotNorms;
    },
    addTerm: (alternatives) => {
      const [only] = alternatives;
      if (only && alternatives.length === 1) {
        addOnly(only);
        return;
      }
      let count = 0;
      for (const alternative of alternatives) count = raiseBests(alternative, count);
      addBests(count);
    },
  };
};

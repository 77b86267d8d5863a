/** A slot with its score. */
export type ScoredSlot = readonly [slot: number, score: number];

/** Whether the first of two passages with the same score precedes the other. */
export type TieBreak = (slot: number, other: number) => boolean;

/** Which passages may be ranked. */
export type SlotFilter = { has(slot: number): boolean };

type Candidates = {
  /** Scores by slot; 0 means not a candidate. */
  readonly scores: Float64Array;
  readonly reach: number;
  readonly allowed?: SlotFilter | undefined;
  readonly isBefore: TieBreak;
};

/**
 * Returns the best `limit` slots with a score, best first. A heap with the worst slot on top makes most slots cost one
 * comparison.
 */
export const bestSlots = (limit: number, { scores, reach, allowed, isBefore }: Candidates): ScoredSlot[] => {
  if (limit <= 0) return [];
  const heap: number[] = [];
  // One comparison rules out nearly all slots, including those without a score.
  let least = Number.MIN_VALUE;

  const isWorse = (a: number, b: number): boolean => {
    const difference = (scores[a] ?? 0) - (scores[b] ?? 0);
    return difference < 0 || (difference === 0 && isBefore(b, a));
  };

  for (let slot = 0; slot < reach; slot++) {
    const score = scores[slot] ?? 0;
    if (!(score >= least)) continue;
    if (allowed && !allowed.has(slot)) continue;
    if (heap.length < limit) {
      heap.push(slot);
      if (heap.length === limit) heapify(heap, isWorse);
    } else if (isWorse(heap[0] ?? 0, slot)) {
      heap[0] = slot;
      sink(heap, 0, isWorse);
    }
    if (heap.length === limit) least = scores[heap[0] ?? 0] ?? 0;
  }
  return heap.sort((a, b) => (isWorse(a, b) ? 1 : -1)).map((slot) => [slot, scores[slot] ?? 0]);
};

const heapify = (heap: number[], isWorse: TieBreak): void => {
  for (let at = (heap.length >>> 1) - 1; at >= 0; at--) sink(heap, at, isWorse);
};

const sink = (heap: number[], from: number, isWorse: TieBreak): void => {
  const sinking = heap[from] ?? 0;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isWorse(heap[child + 1] ?? 0, heap[child] ?? 0)) child += 1;
    if (!isWorse(heap[child] ?? 0, sinking)) break;
    heap[at] = heap[child] ?? 0;
    at = child;
  }
  heap[at] = sinking;
};

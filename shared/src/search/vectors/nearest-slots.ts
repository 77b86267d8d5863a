/** A slot and its similarity. */
export type Neighbor = readonly [slot: number, similarity: number];

/** Whether the first of two equally similar slots precedes the other. */
export type TieBreak = (slot: number, other: number) => boolean;

/** The default tie break. */
export const lowerSlotFirst: TieBreak = (slot, other) => slot < other;

/** Keeps the best of the offered slots: a heap of at most `limit` with the worst on top. */
export type NearestSlots = {
  offer(slot: number, similarity: number): void;
  /** The similarity below which nothing is accepted any more. */
  worst(): number;
  /** Best first. */
  sorted(): readonly Neighbor[];
};

/** Creates an empty heap. */
export const createNearestSlots = (limit: number, isBefore: TieBreak): NearestSlots => {
  const slots: number[] = [];
  const similarities: number[] = [];

  const isWorse = (a: number, b: number): boolean => {
    const difference = (similarities[a] ?? 0) - (similarities[b] ?? 0);
    return difference < 0 || (difference === 0 && isBefore(slots[b] ?? 0, slots[a] ?? 0));
  };

  const place = (at: number, slot: number, similarity: number): void => {
    slots[at] = slot;
    similarities[at] = similarity;
  };

  const swap = (a: number, b: number): void => {
    const [slot = 0, similarity = 0] = [slots[a], similarities[a]];
    place(a, slots[b] ?? 0, similarities[b] ?? 0);
    place(b, slot, similarity);
  };

  const rise = (from: number): void => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isWorse(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };

  const sink = (): void => {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= slots.length) return;
      const worst = left + 1 < slots.length && isWorse(left + 1, left) ? left + 1 : left;
      if (!isWorse(worst, at)) return;
      swap(at, worst);
      at = worst;
    }
  };

  const worst = (): number => (slots.length < limit ? Number.NEGATIVE_INFINITY : (similarities[0] ?? 0));

  return {
    worst,
    offer: (slot, similarity) => {
      if (slots.length < limit) {
        place(slots.length, slot, similarity);
        rise(slots.length - 1);
        return;
      }
      if (similarity < worst() || (similarity === worst() && isBefore(slots[0] ?? 0, slot))) return;
      place(0, slot, similarity);
      sink();
    },
    sorted: () =>
      slots
        .map((slot, at): Neighbor => [slot, similarities[at] ?? 0])
        .sort(([slotA, a], [slotB, b]) => b - a || (isBefore(slotA, slotB) ? -1 : 1)),
  };
};

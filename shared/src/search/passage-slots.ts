import type { IndexedPassage } from './search-index.ts';

/** Assigns each passage a slot, a number from 1. Free slots are reused, so that arrays indexed by slot stay dense. */
export type PassageSlots = {
  slotOf(passageId: string): number | undefined;
  at(slot: number): IndexedPassage | undefined;
  add(passage: IndexedPassage): number;
  free(passageId: string): void;
  /** Iterates over all used slots in ascending order. */
  taken(): IterableIterator<readonly [slot: number, passage: IndexedPassage]>;
  count(): number;
  /** Compares by passage id, which is the same in a rebuilt index, while slots depend on the order of insertion. */
  isBefore(slot: number, other: number): boolean;
  save(): SlotsSnapshot;
};

/** The passages by slot; free slots hold undefined. */
export type SlotsSnapshot = readonly (IndexedPassage | undefined)[];

/** Creates the slots, empty or from a snapshot. */
export const createPassageSlots = (saved: SlotsSnapshot = [undefined]): PassageSlots => {
  const passages = [...saved];
  const slots = new Map(passages.flatMap((passage, slot) => (passage ? [[passage.id, slot] as const] : [])));
  const free = passages.flatMap((passage, slot) => (passage || slot === 0 ? [] : [slot]));
  const idAt = (slot: number): string => passages[slot]?.id ?? '';
  return {
    slotOf: (passageId) => slots.get(passageId),
    at: (slot) => passages[slot],
    add: (passage) => {
      const slot = free.pop() ?? passages.length;
      passages[slot] = passage;
      slots.set(passage.id, slot);
      return slot;
    },
    free: (passageId) => {
      const slot = slots.get(passageId);
      if (slot === undefined) return;
      slots.delete(passageId);
      passages[slot] = undefined;
      free.push(slot);
    },
    taken: function* () {
      for (const [slot, passage] of passages.entries()) if (passage) yield [slot, passage] as const;
    },
    count: () => slots.size,
    isBefore: (slot, other) => idAt(slot) < idAt(other),
    save: () => [...passages],
  };
};

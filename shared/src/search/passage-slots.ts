import type { IndexedPassage } from './search-index.ts';

/** Passages by slot: numbers from 1 on, given again once they are free, so that arrays by slot stay dense. */
export type PassageSlots = {
  slotOf(passageId: string): number | undefined;
  at(slot: number): IndexedPassage | undefined;
  add(passage: IndexedPassage): number;
  free(passageId: string): void;
  /** Every slot that is taken, in the order of its number. */
  taken(): IterableIterator<readonly [slot: number, passage: IndexedPassage]>;
  count(): number;
  /** By passage id, which a rebuilt index shares, while slots depend on the order of insertion. */
  isBefore(slot: number, other: number): boolean;
  save(): SlotsSnapshot;
};

/** By slot; free ones hold nothing. */
export type SlotsSnapshot = readonly (IndexedPassage | undefined)[];

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

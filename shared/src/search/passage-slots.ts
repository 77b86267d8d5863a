import { ENTRY_BYTES, textBytes } from './memory.ts';
import type { IndexedPassage } from './search-index.ts';

/** The object of a passage, and what Orama stores about it: a document and its places in the tables of ids and filters. */
const PASSAGE_BYTES = 400;

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
  /** Returns the memory that this takes up, in bytes, by estimate. */
  bytes(): number;
  save(): SlotsSnapshot;
};

/** The passages by slot; free slots hold undefined. */
export type SlotsSnapshot = readonly (IndexedPassage | undefined)[];

/** Creates the slots, empty or from a snapshot. */
export const createPassageSlots = (saved: SlotsSnapshot = [undefined]): PassageSlots => {
  const passages = [...saved];
  const slots = new Map(passages.flatMap((passage, slot) => (passage ? [[passage.id, slot] as const] : [])));
  const free = passages.flatMap((passage, slot) => (passage || slot === 0 ? [] : [slot]));
  let bytes = passages.reduce((sum, passage) => sum + (passage ? bytesOf(passage) : 0), 0);
  const idAt = (slot: number): string => passages[slot]?.id ?? '';
  return {
    slotOf: (passageId) => slots.get(passageId),
    at: (slot) => passages[slot],
    add: (passage) => {
      const slot = free.pop() ?? passages.length;
      passages[slot] = passage;
      slots.set(passage.id, slot);
      bytes += bytesOf(passage);
      return slot;
    },
    free: (passageId) => {
      const slot = slots.get(passageId);
      if (slot === undefined) return;
      const passage = passages[slot];
      if (passage) bytes -= bytesOf(passage);
      slots.delete(passageId);
      passages[slot] = undefined;
      free.push(slot);
    },
    taken: function* () {
      for (const [slot, passage] of passages.entries()) if (passage) yield [slot, passage] as const;
    },
    count: () => slots.size,
    isBefore: (slot, other) => idAt(slot) < idAt(other),
    bytes: () => bytes,
    save: () => [...passages],
  };
};

const bytesOf = ({ id, sourceId, title, text, question = '' }: IndexedPassage): number =>
  PASSAGE_BYTES + ENTRY_BYTES + [id, sourceId, title, text, question].reduce((sum, each) => sum + textBytes(each), 0);

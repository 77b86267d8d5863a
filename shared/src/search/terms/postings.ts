import { grownInts } from './grow-array.ts';
import { createPostingPool, nextRoom } from './posting-pool.ts';

/** Weights are stored as bytes; larger ones are stored as this value and kept in `heavy`. */
const HEAVY = 255;
/** Dead entries of a term are kept until its next change, unless they outnumber both the live entries and this. */
const SPARED_DEAD = 8;
const SLOT_RANGE = 2 ** 32;

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
  save(terms: readonly number[]): PostingsSnapshot;
};

/** The entries of one term: slots and weights from `from` to `to` (exclusive). */
export type Entries = {
  readonly slots: Int32Array;
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
};

/** Terms are numbered as in the saved list; dead entries are left out. */
export type PostingsSnapshot = {
  readonly slots: Int32Array;
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
  /** Term, slot and weight of each heavy entry, in sequence. */
  readonly heavy: Float64Array;
};

/** Creates the postings, empty or from a snapshot whose arrays it takes over. */
export const createPostings = (saved?: PostingsSnapshot): Postings => {
  const pool = createPostingPool(saved);
  let starts: Int32Array = new Int32Array(0);
  let sizes: Int32Array = new Int32Array(0);
  let rooms: Int32Array = new Int32Array(0);
  let living: Int32Array = new Int32Array(0);
  const heavy = new Map<number, number>();

  const restore = ({ ends, heavy: entries }: PostingsSnapshot): void => {
    starts = new Int32Array(ends.length);
    if (ends.length > 1) starts.set(ends.subarray(0, -1), 1);
    sizes = ends.map((end, term) => end - (starts[term] ?? 0));
    rooms = sizes.slice();
    living = sizes.slice();
    for (let at = 0; at < entries.length; at += 3) {
      heavy.set(heavyKey(entries[at] ?? 0, entries[at + 1] ?? 0), entries[at + 2] ?? 0);
    }
  };
  if (saved) restore(saved);

  const enlarge = (term: number): void => {
    const [start, size, room] = [starts[term] ?? 0, sizes[term] ?? 0, rooms[term] ?? 0];
    const larger = nextRoom(room);
    const moved = pool.take(larger);
    pool.slots.copyWithin(moved, start, start + size);
    pool.bytes.copyWithin(moved, start, start + size);
    pool.release(start, room);
    starts[term] = moved;
    rooms[term] = larger;
  };

  const reserve = (term: number): void => {
    if (term < starts.length) return;
    starts = grownInts(starts, term + 1);
    sizes = grownInts(sizes, term + 1);
    rooms = grownInts(rooms, term + 1);
    living = grownInts(living, term + 1);
  };

  /** Returns where the slot is or would be inserted. */
  const placeOf = (term: number, slot: number): number => {
    let low = starts[term] ?? 0;
    let high = low + (sizes[term] ?? 0);
    if (high > low && (pool.slots[high - 1] ?? 0) < slot) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((pool.slots[middle] ?? 0) < slot) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const holdsAt = (term: number, slot: number, at: number): boolean =>
    at < (starts[term] ?? 0) + (sizes[term] ?? 0) && pool.slots[at] === slot;

  const heavyWeight = (term: number, slot: number): number => heavy.get(heavyKey(term, slot)) ?? HEAVY;

  const weightAt = (term: number, at: number): number => {
    const byte = pool.bytes[at] ?? 0;
    return byte < HEAVY ? byte : heavyWeight(term, pool.slots[at] ?? 0);
  };

  const setAt = (term: number, at: number, weight: number): void => {
    if (weight >= HEAVY) heavy.set(heavyKey(term, pool.slots[at] ?? 0), weight);
    else if (pool.bytes[at] === HEAVY) heavy.delete(heavyKey(term, pool.slots[at] ?? 0));
    pool.bytes[at] = Math.min(weight, HEAVY);
  };

  const insertAt = (term: number, slot: number, at: number): number => {
    const offset = at - (starts[term] ?? 0);
    if (sizes[term] === rooms[term]) enlarge(term);
    const place = (starts[term] ?? 0) + offset;
    const end = (starts[term] ?? 0) + (sizes[term] ?? 0);
    if (place < end) {
      pool.slots.copyWithin(place + 1, place, end);
      pool.bytes.copyWithin(place + 1, place, end);
    }
    pool.slots[place] = slot;
    pool.bytes[place] = 0;
    sizes[term] = (sizes[term] ?? 0) + 1;
    return place;
  };

  const sweep = (term: number): void => {
    const left = living[term] ?? 0;
    if (left > 0 && (sizes[term] ?? 0) - left <= left + SPARED_DEAD) return;
    const start = starts[term] ?? 0;
    let to = start;
    for (let at = start; at < start + (sizes[term] ?? 0); at++) {
      if (pool.bytes[at] === 0) continue;
      pool.slots[to] = pool.slots[at] ?? 0;
      pool.bytes[to] = pool.bytes[at] ?? 0;
      to += 1;
    }
    sizes[term] = left;
    if (left > 0) return;
    pool.release(start, rooms[term] ?? 0);
    rooms[term] = 0;
  };

  return {
    add: (term, slot, weight) => {
      reserve(term);
      const place = placeOf(term, slot);
      const at = holdsAt(term, slot, place) ? place : insertAt(term, slot, place);
      const before = weightAt(term, at);
      setAt(term, at, before + weight);
      if (before === 0) living[term] = (living[term] ?? 0) + 1;
      if (before + weight > 0) return;
      living[term] = (living[term] ?? 0) - 1;
      sweep(term);
    },
    held: (term) => living[term] ?? 0,
    weightIn: (term, slot) => {
      const at = placeOf(term, slot);
      return holdsAt(term, slot, at) ? weightAt(term, at) : 0;
    },
    entries: (term) => {
      const from = starts[term] ?? 0;
      return { slots: pool.slots, bytes: pool.bytes, from, to: from + (sizes[term] ?? 0) };
    },
    heavyWeight,
    save: (terms) => {
      let total = 0;
      const ends = Int32Array.from(terms, (term) => {
        total += living[term] ?? 0;
        return total;
      });
      const saved = { slots: new Int32Array(total), bytes: new Uint8Array(total), ends };
      const heavyEntries: number[] = [];
      let to = 0;
      terms.forEach((term, number) => {
        const start = starts[term] ?? 0;
        for (let at = start; at < start + (sizes[term] ?? 0); at++) {
          const byte = pool.bytes[at] ?? 0;
          if (byte === 0) continue;
          if (byte === HEAVY) heavyEntries.push(number, pool.slots[at] ?? 0, weightAt(term, at));
          saved.slots[to] = pool.slots[at] ?? 0;
          saved.bytes[to] = byte;
          to += 1;
        }
      });
      return { ...saved, heavy: Float64Array.from(heavyEntries) };
    },
  };
};

const heavyKey = (term: number, slot: number): number => term * SLOT_RANGE + slot;

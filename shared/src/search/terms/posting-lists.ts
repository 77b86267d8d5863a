import { ENTRY_BYTES } from '../memory.ts';
import { grownInts } from './grow-array.ts';
import { createPostingPool, HEAVY, nextRoom, type PostingPool } from './posting-pool.ts';

/** Dead entries of a term are kept until its next change, unless they outnumber both the live entries and this. */
const SPARED_DEAD = 8;
const SLOT_RANGE = 2 ** 32;

/** Terms are numbered as in the saved list; dead entries are left out. */
export type PostingsSnapshot = {
  readonly slots: Int32Array;
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
  /** Term, slot and weight of each heavy entry, in sequence. */
  readonly heavy: Float64Array;
};

/** The entries of all terms in the arrays of the pool, and where each term's entries are. */
export type PostingLists = {
  readonly pool: PostingPool;
  /** By term: where its entries begin, how many there are, how many fit, and how many have a weight. */
  starts: Int32Array;
  sizes: Int32Array;
  rooms: Int32Array;
  living: Int32Array;
  readonly heavy: Map<number, number>;
};

/** Opens empty lists, or those of a snapshot. */
export const openLists = (saved?: PostingsSnapshot): PostingLists => {
  const empty = new Int32Array(0);
  const pool = createPostingPool(saved);
  const heavy = new Map<number, number>();
  if (!saved) return { pool, heavy, starts: empty, sizes: empty, rooms: empty, living: empty };
  const { ends, heavy: entries } = saved;
  const starts = new Int32Array(ends.length);
  if (ends.length > 1) starts.set(ends.subarray(0, -1), 1);
  const sizes = ends.map((end, term) => end - (starts[term] ?? 0));
  for (let at = 0; at < entries.length; at += 3) {
    heavy.set(heavyKey(entries[at] ?? 0, entries[at + 1] ?? 0), entries[at + 2] ?? 0);
  }
  return { pool, heavy, starts, sizes, rooms: sizes.slice(), living: sizes.slice() };
};

/** Makes room for a term. */
export const reserve = (lists: PostingLists, term: number): void => {
  if (term < lists.starts.length) return;
  lists.starts = grownInts(lists.starts, term + 1);
  lists.sizes = grownInts(lists.sizes, term + 1);
  lists.rooms = grownInts(lists.rooms, term + 1);
  lists.living = grownInts(lists.living, term + 1);
};

/** Returns where the slot is or would be inserted. */
export const placeOf = ({ pool, starts, sizes }: PostingLists, term: number, slot: number): number => {
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

/** Whether the term's entry at this place is that of the slot. */
export const holdsAt = ({ pool, starts, sizes }: PostingLists, term: number, slot: number, at: number): boolean =>
  at < (starts[term] ?? 0) + (sizes[term] ?? 0) && pool.slots[at] === slot;

/** Returns the weight of an entry that is stored as byte 255. */
export const heavyWeight = ({ heavy }: PostingLists, term: number, slot: number): number =>
  heavy.get(heavyKey(term, slot)) ?? HEAVY;

/** Returns the weight of the term's entry at this place. */
export const weightAt = (lists: PostingLists, term: number, at: number): number => {
  const byte = lists.pool.bytes[at] ?? 0;
  return byte < HEAVY ? byte : heavyWeight(lists, term, lists.pool.slots[at] ?? 0);
};

/** Sets the weight of the term's entry at this place, and counts whether it lives. */
export const setWeightAt = (lists: PostingLists, term: number, at: number, weight: number): void => {
  const { pool, heavy, living } = lists;
  const before = pool.bytes[at] ?? 0;
  if (weight >= HEAVY) heavy.set(heavyKey(term, pool.slots[at] ?? 0), weight);
  else if (before === HEAVY) heavy.delete(heavyKey(term, pool.slots[at] ?? 0));
  pool.bytes[at] = Math.min(weight, HEAVY);
  living[term] = (living[term] ?? 0) + Number(weight > 0) - Number(before > 0);
};

/** Inserts a dead entry for the slot at the place that `placeOf` gave, and returns where it is now. */
export const insertAt = (lists: PostingLists, term: number, slot: number, at: number): number => {
  const { pool, sizes } = lists;
  const offset = at - (lists.starts[term] ?? 0);
  if (sizes[term] === lists.rooms[term]) enlarge(lists, term);
  const place = (lists.starts[term] ?? 0) + offset;
  const end = (lists.starts[term] ?? 0) + (sizes[term] ?? 0);
  if (place < end) {
    pool.slots.copyWithin(place + 1, place, end);
    pool.bytes.copyWithin(place + 1, place, end);
  }
  pool.slots[place] = slot;
  pool.bytes[place] = 0;
  sizes[term] = (sizes[term] ?? 0) + 1;
  return place;
};

const enlarge = ({ pool, starts, sizes, rooms }: PostingLists, term: number): void => {
  const [start, size, room] = [starts[term] ?? 0, sizes[term] ?? 0, rooms[term] ?? 0];
  const larger = nextRoom(room);
  const moved = pool.take(larger);
  pool.slots.copyWithin(moved, start, start + size);
  pool.bytes.copyWithin(moved, start, start + size);
  pool.release(start, room);
  starts[term] = moved;
  rooms[term] = larger;
};

/** Removes the dead entries of a term if there are too many. */
export const sweep = ({ pool, starts, sizes, rooms, living }: PostingLists, term: number): void => {
  const left = living[term] ?? 0;
  const size = sizes[term] ?? 0;
  if (left > 0 && size - left <= left + SPARED_DEAD) return;
  const start = starts[term] ?? 0;
  let to = start;
  for (let at = start; at < start + size; at++) {
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

/** Returns the memory that the lists take up, in bytes, by estimate. */
export const bytesOfLists = ({ pool, starts, sizes, rooms, living, heavy }: PostingLists): number =>
  pool.slots.byteLength +
  pool.bytes.byteLength +
  starts.byteLength +
  sizes.byteLength +
  rooms.byteLength +
  living.byteLength +
  heavy.size * ENTRY_BYTES;

/** Copies the living entries of these terms. */
export const saveLists = (lists: PostingLists, terms: readonly number[]): PostingsSnapshot => {
  const { pool, starts, sizes, living } = lists;
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
      if (byte === HEAVY) heavyEntries.push(number, pool.slots[at] ?? 0, weightAt(lists, term, at));
      saved.slots[to] = pool.slots[at] ?? 0;
      saved.bytes[to] = byte;
      to += 1;
    }
  });
  return { ...saved, heavy: Float64Array.from(heavyEntries) };
};

const heavyKey = (term: number, slot: number): number => term * SLOT_RANGE + slot;

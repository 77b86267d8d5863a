import { grownBytes, grownInts } from './grow-array.ts';

/** Weights are stored as bytes: this one says that the weight is greater and kept elsewhere. */
export const HEAVY = 255;
const SMALLEST_ROOM = 2;

/**
 * Allocates blocks in two parallel arrays and reuses freed blocks. Growing replaces the arrays, so read them again
 * after each allocation.
 */
export type PostingPool = {
  readonly slots: Int32Array;
  readonly bytes: Uint8Array;
  /** Returns the start of a block with `room` entries. */
  take(room: number): number;
  release(start: number, room: number): void;
};

type PooledArrays = Pick<PostingPool, 'slots' | 'bytes'>;

/** Creates the pool, empty or from saved arrays, which it takes over. */
export const createPostingPool = (saved?: PooledArrays): PostingPool => {
  // Plain properties, because they are read several times per word of every passage and a getter would be slow.
  const arrays = { slots: saved?.slots ?? new Int32Array(0), bytes: saved?.bytes ?? new Uint8Array(0) };
  let used = arrays.slots.length;
  const freeByRoom = new Map<number, number[]>();

  return Object.assign(arrays, {
    take: (room: number): number => {
      const free = freeByRoom.get(room)?.pop();
      if (free !== undefined) return free;
      const start = used;
      used += room;
      arrays.slots = grownInts(arrays.slots, used);
      arrays.bytes = grownBytes(arrays.bytes, used);
      return start;
    },
    release: (start: number, room: number): void => {
      if (room === 0) return;
      const free = freeByRoom.get(room);
      if (free) free.push(start);
      else freeByRoom.set(room, [start]);
    },
  });
};

/**
 * Returns the next block size, 2, 3, 4, 6, 8, 12, 16…: few sizes, so that the block that one term frees fits the next.
 */
export const nextRoom = (room: number): number => {
  let power = SMALLEST_ROOM;
  while (power * 2 <= room) power *= 2;
  if (room < power) return power;
  return room < power + (power >>> 1) ? power + (power >>> 1) : power * 2;
};

import { editDistance, leastDistance, letterBits } from './edit-distance.ts';
import { grownBytes, grownInts } from './grow-array.ts';

const LONGEST_COUNTED = 255;

/**
 * Finds numbered strings within a few edits. Lengths and letter bits in two flat arrays rule out nearly all of them, so
 * no deletion index is needed: 60,000 words take half a millisecond.
 */
export type NearStrings = {
  add(number: number, text: string): void;
  remove(number: number): void;
  /** Returns numbers and distances in no particular order. `textOf` returns the string of a number. */
  find(
    text: string,
    limit: number,
    textOf: (number: number) => string,
  ): (readonly [number: number, distance: number])[];
  /** Returns the memory that this takes up, in bytes, by estimate. */
  bytes(): number;
};

/** Creates an empty collection. */
export const createNearStrings = (): NearStrings => {
  let bits: Int32Array = new Int32Array(0);
  /** 0 means no string: the empty string is never near enough to matter. */
  let lengths: Uint8Array = new Uint8Array(0);
  let reach = 0;

  return {
    add: (number, text) => {
      reach = Math.max(reach, number + 1);
      bits = grownInts(bits, reach);
      lengths = grownBytes(lengths, reach);
      bits[number] = letterBits(text);
      lengths[number] = Math.min(text.length, LONGEST_COUNTED);
    },
    remove: (number) => {
      lengths[number] = 0;
    },
    bytes: () => bits.byteLength + lengths.byteLength,
    find: (text, limit, textOf) => {
      const wanted = letterBits(text);
      const shortest = Math.max(1, Math.min(text.length - limit, LONGEST_COUNTED));
      const longest = text.length + limit;
      const found: (readonly [number, number])[] = [];
      for (let number = 0; number < reach; number++) {
        const length = lengths[number] ?? 0;
        if (length < shortest || (length > longest && length < LONGEST_COUNTED)) continue;
        if (leastDistance(wanted, bits[number] ?? 0) > limit) continue;
        const distance = editDistance(text, textOf(number), limit);
        if (distance <= limit) found.push([number, distance]);
      }
      return found;
    },
  };
};

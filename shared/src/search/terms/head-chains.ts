import { grownInts } from './grow-array.ts';

const CHAINS = 1 << 14;

/**
 * Chains the numbers of strings by the strings' first letters. Different beginnings may share a chain, so callers must
 * compare.
 */
export type HeadChains = {
  add(number: number, text: string): void;
  remove(number: number, text: string): void;
  /** Returns the first number in the chain of strings that begin like `text`; -1 at its end. */
  first(text: string): number;
  next(number: number): number;
  /** Returns the memory that this takes up, in bytes, by estimate. */
  bytes(): number;
};

/** Creates empty chains over the first `letters` letters. */
export const createHeadChains = (letters: number): HeadChains => {
  // Stored plus one, so that a zeroed array means empty chains.
  const firsts = new Int32Array(CHAINS);
  let nexts: Int32Array = new Int32Array(0);

  const chainOf = (text: string): number => {
    let hash = 0;
    for (let at = 0; at < letters && at < text.length; at++) hash = Math.imul(hash, 37) + text.charCodeAt(at);
    return (hash ^ (hash >>> 14)) & (CHAINS - 1);
  };
  const next = (number: number): number => (nexts[number] ?? 0) - 1;

  const before = (number: number, first: number): number => {
    let at = first;
    while (at >= 0 && next(at) !== number) at = next(at);
    return at;
  };

  return {
    add: (number, text) => {
      const chain = chainOf(text);
      nexts = grownInts(nexts, number + 1);
      nexts[number] = firsts[chain] ?? 0;
      firsts[chain] = number + 1;
    },
    remove: (number, text) => {
      const chain = chainOf(text);
      const first = (firsts[chain] ?? 0) - 1;
      if (first === number) {
        firsts[chain] = next(number) + 1;
        return;
      }
      const previous = before(number, first);
      if (previous >= 0) nexts[previous] = next(number) + 1;
    },
    first: (text) => (firsts[chainOf(text)] ?? 0) - 1,
    next,
    bytes: () => firsts.byteLength + nexts.byteLength,
  };
};

import { createHash } from 'node:crypto';

const real = {
  random: Math.random,
  randomUUID: crypto.randomUUID,
  getRandomValues: crypto.getRandomValues,
  digest: crypto.subtle.digest,
};

/** Makes every random choice repeatable until `stop`. Digests are computed synchronously. */
export const startSeededChance = (seed: number): { stop(): void } => {
  let state = seed >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join('');

  Math.random = next;
  Object.assign(crypto, {
    randomUUID: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    getRandomValues: <T extends ArrayBufferView>(array: T): T => {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      bytes.forEach((_, at) => {
        bytes[at] = Math.floor(next() * 256);
      });
      return array;
    },
  });
  Object.assign(crypto.subtle, {
    digest: async (_algorithm: string, content: Uint8Array) =>
      Uint8Array.from(createHash('sha256').update(content).digest()).buffer,
  });
  return {
    stop: () => {
      Math.random = real.random;
      Object.assign(crypto, { randomUUID: real.randomUUID, getRandomValues: real.getRandomValues });
      Object.assign(crypto.subtle, { digest: real.digest });
    },
  };
};

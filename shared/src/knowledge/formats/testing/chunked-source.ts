import type { ByteSource } from '../../byte-source.ts';

/** A source that ends its chunks at the given places, and counts what is taken from it. */
export const chunkedSource = (
  bytes: Uint8Array,
  cuts: Iterable<number>,
): ByteSource & { readonly taken: { chunks: number; bytes: number } } => {
  const ends = [...new Set([...cuts].map((cut) => Math.min(cut, bytes.length))), bytes.length].sort((a, b) => a - b);
  const taken = { chunks: 0, bytes: 0 };
  return {
    size: bytes.length,
    taken,
    slice: async (start, end) => bytes.slice(start, end),
    stream: async function* () {
      let start = 0;
      for (const end of ends) {
        taken.chunks += 1;
        taken.bytes += end - start;
        yield bytes.slice(start, end);
        start = end;
      }
    },
  };
};

export const evenly = (length: number, chunk: number): readonly number[] =>
  Array.from({ length: Math.floor(length / chunk) }, (_, at) => (at + 1) * chunk);

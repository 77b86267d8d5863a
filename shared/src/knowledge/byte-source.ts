import { sha256 } from '@noble/hashes/sha2.js';

/** The bytes of a file: in order, or at any place for formats that need it. */
export type ByteSource = {
  readonly size: number;
  /** All bytes from the beginning, in chunks of any length. Each call begins anew. */
  stream(): AsyncIterable<Uint8Array>;
  /** Resolves with `end - start` bytes, with fewer at the end of the file. */
  slice(start: number, end: number): Promise<Uint8Array>;
};

/** What a slice of a file costs in a browser hardly depends on its length. */
const CHUNK = 262_144;

export const fromBlob = (blob: Blob): ByteSource => {
  const slice = async (start: number, end: number): Promise<Uint8Array> =>
    new Uint8Array(await blob.slice(start, end).arrayBuffer());
  return {
    size: blob.size,
    slice,
    stream: async function* () {
      for (let at = 0; at < blob.size; at += CHUNK) yield await slice(at, at + CHUNK);
    },
  };
};

type Watcher = { readonly signal: AbortSignal; readonly report: (share: number) => void };

/** The same bytes, until the signal is aborted; reports the share of them that `stream` has given. */
export const watchBytes = (source: ByteSource, { signal, report }: Watcher): ByteSource => ({
  size: source.size,
  slice: async (start, end) => {
    signal.throwIfAborted();
    return source.slice(start, end);
  },
  stream: async function* () {
    let read = 0;
    for await (const chunk of source.stream()) {
      signal.throwIfAborted();
      yield chunk;
      read += chunk.length;
      report(read / Math.max(1, source.size));
    }
  },
});

/** SHA-256 in hex, computed chunk by chunk; a browser's own digest takes all bytes at once. */
export const digestOfBytes = async (source: Pick<ByteSource, 'stream'>): Promise<string> => {
  const hash = sha256.create();
  for await (const chunk of source.stream()) hash.update(chunk);
  return [...hash.digest()].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

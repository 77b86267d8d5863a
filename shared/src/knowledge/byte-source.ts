import { sha256 } from '@noble/hashes/sha2.js';

/** A file's bytes, in order or at any position for formats that need random access. */
export type ByteSource = {
  readonly size: number;
  /** Streams all bytes from the beginning, in chunks of any length; may be called repeatedly. */
  stream(): AsyncIterable<Uint8Array>;
  /** Resolves to `end - start` bytes, or fewer at the end of the file. */
  slice(start: number, end: number): Promise<Uint8Array>;
};

/** In a browser, reading a slice takes about the same time whatever its length. */
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

/** The same bytes until the signal aborts; reports the share that `stream` has delivered. */
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

/** SHA-256 in hex, computed chunk by chunk; the browser's own function needs all bytes at once. */
export const digestOfBytes = async (source: Pick<ByteSource, 'stream'>): Promise<string> => {
  const hash = sha256.create();
  for await (const chunk of source.stream()) hash.update(chunk);
  return [...hash.digest()].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

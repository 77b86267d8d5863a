import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { BlobStore, ByteRange, OpenBlob } from '@inbetwin/shared/ports/blob-store.ts';

/**
 * Passes the chunks through and withholds the last one until the digest of all of them is verified. Throws `store.unavailable` when the
 * bytes are no longer those that were stored.
 */
export async function* verifiedChunks(chunks: AsyncIterable<Uint8Array>, digest: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let held: Uint8Array | undefined;
  for await (const chunk of chunks) {
    hash.update(chunk);
    if (held) yield held;
    held = chunk;
  }
  if (hash.digest('hex') !== digest) throw damaged(digest);
  if (held) yield held;
}

/** Yields the bytes `start` to `end` (inclusive) of a stream that can only be read from its beginning. */
export async function* sliceBytes(
  chunks: AsyncIterable<Uint8Array>,
  { start, end }: ByteRange,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of chunks) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end + 1 - at));
    if (part.length > 0) yield part;
    at += chunk.length;
    if (at > end) return;
  }
}

/** Implements `BlobStore.get` for a store that can open blobs. */
export const readWhole = async (
  store: Pick<BlobStore, 'open'>,
  teamId: string,
  digest: string,
): Promise<Uint8Array | undefined> => {
  const blob = await store.open(teamId, digest);
  return blob && usingBlob(blob, async ({ bytes }) => new Uint8Array(await buffer(bytes())));
};

/** Runs `work` with the blob and closes the blob afterwards, even if `work` fails. */
export const usingBlob = async <T>(blob: OpenBlob, work: (blob: OpenBlob) => Promise<T>): Promise<T> => {
  try {
    return await work(blob);
  } finally {
    await blob.close();
  }
};

const damaged = (digest: string): Failure =>
  new Failure('store.unavailable', `The file ${digest} is damaged.`, 'Import it again, or put a backup in place.');

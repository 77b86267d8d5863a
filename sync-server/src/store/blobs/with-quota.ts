import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import { digestOf } from './blob-digest.ts';

/** Limits the bytes that each team may store: beyond `quota` bytes, `put` and `putStream` throw `knowledge.quota`. */
export const withQuota = (blobs: BlobStore, quota: number): BlobStore => ({
  ...blobs,
  put: async (teamId, bytes) => {
    const isStored = (await blobs.findStored(teamId, [digestOf(bytes)])).size > 0;
    if (!isStored && (await blobs.usage(teamId)) + bytes.length > quota) throw isFull(quota);
    return blobs.put(teamId, bytes);
  },
  putStream: async (teamId, chunks) =>
    blobs.putStream(teamId, upTo(chunks, quota - (await blobs.usage(teamId)), quota)),
});

async function* upTo(chunks: AsyncIterable<Uint8Array>, room: number, quota: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > room) throw isFull(quota);
    yield chunk;
  }
}

const isFull = (quota: number): Failure =>
  new Failure(
    'knowledge.quota',
    `The team's files may take up ${Math.floor(quota / 1024 / 1024)} MB, and this one has no room there.`,
    'Delete sources that are not needed, or let the server’s operator raise TEAM_FILES_MB.',
  );

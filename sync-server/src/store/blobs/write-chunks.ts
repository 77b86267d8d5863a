import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { StoredBlob } from '@inbetwin/shared/ports/blob-store.ts';

/** Writes the chunks as they come, with their digest and length in the end. */
export const writeChunks = async (
  handle: Pick<FileHandle, 'writeFile'>,
  chunks: AsyncIterable<Uint8Array>,
): Promise<StoredBlob> => {
  const hash = createHash('sha256');
  let size = 0;
  async function* counted() {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  await handle.writeFile(counted());
  return { digest: hash.digest('hex'), size };
};

import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { BlobStore, StoredBlob } from '@inbetwin/shared/ports/blob-store.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { IMAGE_HEAD_BYTES, imageTypeOf } from './image-type.ts';

/** `type`: of an image that pages may show. */
export type KeptFile = StoredBlob & { readonly type?: string };

type Keeping = {
  readonly messageId: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly maxBytes: number;
};

/** The files of a team's messages among its blobs: a blob stays as long as a message or a source has it. */
export type MessageFiles = {
  /**
   * Stores the bytes as they come. Repeating it is harmless. Throws `file.too_large`, `knowledge.quota`, and what `chunks` and the store
   * throw; then nothing new is stored.
   */
  keep(keeping: Keeping): Promise<KeptFile>;
  /** Of these digests those of files of messages. */
  findOwned(digests: readonly string[]): Promise<ReadonlySet<string>>;
};

type Parts = { readonly store: DocumentStore; readonly blobs: BlobStore; readonly teamId: string };

const INDEX = ['teamId', 'digest'] as const;

/** Opens the index of the files in one team's messages. */
export const openMessageFiles = ({ store, blobs, teamId }: Parts): MessageFiles => {
  /** Maps files to messages, because messages have no index on the digests of their files. */
  const owners = store.database('message-files', { indexes: [INDEX] });

  const own = async (digest: string, messageId: string): Promise<void> => {
    const id = `${teamId}:${digest}:${messageId}`;
    await owners.write([{ id, body: { id, teamId, digest, messageId } }]);
  };

  return {
    keep: async ({ messageId, chunks, maxBytes }) => {
      const head: number[] = [];
      async function* read() {
        let size = 0;
        for await (const chunk of chunks) {
          size += chunk.length;
          if (size > maxBytes) throw tooLarge(maxBytes);
          if (head.length < IMAGE_HEAD_BYTES) head.push(...chunk.subarray(0, IMAGE_HEAD_BYTES - head.length));
          yield chunk;
        }
      }
      const blob = await blobs.putStream(teamId, read());
      await own(blob.digest, messageId);
      // A source with the same bytes may have been deleted before the message owned them.
      if (!(await blobs.findStored(teamId, [blob.digest])).has(blob.digest)) throw removed();
      const type = imageTypeOf(Uint8Array.from(head));
      return { ...blob, ...(type && { type }) };
    },
    findOwned: async (digests) => {
      const owned = new Set<string>();
      for (const digest of digests) {
        const { documents } = await owners.find({ index: INDEX, equals: [teamId, digest], limit: 1 });
        if (documents.length > 0) owned.add(digest);
      }
      return owned;
    },
  };
};

const tooLarge = (maxBytes: number): Failure =>
  new Failure(
    'file.too_large',
    `The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB.`,
    'Ask the customer to send it another way.',
  );

const removed = (): Failure =>
  new Failure('store.unavailable', 'The file was removed while it was stored.', 'It is fetched again by itself.');

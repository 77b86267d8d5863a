import { buffer } from 'node:stream/consumers';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { BlobStore, OpenBlob, StoredBlob } from '@inbetwin/shared/ports/blob-store.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { usingBlob } from '../store/blobs/blob-bytes.ts';
import { IMAGE_HEAD_BYTES, imageTypeOf } from './image-type.ts';

/** `type` is set for images that pages may show. */
export type KeptFile = StoredBlob & { readonly type?: string };

type Keeping = {
  readonly messageId: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly maxBytes: number;
};

/** Links the files of a team's messages to its blobs: a blob is kept as long as a message or a source refers to it. */
export type MessageFiles = {
  /**
   * Stores the bytes as they arrive. Idempotent. Throws `file.too_large`, `knowledge.quota`, and whatever `chunks` and the store throw; in
   * that case nothing is stored.
   */
  keep(keeping: Keeping): Promise<KeptFile>;
  /** Records that the message has files with these digests, whether or not their bytes are stored yet. Idempotent. */
  own(messageId: string, digests: readonly string[]): Promise<void>;
  /** The message's files that are stored. */
  findKept(digests: readonly string[]): Promise<readonly KeptFile[]>;
  /** Records that the message no longer has these files. `TeamFiles.forget` deletes their bytes. */
  disown(messageId: string, digests: readonly string[]): Promise<void>;
  /** Those of the digests that belong to files of messages. */
  findOwned(digests: readonly string[]): Promise<ReadonlySet<string>>;
  /** The messages that have a file with this digest. */
  findOwners(digest: string): Promise<readonly string[]>;
  /** Undefined if the bytes are not stored. The caller must close the blob. */
  open(digest: string): Promise<OpenBlob | undefined>;
};

type Parts = { readonly store: DocumentStore; readonly blobs: BlobStore; readonly teamId: string };

const INDEX = ['teamId', 'digest'] as const;
/** A price list may be attached to thousands of messages, so at most this many are notified; the others notice at their next look. */
const MAX_OWNERS = 200;

/** Opens the index of the files in one team's messages. */
export const openMessageFiles = ({ store, blobs, teamId }: Parts): MessageFiles => {
  /** Maps files to messages, because messages have no index on the digests of their files. */
  const owners = store.collection('server/message-files', { indexes: [INDEX] });

  const own: MessageFiles['own'] = async (messageId, digests) => {
    const rows = [...new Set(digests)].map((digest) => {
      const id = `${teamId}:${digest}:${messageId}`;
      return { id, body: { id, teamId, digest, messageId } };
    });
    await owners.write(rows);
  };

  const open: MessageFiles['open'] = (digest) => blobs.open(teamId, digest);

  return {
    own,
    open,
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
      await own(messageId, [blob.digest]);
      // A source with the same bytes may have been deleted before the message owned them.
      if (!(await blobs.findStored(teamId, [blob.digest])).has(blob.digest)) throw removed();
      const type = imageTypeOf(Uint8Array.from(head));
      return { ...blob, ...(type && { type }) };
    },
    findKept: async (digests) => {
      const kept = digests.map(async (digest) => {
        const blob = await open(digest);
        return blob ? [await usingBlob(blob, (opened) => describe(digest, opened))] : [];
      });
      return (await Promise.all(kept)).flat();
    },
    findOwners: async (digest) => {
      const { documents } = await owners.find({ index: INDEX, equals: [teamId, digest], limit: MAX_OWNERS });
      return documents.flatMap(({ body: { messageId } }) => (typeof messageId === 'string' ? [messageId] : []));
    },
    disown: async (messageId, digests) => {
      for (const digest of digests) {
        const known = await owners.get(`${teamId}:${digest}:${messageId}`);
        if (known && !known.deleted) await owners.write([{ id: known.id, rev: known.rev, deleted: true, body: {} }]);
      }
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

const describe = async (digest: string, { size, bytes }: OpenBlob): Promise<KeptFile> => {
  const head = size > 0 ? await buffer(bytes({ start: 0, end: Math.min(size, IMAGE_HEAD_BYTES) - 1 })) : Buffer.of();
  const type = imageTypeOf(head);
  return { digest, size, ...(type && { type }) };
};

const tooLarge = (maxBytes: number): Failure =>
  new Failure(
    'file.too_large',
    `The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB.`,
    'Ask the customer to send it another way.',
  );

const removed = (): Failure =>
  new Failure('store.unavailable', 'The file was removed while it was stored.', 'It is fetched again by itself.');

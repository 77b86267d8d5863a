import { createHash, type Hash, hash } from 'node:crypto';
import { type ErrorCode, Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import {
  FILE_MEDIA_TYPE,
  fileRevisionOf,
  isFileId,
  MAX_FILE_BYTES,
  ORIGINAL,
  type SentFile,
} from '@inbetwin/shared/contracts/files.ts';
import { awaitedDigests, withKeptFiles, withoutFiles } from '@inbetwin/shared/conversations/messages/awaited-files.ts';
import { sourceIdOf } from '@inbetwin/shared/entities/source.ts';
import type { BlobStore, OpenBlob } from '@inbetwin/shared/ports/blob-store.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { usingBlob } from '../store/blobs/blob-bytes.ts';
import type { KeptFile, MessageFiles } from './message-files.ts';

/** What the files of one team need. */
export type TeamFilesParts = {
  readonly teamId: string;
  readonly blobs: BlobStore;
  readonly documents: Pick<TeamDocuments, 'sources' | 'messages'>;
  readonly messageFiles: Pick<MessageFiles, 'findKept' | 'findOwned' | 'findOwners' | 'keep'>;
};

type FileDocument = Readonly<Record<string, unknown>> & { readonly _id: string; readonly _rev: string };
type Change = { readonly seq: number; readonly id: string; readonly changes: readonly [{ readonly rev: string }] };

/** A file that was rejected, in CouchDB's fields plus a stable error code; it does not affect the other files of the request. */
export type RefusedFile = {
  readonly id: string;
  readonly rev: string;
  readonly error: 'forbidden';
  readonly code: ErrorCode;
  readonly reason: string;
};

/**
 * A team's originals in CouchDB's terms. A file document is fully determined by its bytes, so only the bytes are stored. A file is accepted
 * as long as a source or a message of the team has its digest.
 */
export type TeamFiles = {
  /** Lists those of the ids that are stored, in an order of its own that `seq` refers to. */
  changes(ids: readonly string[], page: { readonly since: number; readonly limit: number }): Promise<ChangesPage>;
  /** Those of the ids that are missing: a source or a message has the digest, but its bytes are not stored. */
  findWanted(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Resolves to undefined once the file is stored. Throws `store.full` and other errors of the store. */
  store(sent: SentFile): Promise<RefusedFile | undefined>;
  /**
   * Stores a file that an API client will attach to a reply. Throws `file.too_large`, `knowledge.quota`, and whatever `chunks` and the
   * store throw.
   */
  upload(userId: string, chunks: AsyncIterable<Uint8Array>): Promise<KeptFile>;
  /** The document without its bytes; its size and digest are computed from them. */
  read(id: string): Promise<FileDocument | undefined>;
  /** The caller must close the blob. */
  open(id: string): Promise<OpenBlob | undefined>;
  /** Deletes the bytes of those ids that no source and no message refers to anymore. */
  forget(ids: readonly string[]): Promise<void>;
};

type ChangesPage = { readonly results: readonly Change[]; readonly last_seq: number; readonly pending: number };

/** Creates the file service of one team over a blob store. */
export const createTeamFiles = (parts: TeamFilesParts): TeamFiles => {
  const { teamId, blobs, documents, messageFiles } = parts;
  /** Those of the ids that are digests of the team's sources or messages. */
  const findOwned = async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const digests = ids.filter(isFileId);
    const sources = await documents.sources.getMany(digests.map(sourceIdOf));
    const ofSources = new Set(sources.map(({ digest }) => digest));
    const ofMessages = await messageFiles.findOwned(digests.filter((digest) => !ofSources.has(digest)));
    return new Set([...ofSources, ...ofMessages]);
  };

  const forget = async (ids: readonly string[]): Promise<void> => {
    const owned = await findOwned(ids);
    for (const id of ids.filter(isFileId)) if (!owned.has(id)) await blobs.delete(teamId, id);
  };

  /** Records in the replies that wait for a file that it was stored, or with `code`, that it was rejected. Their delivery goes on then. */
  const settle = async (digest: string, code?: ErrorCode): Promise<void> => {
    const messageIds = await messageFiles.findOwners(digest);
    const kept = code || messageIds.length === 0 ? [] : await messageFiles.findKept([digest]);
    for (const messageId of messageIds) {
      await documents.messages.update(messageId, (message) => {
        if (code) return withoutFiles(message, code, [digest]);
        return awaitedDigests(message).includes(digest) ? withKeptFiles(message, kept) : message;
      });
    }
  };

  const open = async (id: string): Promise<OpenBlob | undefined> => (isFileId(id) ? blobs.open(teamId, id) : undefined);

  return {
    changes: async (ids, { since, limit }) => {
      const stored = [...(await blobs.findStored(teamId, ids))].toSorted();
      const results = stored.slice(since, since + limit).map((id, at): Change => {
        return { seq: since + at + 1, id, changes: [{ rev: fileRevisionOf(id) }] };
      });
      const last = Math.max(since, Math.min(stored.length, since + limit));
      return { results, last_seq: last, pending: Math.max(0, stored.length - last) };
    },
    findWanted: async (ids) => {
      const owned = [...(await findOwned(ids))];
      const stored = await blobs.findStored(teamId, owned);
      return new Set(owned.filter((id) => ids.includes(id) && !stored.has(id)));
    },
    store: async (sent) => {
      const bytes = bytesOf(sent);
      if (bytes === tooLarge) await settle(sent._id, 'file.too_large');
      if (bytes instanceof Failure) return refuse(sent, bytes);
      if (!(await findOwned([sent._id])).has(sent._id)) return refuse(sent, sourceless);
      try {
        await blobs.put(teamId, bytes);
      } catch (error) {
        if (!hasCode(error, 'knowledge.quota')) throw error;
        await settle(sent._id, error.code);
        return refuse(sent, error);
      }
      // Its source may have been deleted in the meantime.
      await forget([sent._id]);
      await settle(sent._id);
      return undefined;
    },
    upload: async (userId, chunks) => {
      const kept = await messageFiles.keep({ messageId: `upload:${userId}`, chunks, maxBytes: MAX_FILE_BYTES });
      await settle(kept.digest);
      return kept;
    },
    read: async (id) => {
      const blob = await open(id);
      return blob && usingBlob(blob, () => describeFile(id, blob));
    },
    open,
    forget,
  };
};

const describeFile = async (id: string, { size, bytes }: OpenBlob): Promise<FileDocument> => {
  const md5 = createHash('md5');
  for await (const chunk of bytes()) md5.update(chunk);
  return toDocument(id, { stub: true, length: size, digest: md5Of(md5) });
};

/** Streams the JSON of a file document with its bytes in base64, followed by the digest of the bytes read. */
export async function* documentText(id: string, { bytes }: OpenBlob): AsyncGenerator<string> {
  const md5 = createHash('md5');
  const mark = '<bytes>';
  const [before = '', after = ''] = JSON.stringify(toDocument(id, { data: mark })).split(mark);
  yield before;
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of bytes()) {
    md5.update(chunk);
    const whole = Buffer.concat([rest, chunk]);
    // Three bytes make four base64 characters.
    const cut = whole.length - (whole.length % 3);
    rest = whole.subarray(cut);
    yield whole.toString('base64', 0, cut);
  }
  yield Buffer.from(rest).toString('base64');
  yield after.replace('"', `","digest":"${md5Of(md5)}"`);
}

const md5Of = (md5: Hash): string => `md5-${md5.digest('base64')}`;

const toDocument = (id: string, content: object): FileDocument => {
  const revision = fileRevisionOf(id);
  return {
    _id: id,
    _rev: revision,
    _revisions: { start: 1, ids: [revision.slice(2)] },
    _attachments: { [ORIGINAL]: { content_type: FILE_MEDIA_TYPE, revpos: 1, ...content } },
  };
};

/** The bytes that were sent, if their digest matches the document's id. */
const bytesOf = ({ _id, _deleted, _attachments }: SentFile): Uint8Array | Failure => {
  const data = _attachments?.[ORIGINAL]?.data;
  if (_deleted || !isFileId(_id) || data === undefined) return malformed;
  const bytes = Buffer.from(data, 'base64');
  // The digest is verified first, because only the file itself may affect what waits for it, even if it is refused.
  if (hash('sha256', bytes) !== _id) return mismatched;
  return bytes.length > MAX_FILE_BYTES ? tooLarge : bytes;
};

const malformed = new Failure(
  'request.invalid',
  `A file document is named by a SHA-256 digest, and its attachment "${ORIGINAL}" holds the bytes.`,
  'Send it so. Files are removed with their sources.',
);
const tooLarge = new Failure('request.too_large', 'The file is larger than 25 MB.', 'Split it, or export it as text.');
const mismatched = new Failure('file.digest', 'The bytes do not have the digest they are named by.', 'Send it again.');
const sourceless = new Failure(
  'resource.not_found',
  'The team has no source and no message of this digest.',
  'Send its source first.',
);

const refuse = ({ _id, _rev = '' }: SentFile, { code, message }: Failure): RefusedFile => ({
  id: _id,
  rev: _rev,
  error: 'forbidden',
  code,
  reason: message,
});

/** The refusal of a file from a sender without the right to add files. */
export const refuseSender = (sent: SentFile): RefusedFile => refuse(sent, unentitled);

export const unentitled = new Failure(
  'auth.forbidden',
  'Your role may not add files.',
  'Ask an owner or admin of your team.',
);

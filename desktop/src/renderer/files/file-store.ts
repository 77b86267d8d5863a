import { errorCodeSchema } from '@inbetwin/shared/contracts/errors.ts';
import { FILE_MEDIA_TYPE, isFileId, ORIGINAL } from '@inbetwin/shared/contracts/files.ts';
import { digestOf } from '@inbetwin/shared/knowledge/source-identity.ts';
import { z } from 'zod';
import { StorageFailure } from '../base/storage-failure.ts';
import { hasRoom } from '../storage/storage-room.ts';
import { type FileDatabase, holdDatabase } from './pouch.ts';

/** Why the server rejected a file. */
const fileRefusalSchema = z.object({ code: errorCodeSchema, message: z.string() });
/** Why the server rejected a file: its stable code and message. */
export type FileRefusal = z.infer<typeof fileRefusalSchema>;

/** What is known about files besides their bytes, mainly the server's last answers. */
const standingSchema = z.object({
  /** Digests of files that the server has. */
  held: z.array(z.string()).default([]),
  refused: z.record(z.string(), fileRefusalSchema).default({}),
  /** Files stored since their sources were last seen; an earlier deletion must not remove them, because a new import may be in progress. */
  fresh: z.array(z.string()).default([]),
  /** The replies that contain each file, because messages have no index on their files. */
  replies: z.record(z.string(), z.array(z.string())).default({}),
});
type Standing = z.infer<typeof standingSchema>;

/** A workspace's originals on this device, each stored as a document named by its digest. */
export type FileStore = {
  /** Gives access to PouchDB. Rejects with the error of `work`; after a storage failure, the next call reopens the database. */
  withDatabase<T>(work: (database: FileDatabase) => Promise<T>): Promise<T>;
  list(): Promise<readonly string[]>;
  has(digest: string): Promise<boolean>;
  /** Undefined if the file is not here or is corrupt; a corrupt file is removed. */
  read(digest: string): Promise<Blob | undefined>;
  /** Idempotent. Rejects with a `StorageFailure` if there is no space. */
  keep(digest: string, bytes: Blob): Promise<void>;
  remove(digest: string): Promise<void>;
  standing(): Promise<Standing>;
  changeStanding(change: (standing: Standing) => Standing): Promise<void>;
  close(): Promise<void>;
};

/** A local document, which is never replicated. */
const STANDING = '_local/standing';

/** Opens the store; the database is created on first use. */
export const openFileStore = (workspace: string): FileStore => {
  const { database, drop, letGo } = holdDatabase(workspace);

  const withDatabase: FileStore['withDatabase'] = async (work) => {
    try {
      return await work(database());
    } catch (error) {
      if (!isAnswer(error)) drop();
      throw error;
    }
  };
  const get = (id: string) => unlessMissing(withDatabase((opened) => opened.get(id)));

  const { readStanding, changeStanding, forgetStanding } = openStanding(withDatabase);

  const remove = async (digest: string): Promise<void> => {
    const stored = await get(digest);
    if (stored) await unlessMissing(withDatabase((opened) => opened.remove(stored)));
    await forgetStanding(digest);
  };

  const put = async (digest: string, bytes: Blob): Promise<void> => {
    // The server may have deleted it together with its source in the meantime.
    await forgetStanding(digest);
    await changeStanding(({ fresh, ...standing }) => ({ ...standing, fresh: [...fresh, digest] }));
    const _attachments = { [ORIGINAL]: { content_type: FILE_MEDIA_TYPE, data: bytes } };
    try {
      await withDatabase((opened) => opened.put({ _id: digest, _attachments }));
    } catch (error) {
      if (statusOf(error) !== 409) throw error;
    }
  };

  return {
    withDatabase,
    // `info().doc_count` is wrong for documents with attachments.
    list: async () => (await withDatabase((opened) => opened.allDocs())).rows.map(({ id }) => id).filter(isFileId),
    has: async (digest) => (await get(digest)) !== undefined,
    read: async (digest) => {
      const bytes = await unlessMissing(withDatabase((opened) => opened.getAttachment(digest, ORIGINAL)));
      if (!bytes || (await isIntact(digest, bytes))) return bytes;
      await remove(digest);
      return undefined;
    },
    keep: async (digest, bytes) => {
      try {
        await put(digest, bytes);
      } catch (error) {
        throw (await hasRoom(bytes.size)) ? error : new StorageFailure('device.full', error);
      }
    },
    remove,
    standing: readStanding,
    changeStanding,
    close: letGo,
  };
};

/** Opens the document beside the files that records their state. */
const openStanding = (withDatabase: FileStore['withDatabase']) => {
  const readStanding = async (): Promise<Standing & { readonly _rev?: string }> => {
    const stored = await unlessMissing(withDatabase((opened) => opened.get(STANDING)));
    const standing = standingSchema.parse(stored ?? {});
    return stored ? { ...standing, _rev: stored._rev } : standing;
  };

  const changeStanding = async (change: (standing: Standing) => Standing): Promise<void> => {
    for (;;) {
      const { _rev, ...standing } = await readStanding();
      try {
        const next = { _id: STANDING, ...(_rev !== undefined && { _rev }), ...change(standing) };
        await withDatabase((opened) => opened.put(next));
        return;
      } catch (error) {
        // Another window was faster.
        if (statusOf(error) !== 409) throw error;
      }
    }
  };

  const forgetStanding = (digest: string): Promise<void> =>
    changeStanding(({ held, fresh, replies, refused: { [digest]: _, ...refused } }) => ({
      held: held.filter((other) => other !== digest),
      fresh: fresh.filter((other) => other !== digest),
      replies,
      refused,
    }));

  return { readStanding, changeStanding, forgetStanding };
};

/** Whether the bytes have the digest. */
export const isIntact = async (digest: string, bytes: Blob): Promise<boolean> =>
  (await digestOf(new Uint8Array(await bytes.arrayBuffer()))) === digest;

const statusOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;

/** The document does not exist or was changed, so nothing is wrong with the storage. */
const isAnswer = (error: unknown): boolean => statusOf(error) === 404 || statusOf(error) === 409;

const unlessMissing = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
};

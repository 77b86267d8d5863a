import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import { z } from 'zod';
import { readWhole, sliceBytes, verifiedChunks } from '../blobs/blob-bytes.ts';
import { digestOf, isDigest, requireTeamId } from '../blobs/blob-digest.ts';
import { writePart } from '../blobs/durable-file.ts';
import { writeChunks } from '../blobs/write-chunks.ts';
import { type BulkWriter, writeRound } from './couch-bulk.ts';
import { type CouchClient, type CouchLocation, createCouchClient } from './couch-client.ts';
import { isRefusal } from './couch-failure.ts';
import { makeCouchDatabase } from './couch-making.ts';
import { isMissing, untilSettled } from './couch-races.ts';

const ATTACHMENT = 'bytes';
/** CouchDB sends as fast as the reader consumes, and the reader may be on a slow phone connection. */
const READING_MS = 900_000;

/** The kinds of blobs that CouchDB keeps in a database of their own per team. */
const kinds = ['files', 'search'] as const;

/** A CouchDB, and which of the teams' blobs are meant; by default their files. */
export type CouchBlobsLocation = CouchLocation & { readonly kind?: (typeof kinds)[number] };

/** Whether a database holds blobs, and no documents of the document store. */
export const isBlobDatabase = (name: string): boolean => kinds.some((kind) => name.endsWith(`-${kind}`));

/** Blobs in CouchDB: in `team-<id>-<kind>`, a document named by the digest whose attachment holds the bytes. */
export const createCouchBlobStore = ({ kind = 'files', ...location }: CouchBlobsLocation): BlobStore => {
  const client = createCouchClient(location);
  const databaseOf = (teamId: string): string => `team-${requireTeamId(teamId)}-${kind}`;
  const open: BlobStore['open'] = async (teamId, digest) => {
    const database = databaseOf(teamId);
    if (!isDigest(digest)) return undefined;
    const found = await client.download({ database, path: `${digest}/${ATTACHMENT}`, timeoutMs: READING_MS });
    if (!found) return undefined;
    return {
      size: found.size,
      bytes: (range) => (range ? sliceBytes(found.bytes, range) : verifiedChunks(found.bytes, digest)),
      close: found.close,
    };
  };
  return {
    put: async (teamId, bytes) => {
      const digest = digestOf(bytes);
      await uploadFile(client, { database: databaseOf(teamId), digest }, bytes);
      return digest;
    },
    // CouchDB takes a file under its name, and that is its digest: it is known when all bytes have come.
    putStream: async (teamId, chunks) => {
      const folder = await mkdtemp(join(tmpdir(), 'inbetwin-blob-'));
      try {
        const part = join(folder, 'part');
        const written = await writePart(part, (handle) => writeChunks(handle, chunks));
        await uploadFile(client, { database: databaseOf(teamId), digest: written.digest }, await openAsBlob(part));
        return written;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    findStored: async (teamId, digests) => {
      const found = await findRevisions(client, databaseOf(teamId), digests.filter(isDigest));
      return new Set(found.keys());
    },
    open,
    get: (teamId, digest) => readWhole({ open }, teamId, digest),
    list: (teamId) => listFiles(client, databaseOf(teamId)),
    usage: async (teamId) => {
      try {
        return (await client.request({ database: databaseOf(teamId) }, usageSchema)).sizes.active;
      } catch (error) {
        if (isMissing(error)) return 0;
        throw error;
      }
    },
    delete: async (teamId, digest) => {
      const database = databaseOf(teamId);
      if (isDigest(digest)) await deleteFile(client, { database, digest });
    },
  };
};

type File = { readonly database: string; readonly digest: string };

const usageSchema = z.object({ sizes: z.object({ active: z.number() }) });

/**
 * Looks up the file before uploading it: CouchDB rejects an upload without reading its bytes and closes the connection, so its answer can
 * be lost. For the same reason a failed upload is followed by a second lookup.
 */
const uploadFile = async (client: CouchClient, file: File, bytes: Uint8Array | Blob): Promise<void> => {
  const revision = await readOrMake(client, file);
  if (revision !== undefined) return;
  try {
    await client.upload({ database: file.database, path: `${file.digest}/${ATTACHMENT}` }, bytes);
  } catch (error) {
    // Another process was faster; the same name means the same bytes.
    if ((await readOrMake(client, file)) === undefined) throw error;
  }
};

/** The revision of the stored file, or undefined; creates the database if it does not exist. */
const readOrMake = (client: CouchClient, file: File): Promise<string | undefined> =>
  untilSettled(
    async () => {
      try {
        return await readRevision(client, file);
      } catch (error) {
        if (!isMissing(error)) throw error;
        await makeCouchDatabase(client, file.database);
        return await readRevision(client, file);
      }
    },
    isMissing,
    client.closed,
  );

const readRevision = async (client: CouchClient, { database, digest }: File): Promise<string | undefined> =>
  (await readRevisions(client, database, [digest])).get(digest);

type Revisions = ReadonlyMap<string, string>;

const revisionSchema = z.object({ rev: z.string(), deleted: z.boolean().optional() });
/** A row for a file that was never stored has only its key. */
const revisionsSchema = z.object({
  rows: z.array(z.object({ id: z.string().optional(), value: revisionSchema.optional() })),
});

/** Maps the digests of the files that are stored to their revisions. */
const readRevisions = async (client: CouchClient, database: string, keys: readonly string[]): Promise<Revisions> => {
  const request = { database, path: '_all_docs', method: 'post', body: { keys } } as const;
  const { rows } = await client.request(request, revisionsSchema);
  return new Map(rows.flatMap(({ id, value }) => (id && value && !value.deleted ? [[id, value.rev]] : [])));
};

/** Like `readRevisions`, but a missing database (a team without files) counts as empty. */
const findRevisions = async (client: CouchClient, database: string, keys: readonly string[]): Promise<Revisions> => {
  if (keys.length === 0) return new Map();
  try {
    return await readRevisions(client, database, keys);
  } catch (error) {
    if (!isMissing(error)) throw error;
    return new Map();
  }
};

/** A missing database (a team without files) counts as empty. */
const listFiles = async (client: CouchClient, database: string): Promise<readonly string[]> => {
  try {
    const { rows } = await client.request({ database, path: '_all_docs' }, revisionsSchema);
    return rows.flatMap(({ id }) => (id !== undefined && isDigest(id) ? [id] : []));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
};

const deleteFile = async (client: CouchClient, file: File): Promise<void> => {
  const { database, digest } = file;
  try {
    const rev = await readRevision(client, file);
    if (rev === undefined) return;
    const bulk: BulkWriter['bulk'] = (body, schema) =>
      client.request({ database, path: '_bulk_docs', method: 'post', body }, schema);
    await writeRound({ bulk, idOf: (id) => id }, [
      { row: { id: digest, rev, deleted: true, body: {} }, at: 0, json: '{}' },
    ]);
  } catch (error) {
    if (!isRefusal(error, 404)) throw error;
  }
};

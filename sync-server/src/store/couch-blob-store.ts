import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import { z } from 'zod';
import { digestOf, isDigest, requireIntact, requireTeamId } from './blob-digest.ts';
import { type CouchClient, createCouchClient, isRefusal } from './couch-client.ts';
import { allDocsSchema } from './couch-documents.ts';

const ATTACHMENT = 'bytes';

/** Blobs in CouchDB: in `team-<id>-files`, a document named by the digest whose attachment holds the bytes. */
export const createCouchBlobStore = ({ url }: { readonly url: string }): BlobStore => {
  const client = createCouchClient(url);
  return {
    put: async (teamId, bytes) => {
      const digest = digestOf(bytes);
      const file = { database: databaseOf(teamId), path: `${digest}/${ATTACHMENT}` };
      try {
        await uploadFile(client, file, bytes);
      } catch (error) {
        // The same name is the same bytes.
        if (!isRefusal(error, 409)) throw error;
      }
      return digest;
    },
    get: async (teamId, digest) => {
      const database = databaseOf(teamId);
      if (!isDigest(digest)) return undefined;
      const bytes = await client.download({ database, path: `${digest}/${ATTACHMENT}` });
      return bytes && requireIntact(bytes, digest);
    },
    delete: async (teamId, digest) => {
      const database = databaseOf(teamId);
      if (isDigest(digest)) await deleteFile(client, database, digest);
    },
  };
};

type File = { readonly database: string; readonly path: string };

const databaseOf = (teamId: string): string => `team-${requireTeamId(teamId)}-files`;

const uploadFile = async (client: CouchClient, file: File, bytes: Uint8Array): Promise<void> => {
  try {
    await client.upload(file, bytes);
  } catch (error) {
    if (!isRefusal(error, 404)) throw error;
    await makeDatabase(client, file.database);
    await client.upload(file, bytes);
  }
};

const makeDatabase = async (client: CouchClient, database: string): Promise<void> => {
  try {
    await client.request({ database, method: 'put', query: { q: 1 } }, z.unknown());
  } catch (error) {
    if (!isRefusal(error, 412)) throw error;
  }
};

const deleteFile = async (client: CouchClient, database: string, digest: string): Promise<void> => {
  try {
    const body = { keys: [digest] };
    const [stored] = await client.request({ database, path: '_all_docs', method: 'post', body }, allDocsSchema);
    if (!stored || stored.deleted) return;
    const docs = [{ _id: digest, _rev: stored.rev, _deleted: true }];
    await client.request({ database, path: '_bulk_docs', method: 'post', body: { docs } }, z.array(z.unknown()));
  } catch (error) {
    if (!isRefusal(error, 404)) throw error;
  }
};

import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { Config } from '../config.ts';
import { type BlobPlace, openBlobs } from './blobs/blob-place.ts';
import { openCouchStore } from './couch/couch-store.ts';
import { ensureDataFolder } from './data-folder.ts';
import { openEmbeddedStore } from './embedded/embedded-store.ts';
import { settleConflict } from './settling/settle-conflict.ts';

/** Where the server keeps its data. */
export type Storage = {
  readonly store: DocumentStore;
  readonly blobs: BlobStore;
  /** Where search indexes are saved. */
  readonly snapshots: BlobPlace;
  /** The local data folder; absent when the server keeps nothing on this machine. */
  readonly folder?: string;
};

type StorageConfig = Pick<Config, 'couchUrl' | 'dataFolder' | 'secretKey'>;

/** Opens the document store and the blob store that the settings ask for; used by the server and by the command-line tools. */
export const openStorage = async (
  { couchUrl, dataFolder, secretKey }: StorageConfig,
  log?: Pick<Logger, 'info' | 'warn'>,
): Promise<Storage> => {
  const directory = path.resolve(dataFolder);
  const onDisk = !couchUrl || !secretKey;
  if (onDisk) {
    await ensureDataFolder(directory);
    // Former versions saved search indexes here.
    await rm(path.join(directory, 'search'), { recursive: true, force: true });
  }
  const storage = couchUrl
    ? {
        store: openCouchStore({ url: couchUrl, settle: settleConflict, ...(log && { log }) }),
        ...blobsInCouch(couchUrl),
      }
    : { store: openEmbeddedStore({ directory }), ...blobsOnDisk(directory) };
  return onDisk ? { ...storage, folder: directory } : storage;
};

type Blobs = Pick<Storage, 'blobs' | 'snapshots'>;

const blobsInCouch = (url: string): Blobs => ({
  blobs: openBlobs({ couch: { url } }),
  snapshots: { couch: { url, kind: 'search' } },
});

const blobsOnDisk = (directory: string): Blobs => ({
  blobs: openBlobs({ folder: path.join(directory, 'files') }),
  snapshots: { folder: path.join(directory, 'snapshots') },
});

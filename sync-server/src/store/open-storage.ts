import path from 'node:path';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { Config } from '../config.ts';
import { createDiskBlobStore } from './blobs/disk-blob-store.ts';
import { createCouchBlobStore } from './couch/couch-blob-store.ts';
import { openCouchStore } from './couch/couch-store.ts';
import { ensureDataFolder } from './data-folder.ts';
import { openEmbeddedStore } from './embedded/embedded-store.ts';

/** Where the server keeps its data. */
export type Storage = {
  readonly store: DocumentStore;
  readonly blobs: BlobStore;
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
  if (onDisk) await ensureDataFolder(directory);
  const storage = couchUrl
    ? { store: openCouchStore({ url: couchUrl, ...(log && { log }) }), blobs: createCouchBlobStore({ url: couchUrl }) }
    : { store: openEmbeddedStore({ directory }), blobs: createDiskBlobStore(path.join(directory, 'files')) };
  return onDisk ? { ...storage, folder: directory } : storage;
};

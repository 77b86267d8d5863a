import path from 'node:path';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Config } from '../config.ts';
import { createDiskBlobStore } from './blobs/disk-blob-store.ts';
import { createCouchBlobStore } from './couch/couch-blob-store.ts';
import { openCouchStore } from './couch/couch-store.ts';
import { ensureDataFolder } from './data-folder.ts';
import { openEmbeddedStore } from './embedded/embedded-store.ts';

export type Storage = {
  readonly store: DocumentStore;
  readonly blobs: BlobStore;
  /** On this machine's disk; absent when the server keeps nothing there. */
  readonly folder?: string;
};

type StorageConfig = Pick<Config, 'couchUrl' | 'dataFolder' | 'secretKey'>;

/** Documents and originals where the settings say; the server and the commands beside it share them. */
export const openStorage = async ({ couchUrl, dataFolder, secretKey }: StorageConfig): Promise<Storage> => {
  const directory = path.resolve(dataFolder);
  const onDisk = !couchUrl || !secretKey;
  if (onDisk) await ensureDataFolder(directory);
  const storage = couchUrl
    ? { store: openCouchStore({ url: couchUrl }), blobs: createCouchBlobStore({ url: couchUrl }) }
    : { store: openEmbeddedStore({ directory }), blobs: createDiskBlobStore(path.join(directory, 'files')) };
  return onDisk ? { ...storage, folder: directory } : storage;
};

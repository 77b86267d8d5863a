import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import { type CouchBlobsLocation, createCouchBlobStore } from '../couch/couch-blob-store.ts';
import { createDiskBlobStore } from './disk-blob-store.ts';

/** Where blobs are stored: in a folder or in CouchDB. It is plain data, so that a thread can open the same store. */
export type BlobPlace = { readonly folder: string } | { readonly couch: CouchBlobsLocation };

/** Opens the blob store at a place. */
export const openBlobs = (place: BlobPlace): BlobStore =>
  'folder' in place ? createDiskBlobStore(place.folder) : createCouchBlobStore(place.couch);

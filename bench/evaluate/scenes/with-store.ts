import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded/embedded-store.ts';

/** Runs `work` with the server's own store in a folder that is deleted afterwards. */
export const withStore = async <T>(work: (store: DocumentStore) => Promise<T>): Promise<T> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'inbetwin-scenes-'));
  const store = openEmbeddedStore({ directory });
  try {
    return await work(store);
  } finally {
    await store.close();
    await rm(directory, { recursive: true });
  }
};

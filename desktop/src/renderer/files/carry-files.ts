import { openFileStore } from './file-store.ts';

/** Carries the originals of a workspace over into another; what is there already stays. Resolves when all are there. */
export const carryFiles = async (from: string, into: string): Promise<void> => {
  const [source, target] = [openFileStore(from), openFileStore(into)];
  try {
    for (const digest of await source.list()) {
      const bytes = (await target.has(digest)) ? undefined : await source.read(digest);
      if (bytes) await target.keep(digest, bytes);
    }
  } finally {
    await source.close();
    await target.close();
  }
};

import { openFileStore } from './file-store.ts';

/** Copies the originals of one workspace into another, keeping those that exist there. Resolves when all have been copied. */
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

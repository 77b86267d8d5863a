import { hasFileDatabase } from '../storage/file-database.ts';

/** Digests of the originals that only this device has, as far as it knows. */
export const listUnsentFiles = async (workspace: string): Promise<readonly string[]> =>
  (await withStore(workspace, async ({ list, standing }) => {
    const { held } = await standing();
    return (await list()).filter((digest) => !held.includes(digest));
  })) ?? [];

/** An original in base64. */
export type ReadFile = { readonly digest: string; readonly data: string };

/** Reads the originals with these digests; missing ones are left out. */
export const readFiles = async (workspace: string, digests: readonly string[]): Promise<readonly ReadFile[]> =>
  (await withStore(workspace, async ({ read }) => {
    const files: ReadFile[] = [];
    for (const digest of digests) {
      const bytes = await read(digest);
      if (bytes) files.push({ digest, data: await toBase64(bytes) });
    }
    return files;
  })) ?? [];

type Store = Awaited<ReturnType<typeof loadStore>>;

const loadStore = async (workspace: string) => (await import('./file-store.ts')).openFileStore(workspace);

const withStore = async <T>(workspace: string, task: (store: Store) => Promise<T>): Promise<T | undefined> => {
  if (!(await hasFileDatabase(workspace))) return undefined;
  const store = await loadStore(workspace);
  try {
    return await task(store);
  } finally {
    await store.close();
  }
};

const toBase64 = (bytes: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^.*?,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(bytes);
  });

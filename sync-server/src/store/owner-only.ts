import type { Dirent } from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The data folder holds customers' words, tokens and the server's key: nobody else on the machine reads it. */
export const OWNER_ONLY = { folder: 0o700, file: 0o600 } as const;

/** Folders that the server makes in the data folder. */
const ownFolders: ReadonlySet<string> = new Set(['files', 'search', 'uploads']);
/** How the names of the files begin that it makes there, such as `store.sqlite-wal`. */
const ownFiles: readonly string[] = ['store.sqlite', 'secret.key', '.secret.key', '.probe-'];

const isOwn = (entry: Dirent): boolean =>
  entry.isDirectory() ? ownFolders.has(entry.name) : ownFiles.some((own) => entry.name.startsWith(own));

/**
 * Takes a data folder of an earlier version, or one that was made by hand, from everybody but its owner. A folder that holds
 * anything else, such as a home or `/tmp`, keeps its mode, and so does what is not the server's.
 */
export const tightenDataFolder = async (folder: string): Promise<void> => {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.every(isOwn)) await tighten(folder, OWNER_ONLY.folder);
  for (const entry of entries) {
    if (!isOwn(entry)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await tightenAll(path);
    else if (entry.isFile()) await tighten(path, OWNER_ONLY.file);
  }
};

const tightenAll = async (folder: string): Promise<void> => {
  await tighten(folder, OWNER_ONLY.folder);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await tightenAll(path);
    else if (entry.isFile()) await tighten(path, OWNER_ONLY.file);
  }
};

/** A file that another process has just removed needs nothing; what belongs to somebody else is theirs to decide on. */
const passedOver: ReadonlySet<unknown> = new Set(['ENOENT', 'EPERM', 'ENOTSUP']);

const tighten = async (path: string, mode: number): Promise<void> => {
  try {
    await chmod(path, mode);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && passedOver.has(error.code))) throw error;
  }
};

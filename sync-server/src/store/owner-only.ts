import type { Dirent } from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The data folder holds customers' messages, tokens, and the server's key, so no other user of the machine may read it. */
export const OWNER_ONLY = { folder: 0o700, file: 0o600 } as const;

/** Folders that the server creates in the data folder. */
const ownFolders: ReadonlySet<string> = new Set(['files', 'snapshots', 'uploads']);
/** Prefixes of the names of files that the server creates there, such as `store.sqlite-wal`. */
const ownFiles: readonly string[] = ['store.sqlite', 'secret.key', '.secret.key', '.probe-'];

const isOwn = (entry: Dirent): boolean =>
  entry.isDirectory() ? ownFolders.has(entry.name) : ownFiles.some((own) => entry.name.startsWith(own));

/**
 * Restricts a data folder of an earlier version, or one that was created by hand, to its owner. A folder that also holds other things, such
 * as a home folder or `/tmp`, keeps its mode, and so do files that are not the server's.
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

/** A file that another process just removed needs no change, and the mode of a file of another user is up to that user. */
const ignoredErrors: ReadonlySet<unknown> = new Set(['ENOENT', 'EPERM', 'ENOTSUP']);

const tighten = async (path: string, mode: number): Promise<void> => {
  try {
    await chmod(path, mode);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && ignoredErrors.has(error.code))) throw error;
  }
};

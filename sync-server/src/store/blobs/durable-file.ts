import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OWNER_ONLY } from '../owner-only.ts';

/** `part` is the temporary file that is written first; it must be on the same file system as `file`. */
type Place = { readonly part: string; readonly file: string };

/** Replaces a file atomically and readable by its owner only: after a crash it holds either its old content or what `write` wrote. */
export const replaceDurably = async (
  { part, file }: Place,
  write: (handle: FileHandle) => Promise<void>,
): Promise<void> => {
  await writePart(part, write);
  await movePart({ part, file });
};

/** A new file, its owner's alone and on the disk; where writing fails it is gone again. */
export const writePart = async <T>(part: string, write: (handle: FileHandle) => Promise<T>): Promise<T> => {
  try {
    const handle = await open(part, 'wx', OWNER_ONLY.file);
    try {
      const written = await write(handle);
      await handle.sync();
      return written;
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
};

/** Puts a written part in its place. */
export const movePart = async ({ part, file }: Place): Promise<void> => {
  try {
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
};

/** Flushes a folder, so that the names in it survive a power failure. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Resolves to undefined when the file does not exist (`ENOENT`); rethrows any other error. */
export const unlessMissing = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

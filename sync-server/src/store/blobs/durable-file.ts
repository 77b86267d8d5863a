import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OWNER_ONLY } from '../owner-only.ts';

/** `part` is written first, in the same file system. */
type Place = { readonly part: string; readonly file: string };

/** The file, its owner's alone, is what `write` writes or what was there before, whenever the process or the machine stops. */
export const replaceDurably = async (
  { part, file }: Place,
  write: (handle: FileHandle) => Promise<void>,
): Promise<void> => {
  try {
    const handle = await open(part, 'wx', OWNER_ONLY.file);
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
};

/** Makes the names in it durable. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Undefined for a file that is not there. */
export const unlessMissing = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { OWNER_ONLY, tightenDataFolder } from './owner-only.ts';

/**
 * Creates the folder, accessible to its owner only, and verifies that files can be written in it. Throws `store.unavailable` with the
 * reason.
 */
export const ensureDataFolder = async (folder: string): Promise<void> => {
  const probe = path.join(folder, `.probe-${randomUUID()}`);
  try {
    await makeFolder(folder);
    await writeFile(probe, '');
    await rm(probe);
    await tightenDataFolder(folder);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
    throw new Failure(
      'store.unavailable',
      `The data folder ${folder} cannot be written${reason}.`,
      'Set INBETWIN_DATA to a folder that this user may write.',
      { cause },
    );
  }
};

/** Creates the levels one by one: Node's recursive `mkdir` never returns on file systems such as /proc. */
const makeFolder = async (folder: string): Promise<void> => {
  if (await isThere(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder) await makeFolder(parent);
  try {
    await mkdir(folder, { mode: OWNER_ONLY.folder });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
};

const isThere = async (folder: string): Promise<boolean> => {
  try {
    await stat(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
};

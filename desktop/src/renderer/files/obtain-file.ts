import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { ORIGINAL } from '@inbetwin/shared/contracts/files.ts';
import { type FileStore, isIntact } from './file-store.ts';
import type { FileDatabase } from './pouch.ts';
import { failedWith } from './send-files.ts';

type Bringing = { readonly store: FileStore; readonly remote: FileDatabase };

/**
 * Returns a file from this device, or else downloads it and stores it here. Undefined if neither has it. Rejects when the server is
 * unreachable.
 */
export const obtainFile = async ({ store, remote }: Bringing, digest: string): Promise<Blob | undefined> => {
  const here = await store.read(digest);
  if (here) return here;
  try {
    const options = { doc_ids: [digest], checkpoint: false, batch_size: 1 } as const;
    await store.withDatabase((opened) => opened.replicate.from(remote, options));
    const brought = (await store.read(digest)) ?? (await recreateFile({ store, remote }, digest));
    if (brought)
      await store.changeStanding(({ held, ...rest }) => ({ ...rest, held: [...new Set([...held, digest])] }));
    return brought;
  } catch (error) {
    throw failedWith(error);
  }
};

/** PouchDB does not replicate a revision again that was removed here, so the file is stored anew. */
const recreateFile = async ({ store, remote }: Bringing, digest: string): Promise<Blob | undefined> => {
  const bytes = await readRemote(remote, digest);
  if (!bytes || !(await isIntact(digest, bytes))) return undefined;
  await store.keep(digest, bytes);
  return bytes;
};

const readRemote = async (remote: FileDatabase, digest: string): Promise<Blob | undefined> => {
  try {
    return await remote.getAttachment(digest, ORIGINAL);
  } catch (error) {
    if (hasCode(failedWith(error), 'resource.not_found')) return undefined;
    throw error;
  }
};

import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { BlobStore, ByteRange, OpenBlob } from '@inbetwin/shared/ports/blob-store.ts';
import { OWNER_ONLY } from '../owner-only.ts';
import { readWhole, verifiedChunks } from './blob-bytes.ts';
import { digestOf, isDigest, requireTeamId } from './blob-digest.ts';
import { movePart, replaceDurably, syncFolder, unlessMissing, writePart } from './durable-file.ts';
import { writeChunks } from './write-chunks.ts';

const PARTS = '.parts';
/** A temporary file older than this was left by a process that was killed. */
const PART_LIFETIME_MS = 3_600_000;

/** Stores blobs as files, `<directory>/<team>/<first two digits>/<digest>`; several processes may share the directory. */
export const createDiskBlobStore = (directory: string): BlobStore => {
  const fileOf = (teamId: string, digest: string): string =>
    join(directory, requireTeamId(teamId), digest.slice(0, 2), digest);

  const openBlob: BlobStore['open'] = (teamId, digest) =>
    withFailures(directory, async () => {
      const file = fileOf(teamId, digest);
      const handle = isDigest(digest) ? await unlessMissing(open(file, 'r')) : undefined;
      return handle && toBlob(handle, { directory, digest });
    });

  return {
    put: (teamId, bytes) =>
      withFailures(directory, async () => {
        const digest = digestOf(bytes);
        const file = fileOf(teamId, digest);
        // A file whose length differs was damaged on disk, so it is replaced.
        if ((await sizeOf(file)) === bytes.length) return digest;
        await mkdir(dirname(file), { recursive: true, mode: OWNER_ONLY.folder });
        await writeDurably(join(directory, PARTS), file, bytes);
        return digest;
      }),
    putStream: (teamId, chunks) =>
      withFailures(directory, async () => {
        const part = await newPart(join(directory, PARTS));
        const written = await writePart(part, (handle) => writeChunks(handle, chunks));
        const file = fileOf(teamId, written.digest);
        if ((await sizeOf(file)) === written.size) await rm(part, { force: true });
        else await movePartTo(part, file);
        return written;
      }),
    findStored: (teamId, digests) =>
      withFailures(directory, async () => {
        const stored = new Set<string>();
        for (const digest of digests.filter(isDigest)) {
          if ((await sizeOf(fileOf(teamId, digest))) !== undefined) stored.add(digest);
        }
        return stored;
      }),
    open: openBlob,
    get: (teamId, digest) => readWhole({ open: openBlob }, teamId, digest),
    list: (teamId) =>
      withFailures(directory, async () => {
        const folder = join(directory, requireTeamId(teamId));
        const entries = (await unlessMissing(readdir(folder, { recursive: true, withFileTypes: true }))) ?? [];
        return entries.filter((entry) => entry.isFile() && isDigest(entry.name)).map(({ name }) => name);
      }),
    usage: (teamId) => withFailures(directory, () => sizeOfAll(join(directory, requireTeamId(teamId)))),
    delete: (teamId, digest) =>
      withFailures(directory, async () => {
        if (isDigest(digest)) await rm(fileOf(teamId, digest), { force: true });
      }),
  };
};

const toBlob = async (
  handle: FileHandle,
  { directory, digest }: { readonly directory: string; readonly digest: string },
): Promise<OpenBlob> => {
  const { size } = await handle.stat();
  const read = (range: ByteRange) => readRange(handle, range, directory);
  return {
    size,
    bytes: (range) => (range ? read(range) : verifiedChunks(read({ start: 0, end: size - 1 }), digest)),
    close: () => handle.close(),
  };
};

const CHUNK = 64 * 1024;

async function* readRange(
  handle: FileHandle,
  { start, end }: ByteRange,
  directory: string,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at <= end; ) {
    const wanted = Math.min(CHUNK, end + 1 - at);
    const { bytesRead, buffer } = await withFailures(directory, () =>
      handle.read(new Uint8Array(wanted), 0, wanted, at),
    );
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

const sizeOf = async (file: string): Promise<number | undefined> => (await unlessMissing(stat(file)))?.size;

const sizeOfAll = async (folder: string): Promise<number> => {
  const entries = (await unlessMissing(readdir(folder, { recursive: true, withFileTypes: true }))) ?? [];
  const sizes = entries.map((entry) => (entry.isFile() ? sizeOf(join(entry.parentPath, entry.name)) : 0));
  return (await Promise.all(sizes)).reduce<number>((sum, size) => sum + (size ?? 0), 0);
};

/** Writes atomically: whenever the process or the machine stops, the file is either complete or absent. */
const writeDurably = async (parts: string, file: string, bytes: Uint8Array): Promise<void> => {
  await replaceDurably({ part: await newPart(parts), file }, (handle) => handle.writeFile(bytes));
  await syncFolder(dirname(dirname(file)));
};

const movePartTo = async (part: string, file: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true, mode: OWNER_ONLY.folder });
  await movePart({ part, file });
  await syncFolder(dirname(dirname(file)));
};

const newPart = async (parts: string): Promise<string> => {
  await mkdir(parts, { recursive: true, mode: OWNER_ONLY.folder });
  await removeStaleParts(parts);
  return join(parts, randomUUID());
};

const removeStaleParts = async (parts: string): Promise<void> => {
  for (const name of await readdir(parts)) {
    const part = join(parts, name);
    const found = await unlessMissing(stat(part));
    if (found && Date.now() - found.mtimeMs > PART_LIFETIME_MS) await rm(part, { force: true });
  }
};

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const withFailures = async <T>(directory: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const text = `Files in ${directory}: ${cause instanceof Error ? cause.message : cause}`;
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(codeOf(cause)))) {
      throw new Failure('store.full', text, 'Free disk space or raise the quota.', { cause });
    }
    throw new Failure('store.unavailable', text, 'Let this user read and write the folder.', { cause });
  }
};

import { createHash, hash } from 'node:crypto';
import { type FileHandle, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Deserializer, Serializer } from 'node:v8';
import type { SearchSnapshot } from '@inbetwin/shared/search/create-search-index.ts';
import { z } from 'zod';
import { replaceDurably, unlessMissing } from '../store/blobs/durable-file.ts';
import { OWNER_ONLY } from '../store/owner-only.ts';

/** Version of the file format. Increase it with any change of the sections or of what is read from a passage document. */
const VERSION = 1;
const DIGEST_BYTES = 32;
const LENGTH_BYTES = 4;
/** Passages per section. */
const SECTION = 1000;
/** How long one piece is prepared while queries wait, in milliseconds. */
const SLICE = 20;

const headerSchema = z.object({ version: z.literal(VERSION), origin: z.string(), sequence: z.string() });

/** The content of a snapshot file. */
export type SavedIndex = {
  /** Identifies the store and the database of the passages. */
  readonly origin: string;
  /** A position in the feed of the passages: the index contains exactly what was stored up to it. */
  readonly sequence: string;
  readonly snapshot: SearchSnapshot;
};

/**
 * Replaces the file atomically, whenever the thread or the machine stops. Only one call per file may run at a time. Later changes of the
 * index do not affect the snapshot.
 */
export const writeSnapshot = async (file: string, saved: SavedIndex): Promise<void> => {
  const part = `${file}.part`;
  await mkdir(dirname(file), { recursive: true, mode: OWNER_ONLY.folder });
  // Left over from a killed process.
  await rm(part, { force: true });
  await replaceDurably({ part, file }, async (handle) => {
    for (const bytes of bytesOf(saved)) await writeAll(handle, bytes);
  });
};

/** Undefined if there is no file. Throws if the file is damaged, or was written by another version or for another `origin`. */
export const readSnapshot = async (file: string, origin: string): Promise<SavedIndex | undefined> => {
  const bytes = await unlessMissing(readFile(file));
  if (!bytes) return undefined;
  const [first, terms, ...pages] = sectionsOf(verifiedBody(bytes));
  const header = headerSchema.safeParse(first);
  if (!header.success) throw new Error('another version wrote it');
  if (header.data.origin !== origin) throw new Error('it is of another store');
  return { ...header.data, snapshot: { terms, passages: pages.flat() } };
};

/** Deletes the snapshot file, if it exists. */
export const removeSnapshot = (file: string): Promise<void> => rm(file, { force: true });

/** Writes in one piece, unlike `writeFile`, which would yield in a busy thread after every half megabyte. */
const writeAll = async (handle: FileHandle, bytes: Buffer): Promise<void> => {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
};

/** Yields the file in pieces that take one slice of work each; the thread can do other work between two pieces. */
function* bytesOf(saved: SavedIndex): Generator<Buffer> {
  const digest = createHash('sha256');
  let parts: Buffer[] = [];
  let since = performance.now();
  for (const value of valuesOf(saved)) {
    const bytes = serialize(value);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(bytes.length);
    digest.update(length).update(bytes);
    parts.push(length, bytes);
    if (performance.now() - since < SLICE) continue;
    yield Buffer.concat(parts);
    parts = [];
    since = performance.now();
  }
  yield Buffer.concat([...parts, digest.digest()]);
}

/** The values of the file's sections. In the file each is preceded by its length, and a digest of everything comes last. */
function* valuesOf({ origin, sequence, snapshot }: SavedIndex): Generator<unknown> {
  yield { version: VERSION, origin, sequence };
  yield snapshot.terms;
  for (let from = 0; from < snapshot.passages.length; from += SECTION) {
    yield snapshot.passages.slice(from, from + SECTION);
  }
}

const verifiedBody = (bytes: Buffer): Buffer => {
  const body = bytes.subarray(0, -DIGEST_BYTES);
  if (hash('sha256', body, 'buffer').equals(bytes.subarray(-DIGEST_BYTES))) return body;
  throw new Error('it is damaged');
};

// The digest guarantees the content, because only `bytesOf` produces it.
// biome-ignore lint/suspicious/noExplicitAny: what `Deserializer` gives
const sectionsOf = (bytes: Buffer): any[] => {
  const sections = [];
  for (let at = 0; at < bytes.length; ) {
    const from = at + LENGTH_BYTES;
    at = from + bytes.readUInt32LE(at);
    sections.push(deserialize(bytes.subarray(from, at)));
  }
  return sections;
};

/** Unlike `v8.serialize`, whose arrays are deserialized as views that keep the whole file in memory. */
const serialize = (value: unknown): Buffer => {
  const serializer = new Serializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
};

const deserialize = (bytes: Buffer): unknown => {
  const deserializer = new Deserializer(bytes);
  deserializer.readHeader();
  return deserializer.readValue();
};

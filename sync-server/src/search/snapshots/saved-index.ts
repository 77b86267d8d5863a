import { Deserializer, Serializer } from 'node:v8';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import type { SearchSnapshot } from '@inbetwin/shared/search/create-search-index.ts';
import { z } from 'zod';

/** Version of the format. Increase it with any change of the sections or of what is read from a passage document. */
const VERSION = 2;
const LENGTH_BYTES = 4;
/** Passages per section. */
const SECTION = 1000;
/** How long one piece is prepared while queries wait, in milliseconds. */
const SLICE = 20;

const headerSchema = z.object({ version: z.literal(VERSION), origin: z.string(), sequence: z.string() });

/** The content of a snapshot. */
export type SavedIndex = {
  /** Identifies the store and the database of the passages. */
  readonly origin: string;
  /** A position in the feed of the passages: the index contains exactly what was stored up to it. */
  readonly sequence: string;
  readonly snapshot: SearchSnapshot;
};

/** A snapshot among the team's blobs, and the origin that is expected of it. */
type SnapshotBlob = { readonly teamId: string; readonly digest: string; readonly origin: string };

/** Stores the snapshot as a blob and resolves to its digest. Later changes of the index do not affect it. */
export const writeSnapshot = async (blobs: BlobStore, teamId: string, saved: SavedIndex): Promise<string> =>
  (await blobs.putStream(teamId, bytesOf(saved))).digest;

/** Undefined if there is no such blob. Throws if it is damaged, or was written by another version or for another `origin`. */
export const readSnapshot = async (
  blobs: BlobStore,
  { teamId, digest, origin }: SnapshotBlob,
): Promise<SavedIndex | undefined> => {
  const bytes = await blobs.get(teamId, digest);
  if (!bytes) return undefined;
  const [first, terms, ...pages] = sectionsOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const header = headerSchema.safeParse(first);
  if (!header.success) throw new Error('another version wrote it');
  if (header.data.origin !== origin) throw new Error('it is of another store');
  return { ...header.data, snapshot: { terms, passages: pages.flat() } };
};

/** Yields the snapshot in pieces that take one slice of work each; the thread can do other work between two pieces. */
async function* bytesOf(saved: SavedIndex): AsyncGenerator<Uint8Array> {
  let parts: Buffer[] = [];
  let since = performance.now();
  for (const value of valuesOf(saved)) {
    const bytes = serialize(value);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(bytes.length);
    parts.push(length, bytes);
    if (performance.now() - since < SLICE) continue;
    yield Buffer.concat(parts);
    parts = [];
    since = performance.now();
  }
  yield Buffer.concat(parts);
}

/** The values of the sections; each is preceded by its length. */
function* valuesOf({ origin, sequence, snapshot }: SavedIndex): Generator<unknown> {
  yield { version: VERSION, origin, sequence };
  yield snapshot.terms;
  for (let from = 0; from < snapshot.passages.length; from += SECTION) {
    yield snapshot.passages.slice(from, from + SECTION);
  }
}

// The blob's digest guarantees the content, because only `bytesOf` produces it.
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

/** Unlike `v8.serialize`, whose arrays are deserialized as views that keep all of the bytes in memory. */
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

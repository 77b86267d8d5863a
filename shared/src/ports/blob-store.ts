/** Both ends are included. */
export type ByteRange = { readonly start: number; readonly end: number };

/** A stored blob that is read as fast as its reader takes it. Must be closed, whether it was read or not. */
export type OpenBlob = {
  readonly size: number;
  /**
   * The bytes, or a part of them; to be asked for once. Of a whole blob the last bytes come only if all of them have the digest,
   * else it throws `store.unavailable`: who gets them all gets them undamaged.
   */
  bytes(range?: ByteRange): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
};

/** How a blob that came as a stream is named, and its length in bytes. */
export type StoredBlob = { readonly digest: string; readonly size: number };

/** Immutable bytes named by their SHA-256 (hex), kept per team. */
export type BlobStore = {
  /** On disk when it returns; the same bytes again are a no-op. Returns the digest. */
  put(teamId: string, bytes: Uint8Array): Promise<string>;
  /** The same for bytes that arrive one after the other and are never held as a whole. Nothing is stored when `chunks` throws. */
  putStream(teamId: string, chunks: AsyncIterable<Uint8Array>): Promise<StoredBlob>;
  /** Which of these are stored; their bytes are not read. */
  findStored(teamId: string, digests: readonly string[]): Promise<ReadonlySet<string>>;
  /** Undefined when there is none. A blob that is deleted meanwhile can be read to its end, or fails. */
  open(teamId: string, digest: string): Promise<OpenBlob | undefined>;
  /** All of it at once, for what cannot work with parts. */
  get(teamId: string, digest: string): Promise<Uint8Array | undefined>;
  /** How many bytes the team's blobs take up, or a little more. */
  usage(teamId: string): Promise<number>;
  delete(teamId: string, digest: string): Promise<void>;
};

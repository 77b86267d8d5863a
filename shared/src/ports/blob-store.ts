/** A range of byte offsets; both ends are inclusive. */
export type ByteRange = { readonly start: number; readonly end: number };

/** An open blob, streamed at the pace of its reader. It must be closed, whether it was read or not. */
export type OpenBlob = {
  readonly size: number;
  /**
   * Streams the bytes, or a range of them; may be called once. When the whole blob is read, the last bytes are
   * delivered only after the digest has been verified; otherwise it throws `store.unavailable`. So a reader that
   * receives all bytes has received them intact.
   */
  bytes(range?: ByteRange): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
};

/** The digest and the length in bytes of a blob that was stored from a stream. */
export type StoredBlob = { readonly digest: string; readonly size: number };

/** Immutable bytes named by their SHA-256 (hex), kept per team. */
export type BlobStore = {
  /** Resolves with the digest once the bytes are on disk. Storing the same bytes again is a no-op. */
  put(teamId: string, bytes: Uint8Array): Promise<string>;
  /** Like `put`, for bytes that are never held in memory as a whole. Nothing is stored when `chunks` throws. */
  putStream(teamId: string, chunks: AsyncIterable<Uint8Array>): Promise<StoredBlob>;
  /** Returns those of the given digests that are stored, without reading their bytes. */
  findStored(teamId: string, digests: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Returns undefined when there is no such blob. If the blob is deleted while it is open, reading either completes or
   * fails.
   */
  open(teamId: string, digest: string): Promise<OpenBlob | undefined>;
  /** Reads the whole blob into memory, for callers that cannot work on a stream. */
  get(teamId: string, digest: string): Promise<Uint8Array | undefined>;
  /** Returns the digests of all blobs of the team. */
  list(teamId: string): Promise<readonly string[]>;
  /** Returns the bytes that the team's blobs take up; the number may be slightly too high. */
  usage(teamId: string): Promise<number>;
  delete(teamId: string, digest: string): Promise<void>;
};

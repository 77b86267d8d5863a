/** Immutable bytes named by their SHA-256 (hex), kept per team. */
export type BlobStore = {
  /** On disk when it returns; the same bytes again are a no-op. Returns the digest. */
  put(teamId: string, bytes: Uint8Array): Promise<string>;
  /** Which of these are stored; their bytes are not read. */
  findStored(teamId: string, digests: readonly string[]): Promise<ReadonlySet<string>>;
  get(teamId: string, digest: string): Promise<Uint8Array | undefined>;
  /** How many bytes the team's blobs take up, or a little more. */
  usage(teamId: string): Promise<number>;
  delete(teamId: string, digest: string): Promise<void>;
};

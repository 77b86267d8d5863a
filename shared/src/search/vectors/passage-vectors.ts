import type { Fusion } from '../ranking/fuse.ts';
import type { VectorStore } from './vector-store.ts';

/** A query as a vector, and the vectors of the passages that it can be compared with. */
export type VectorQuery = {
  readonly vector: Float32Array;
  readonly store: VectorStore;
  readonly model: string;
  readonly fusion: Fusion['kind'];
};

/** Keeps a vector for every passage, in the background. */
export type PassageVectors = {
  /** The passage in this slot is new or another one. */
  changed(slot: number): void;
  removed(slot: number): void;
  /** Undefined while there is nothing to compare with. Rejects with the reason of `signal`. */
  read(query: string, signal: AbortSignal): Promise<VectorQuery | undefined>;
  /** Rises whenever the same passages may be found otherwise than before. */
  version(): number;
  /** Resolves when every passage put before the call has its vector. */
  settled(): Promise<void>;
  close(): void;
};

/** For an index that ranks by words alone. */
export const withoutVectors: PassageVectors = {
  changed: () => undefined,
  removed: () => undefined,
  read: async () => undefined,
  version: () => 0,
  settled: async () => undefined,
  close: () => undefined,
};

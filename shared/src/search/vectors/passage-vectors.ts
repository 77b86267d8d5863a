import type { Fusion } from '../ranking/fuse.ts';
import type { VectorStore } from './vector-store.ts';

/** A query as a vector, with the vectors of the passages to compare it with. */
export type VectorQuery = {
  readonly vector: Float32Array;
  readonly store: VectorStore;
  readonly model: string;
  readonly fusion: Fusion['kind'];
};

/** Maintains a vector for every passage in the background. */
export type PassageVectors = {
  /** Call it when the slot got a new or changed passage. */
  changed(slot: number): void;
  removed(slot: number): void;
  /** Returns undefined while there is nothing to compare with. Rejects with the reason of `signal`. */
  read(query: string, signal: AbortSignal): Promise<VectorQuery | undefined>;
  /** Increases whenever the results for the same passages may change. */
  version(): number;
  /** Resolves when every passage put before the call has its vector. */
  settled(): Promise<void>;
  /** Returns the memory that this takes up, in bytes, by estimate. */
  bytes(): number;
  close(): void;
};

/** For an index that ranks by words only. */
export const withoutVectors: PassageVectors = {
  changed: () => undefined,
  removed: () => undefined,
  read: async () => undefined,
  version: () => 0,
  settled: async () => undefined,
  bytes: () => 0,
  close: () => undefined,
};

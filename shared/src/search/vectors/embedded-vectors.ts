import { createBackoff } from '../../timing/backoff.ts';
import type { RetryLimits } from '../../timing/retry-delay.ts';
import { tryOnce } from '../../timing/retry-until.ts';
import type { PassageSlots } from '../passage-slots.ts';
import type { Embedder } from './embedder.ts';
import type { PassageVectors } from './passage-vectors.ts';
import { textToEmbed } from './text-to-embed.ts';
import { createVectorStore } from './vector-store.ts';

const BATCH = 64;
const RETRY: RetryLimits = { firstRetryMs: 500, longestRetryMs: 60_000 };

type Options = {
  readonly passages: PassageSlots;
  readonly embedder: Embedder;
  /** Called on every failure. Passages are retried until it works; a query continues without its vector. */
  readonly onFailed: (error: unknown) => void;
};

/** Keeps vectors of a given embedder: passages are embedded in batches, queries immediately. */
export const createEmbeddedVectors = ({ passages, embedder, onFailed }: Options): PassageVectors => {
  const closing = new AbortController();
  const store = createVectorStore({
    dimensions: embedder.dimensions,
    precision: 'int8',
    isBefore: passages.isBefore,
  });
  const waiting = new Set<number>();
  let running: Promise<void> | undefined;
  let version = 0;

  const embedBatch = async (): Promise<void> => {
    const slots = [...waiting].slice(0, BATCH);
    const batch = slots.flatMap((slot) => {
      const passage = passages.at(slot);
      return passage ? [{ slot, passage }] : [];
    });
    for (const slot of slots) waiting.delete(slot);
    try {
      const vectors = await embedder.embed(
        batch.map(({ passage }) => textToEmbed(passage)),
        closing.signal,
        batch.map(({ passage }) => passage.id),
      );
      for (const [at, { slot, passage }] of batch.entries()) {
        const vector = vectors[at];
        // Another passage may have taken the slot in the meantime; it waits for its own vector.
        if (vector && passages.at(slot) === passage) store.set(slot, vector);
      }
      version += 1;
    } catch (error) {
      for (const { slot } of batch) waiting.add(slot);
      throw error;
    }
  };

  const run = async (): Promise<void> => {
    // Deferred, so that passages put together are embedded together.
    await Promise.resolve();
    const terms = { backoff: createBackoff(RETRY), onFailed: (error: unknown) => onFailed(error) };
    while (waiting.size > 0 && !closing.signal.aborted) await tryOnce(closing.signal, embedBatch, terms);
    running = undefined;
  };

  return {
    changed: (slot) => {
      store.delete(slot);
      waiting.add(slot);
      running ??= run();
    },
    removed: (slot) => {
      waiting.delete(slot);
      store.delete(slot);
    },
    read: async (query, signal) => {
      if (store.count() === 0) return undefined;
      try {
        const [vector] = await embedder.embed([query], signal);
        if (vector?.length !== store.dimensions) return undefined;
        return { vector, store, model: embedder.model, fusion: 'reciprocal-rank' };
      } catch (error) {
        signal.throwIfAborted();
        // Results by words only must not be cached until the embedder works again.
        version += 1;
        onFailed(error);
        return undefined;
      }
    },
    version: () => version,
    settled: async () => {
      while (running) await running;
    },
    bytes: store.bytes,
    close: () => closing.abort(),
  };
};

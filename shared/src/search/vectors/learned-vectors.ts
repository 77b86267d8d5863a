import { createBreath } from '../../timing/breath.ts';
import { contentStems } from '../language/analyze-text.ts';
import type { PassageSlots } from '../passage-slots.ts';
import type { Embedder } from './embedder.ts';
import { hashOf } from './hash-of.ts';
import { createLearnedEmbedder } from './learned-embedder.ts';
import { type LearnedModel, learnModel } from './learned-model.ts';
import type { PassageVectors } from './passage-vectors.ts';
import { textToEmbed } from './text-to-embed.ts';
import { createVectorStore, type VectorStore } from './vector-store.ts';

/** Maximum number of passages to learn from; of more, a sample that does not depend on their order. */
const MOST_LEARNED = 4096;
/** Learning starts after this quiet period, or after the longest wait, in milliseconds. */
const QUIET = 300;
const LONGEST_WAIT = 10_000;
/** Time between two yields, in milliseconds. */
const SLICE = 15;

type Options = {
  readonly passages: PassageSlots;
  /** Called when learning failed; it is retried after the next change. */
  readonly onFailed: (error: unknown) => void;
};
type Learned = { readonly model: LearnedModel; readonly embedder: Embedder; readonly store: VectorStore };

/**
 * The built-in embedder: offline, without a download, retrained on the team's own passages after they change. The model
 * depends only on the passages, so a desktop and the server rank alike.
 */
export const createLearnedVectors = ({ passages, onFailed }: Options): PassageVectors => {
  const closing = new AbortController();
  const { signal } = closing;
  /** Slots that changed since the training of `learned` began. */
  const changed = new Set<number>();
  let learned: Learned | undefined;
  let changes = 0;
  let learnedAt = 0;
  let version = 0;
  const quiet = createQuietPeriod(() => changes, signal);
  let running: Promise<void> | undefined;

  const learn = async (): Promise<void> => {
    const begun = changes;
    changed.clear();
    learned = await learnFrom(passages, changed, createBreath(SLICE, signal));
    learnedAt = begun;
    version += 1;
  };

  const run = async (): Promise<void> => {
    try {
      while (learnedAt !== changes) {
        await quiet.wait();
        signal.throwIfAborted();
        await learn();
      }
    } catch (error) {
      if (!signal.aborted) onFailed(error);
      learnedAt = changes;
    } finally {
      running = undefined;
    }
  };

  const noteChange = (slot: number): void => {
    changes += 1;
    changed.add(slot);
    // The passage is embedded with the current model until the next one is trained.
    if (learned) embedAt(passages, learned, slot);
    running ??= run();
  };

  return {
    changed: noteChange,
    removed: noteChange,
    read: async (query, signal) => {
      if (!learned) return undefined;
      const { embedder, store } = learned;
      const [vector] = await embedder.embed([query], signal);
      return vector && { vector, store, model: embedder.model, fusion: 'convex' };
    },
    version: () => version,
    settled: () =>
      quiet.skip(async () => {
        while (running) await running;
      }),
    bytes: () => (learned ? learned.model.bytes + learned.store.bytes() : 0),
    close: () => {
      closing.abort();
      quiet.end();
    },
  };
};

/**
 * Trains a model and embeds all passages with it; undefined if there is nothing to learn. Slots that are added to `changed` in the meantime
 * are embedded again.
 */
const learnFrom = async (
  passages: PassageSlots,
  changed: Set<number>,
  breathe: () => Promise<void>,
): Promise<Learned | undefined> => {
  const texts: string[][] = [];
  for (const slot of sampleOf(passages)) {
    texts.push(stemsAt(passages, slot));
    await breathe();
  }
  const model = await learnModel(texts, breathe);
  if (!model) return undefined;
  const { isBefore } = passages;
  const store = createVectorStore({ dimensions: model.dimensions, precision: 'int8', isBefore });
  const next = { model, embedder: createLearnedEmbedder(model), store };
  for (const [slot] of passages.taken()) {
    embedAt(passages, next, slot);
    await breathe();
  }
  // After the last one nothing can intervene.
  for (const slot of changed) {
    changed.delete(slot);
    embedAt(passages, next, slot);
    await breathe();
  }
  return next;
};

const stemsAt = (passages: PassageSlots, slot: number): string[] => {
  const passage = passages.at(slot);
  return passage ? contentStems(textToEmbed(passage)) : [];
};

const embedAt = (passages: PassageSlots, { model, store }: Learned, slot: number): void => {
  if (passages.at(slot)) store.set(slot, model.embed(stemsAt(passages, slot)));
  else store.delete(slot);
};

/** Waits until changes have ceased for a while. */
const createQuietPeriod = (changes: () => number, signal: AbortSignal) => {
  let skipping = 0;
  let end = (): void => undefined;

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, QUIET);
      end = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  return {
    /** Resolves after a quiet period or the longest wait, and immediately while it is skipped. */
    wait: async (): Promise<void> => {
      const latest = performance.now() + LONGEST_WAIT;
      for (let seen = -1; seen !== changes() && performance.now() < latest; ) {
        if (skipping > 0 || signal.aborted) return;
        seen = changes();
        await pause();
      }
    },
    /** Does without quiet periods until `work` is done. */
    skip: async (work: () => Promise<void>): Promise<void> => {
      skipping += 1;
      end();
      try {
        await work();
      } finally {
        skipping -= 1;
      }
    },
    /** Ends the current wait. */
    end: () => end(),
  };
};

/** Returns all slots, or those with the smallest hashes of their ids, ordered by id. */
const sampleOf = (passages: PassageSlots): number[] => {
  const all = [...passages.taken()].map(([slot, { id }]) => ({ slot, id, hash: hashOf(id) }));
  const sample =
    all.length <= MOST_LEARNED
      ? all
      : all.sort((a, b) => a.hash - b.hash || (a.id < b.id ? -1 : 1)).slice(0, MOST_LEARNED);
  return sample.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ slot }) => slot);
};

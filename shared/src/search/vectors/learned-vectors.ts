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
  const { isBefore } = passages;
  /** Slots that changed since the training of `learned` began. */
  const changed = new Set<number>();
  let learned: Learned | undefined;
  let changes = 0;
  let learnedAt = 0;
  let version = 0;
  let waiting = 0;
  let wake = (): void => undefined;
  let running: Promise<void> | undefined;

  const stemsAt = (slot: number): string[] => {
    const passage = passages.at(slot);
    return passage ? contentStems(textToEmbed(passage)) : [];
  };
  const embedAt = ({ model, store }: Learned, slot: number): void => {
    if (passages.at(slot)) store.set(slot, model.embed(stemsAt(slot)));
    else store.delete(slot);
  };

  const learn = async (): Promise<void> => {
    const begun = changes;
    changed.clear();
    const breathe = createBreath(SLICE, closing.signal);
    const texts: string[][] = [];
    for (const slot of sampleOf(passages)) {
      texts.push(stemsAt(slot));
      await breathe();
    }
    const model = await learnModel(texts, breathe);
    const next = model && {
      model,
      embedder: createLearnedEmbedder(model),
      store: createVectorStore({ dimensions: model.dimensions, precision: 'int8', isBefore }),
    };
    if (next) {
      for (const [slot] of passages.taken()) {
        embedAt(next, slot);
        await breathe();
      }
      // Slots that change in the meantime are visited again; after the last one nothing can intervene.
      for (const slot of changed) {
        changed.delete(slot);
        embedAt(next, slot);
        await breathe();
      }
    }
    learned = next;
    learnedAt = begun;
    version += 1;
  };

  /** Resolves after a quiet period or the longest wait, and immediately when somebody is waiting. */
  const quiet = async (): Promise<void> => {
    const latest = performance.now() + LONGEST_WAIT;
    for (let seen = -1; seen !== changes && performance.now() < latest; ) {
      if (waiting > 0 || closing.signal.aborted) return;
      seen = changes;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, QUIET);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };

  const run = async (): Promise<void> => {
    try {
      while (learnedAt !== changes) {
        await quiet();
        closing.signal.throwIfAborted();
        await learn();
      }
    } catch (error) {
      if (!closing.signal.aborted) onFailed(error);
      learnedAt = changes;
    } finally {
      running = undefined;
    }
  };

  const noteChange = (slot: number): void => {
    changes += 1;
    changed.add(slot);
    // The passage is embedded with the current model until the next one is trained.
    if (learned) embedAt(learned, slot);
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
    settled: async () => {
      waiting += 1;
      wake();
      try {
        while (running) await running;
      } finally {
        waiting -= 1;
      }
    },
    close: () => {
      closing.abort();
      wake();
    },
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

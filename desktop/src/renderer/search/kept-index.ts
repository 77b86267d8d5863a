import {
  createSearchIndex,
  restoreSearchIndex,
  type SearchIndexOptions,
} from '@inbetwin/shared/search/create-search-index.ts';
import type { IndexedPassage, SearchIndex } from '@inbetwin/shared/search/search-index.ts';
import { createBreath } from '@inbetwin/shared/timing/breath.ts';
import { type Checkpoint, loadSnapshot, type SnapshotHome, saveSnapshot } from './snapshot-store.ts';

/** Analysis between two turns of queries, in milliseconds. */
const SLICE_MS = 20;

export type PassageChanges = { readonly changed: readonly IndexedPassage[]; readonly gone: readonly string[] };

/** The search engine, and what it keeps of itself for the next start. */
export type KeptIndex = Pick<SearchIndex, 'search' | 'answer' | 'count'> & {
  /**
   * Takes up what was kept at home, and resolves with what that covers; undefined: the index is empty. Rejects when the
   * storage cannot be used or holds something broken; the index is empty then, and works.
   */
  begin(home: SnapshotHome): Promise<Checkpoint | undefined>;
  /** In slices, with turns for queries between them; one call at a time. */
  apply(changes: PassageChanges): Promise<void>;
  /** Resolves when everything applied so far is comparable by meaning, too; what is under way is hurried. */
  embedded(): Promise<void>;
  /** Empties the index. */
  startOver(): Promise<void>;
  /** Saves what is in the index, which must be everything until `checkpoint`. What is applied meanwhile is not saved. */
  keep(checkpoint: Checkpoint): Promise<void>;
};

export const createKeptIndex = (): KeptIndex => {
  let engine = createSearchIndex(options);
  let home: SnapshotHome | undefined;

  const replaceEngine = (next: typeof engine): void => {
    engine.close();
    engine = next;
  };

  return {
    search: (...asked) => engine.search(...asked),
    answer: (...asked) => engine.answer(...asked),
    count: () => engine.count(),
    embedded: () => engine.embedded(),
    begin: async (where) => {
      home = where;
      const kept = await loadSnapshot(where);
      const restored = kept && restoreSearchIndex(kept.snapshot, options);
      if (!restored) return undefined;
      replaceEngine(restored);
      return kept.checkpoint;
    },
    apply: async ({ changed, gone }) => {
      const breathe = createBreath(SLICE_MS, never);
      for (const id of gone) {
        await engine.remove([id]);
        await breathe();
      }
      for (const passage of changed) {
        await engine.put([passage]);
        await breathe();
      }
    },
    startOver: async () => replaceEngine(createSearchIndex(options)),
    keep: async (checkpoint) => {
      if (home) await saveSnapshot(home, { snapshot: engine.save(), checkpoint });
    },
  };
};

const never = new AbortController().signal;

const options: SearchIndexOptions = {
  onEmbedderFailed: (error) => {
    // biome-ignore lint/suspicious/noConsole: search goes on by words alone; whoever wonders why finds it here
    console.warn('The passages cannot be compared by meaning.', error);
  },
};

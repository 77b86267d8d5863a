import {
  createSearchIndex,
  restoreSearchIndex,
  type SearchIndexOptions,
} from '@inbetwin/shared/search/create-search-index.ts';
import type { IndexedPassage, SearchIndex } from '@inbetwin/shared/search/search-index.ts';
import { createBreath } from '@inbetwin/shared/timing/breath.ts';
import { type Checkpoint, loadSnapshot, type SnapshotHome, saveSnapshot } from './snapshot-store.ts';

/** How long passages are analyzed before queries get a turn, in milliseconds. */
const SLICE_MS = 20;

/** Changed passages and the ids of deleted ones. */
export type PassageChanges = { readonly changed: readonly IndexedPassage[]; readonly gone: readonly string[] };

/** A search engine that can save itself for the next start. */
export type KeptIndex = Pick<SearchIndex, 'search' | 'answer' | 'count'> & {
  /**
   * Loads the saved index and resolves to the position it covers, or to undefined if there is none and the index is empty. Rejects if the
   * storage fails or its content is corrupt; the index is then empty and usable.
   */
  begin(home: SnapshotHome): Promise<Checkpoint | undefined>;
  /** Works in slices, with turns for queries in between; only one call at a time. */
  apply(changes: PassageChanges): Promise<void>;
  /** Resolves when vectors exist for everything applied so far; pending work is accelerated. */
  embedded(): Promise<void>;
  /** Empties the index. */
  startOver(): Promise<void>;
  /** Saves the index, which must contain everything up to `checkpoint`. Changes applied in the meantime are not included. */
  keep(checkpoint: Checkpoint): Promise<void>;
};

/** Creates an empty index. */
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

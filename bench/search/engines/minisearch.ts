import MiniSearch, { type Options } from 'minisearch';
import { type BenchEngine, LIMIT } from '../bench-engine.ts';
import type { BenchPassage } from '../corpus.ts';

const options: Options<BenchPassage> = { fields: ['text'] };

/** MiniSearch over the text of the passages. */
export const createMiniSearch = (index = new MiniSearch<BenchPassage>(options)): BenchEngine => ({
  fill: async (passages) => index.addAll(passages),
  search: async ({ text }) => index.search(text).slice(0, LIMIT).length,
  save: async () => {
    const stored = JSON.stringify(index);
    return async () => createMiniSearch(MiniSearch.loadJSON(stored, options));
  },
});

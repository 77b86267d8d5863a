import { Index } from 'flexsearch';
import { type BenchEngine, LIMIT } from '../bench-engine.ts';

/** FlexSearch with default settings. */
export const createFlexSearch = (index = new Index()): BenchEngine => ({
  fill: async (passages) => {
    for (const { id, text } of passages) index.add(id, text);
  },
  search: async ({ text }) => index.search(text, { limit: LIMIT }).length,
  save: async () => {
    const stored = new Map<string, string>();
    await index.export(async (key, data) => {
      stored.set(key, data);
    });
    return async () => {
      const restored = new Index();
      for (const [key, data] of stored) restored.import(key, data);
      return createFlexSearch(restored);
    };
  },
});

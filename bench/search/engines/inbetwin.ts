import {
  createSearchIndex,
  restoreSearchIndex,
  type SearchIndexOptions,
  type SearchSnapshot,
} from '@inbetwin/shared/search/create-search-index.ts';
import type { Embedder } from '@inbetwin/shared/search/vectors/embedder.ts';
import { type BenchEngine, LIMIT, type Mode, SLICE } from '../bench-engine.ts';
import { DIMENSIONS, vectorOf } from '../vectors.ts';

/** The engine of the desktop and the server. */
export const createInbetwin = (mode: Mode): BenchEngine => {
  const queries = new Map<string, Float32Array>();
  const embedder: Embedder = {
    model: 'bench',
    dimensions: DIMENSIONS,
    embed: async (texts) => texts.map((text) => queries.get(text) ?? vectorOf(text)),
  };
  const options: SearchIndexOptions = { embedder: mode === 'hybrid' ? embedder : 'none' };

  const engineOn = (index: ReturnType<typeof createSearchIndex>): BenchEngine => ({
    fill: async (passages) => {
      for (let from = 0; from < passages.length; from += SLICE) {
        const slice = passages.slice(from, from + SLICE);
        await index.put(slice.map((passage) => ({ ...passage, sourceId: passage.id, position: 0, title: '' })));
      }
      await index.embedded();
    },
    search: async ({ text, vector }) => {
      queries.set(text, vector);
      return (await index.search(text, LIMIT)).length;
    },
    save: async () => {
      const read = writeClone(index.save());
      return async () => {
        const restored = restoreSearchIndex(await read(), options);
        if (!restored) throw new Error('What was just saved cannot be restored.');
        return engineOn(restored);
      };
    },
  });
  return engineOn(createSearchIndex(options));
};

/** Serializes the structured clone now and deserializes it on demand, as a browser's store does. */
const writeClone = (snapshot: SearchSnapshot): (() => Promise<SearchSnapshot>) => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(snapshot);
  return () =>
    new Promise((resolve) => {
      port2.onmessage = ({ data }) => {
        port1.close();
        resolve(data);
      };
    });
};

import { contentStems } from '../language/analyze-text.ts';
import type { Embedder } from './embedder.ts';
import type { LearnedModel } from './learned-model.ts';

/** Increase it with any change of what is learned from the same passages. */
const VERSION = 1;

/** Provides a learned model as an embedder. */
export const createLearnedEmbedder = (model: LearnedModel): Embedder => ({
  model: `builtin-${VERSION}@${model.dimensions}`,
  dimensions: model.dimensions,
  embed: async (texts, signal) => {
    signal.throwIfAborted();
    return texts.map((text) => model.embed(contentStems(text)));
  },
});

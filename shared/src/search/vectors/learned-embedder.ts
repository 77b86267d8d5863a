import { contentStems } from '../language/analyse-text.ts';
import type { Embedder } from './embedder.ts';
import type { LearnedModel } from './learned-model.ts';

/** Raise it with any change of what is learned from the same passages. */
const VERSION = 1;

/** What was learned, behind the interface of all embedders. */
export const createLearnedEmbedder = (model: LearnedModel): Embedder => ({
  model: `builtin-${VERSION}@${model.dimensions}`,
  dimensions: model.dimensions,
  embed: async (texts, signal) => {
    signal.throwIfAborted();
    return texts.map((text) => model.embed(contentStems(text)));
  },
});

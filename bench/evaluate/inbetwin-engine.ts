import { createSearchIndex, type OwnSearchIndex } from '@inbetwin/shared/search/create-search-index.ts';
import { rankedPassages } from '@inbetwin/shared/search/evaluation/ranked-passages.ts';
import type { IndexedPassage } from '@inbetwin/shared/search/search-index.ts';
import type { Engine } from './engine.ts';
import type { EmbedderChoice } from './read-arguments.ts';
import type { SearchSet, SetDocument } from './search-set.ts';

/** Converts a document of a set to a passage of its own source. */
export const toPassage = (document: SetDocument, language: SearchSet['language']): IndexedPassage => ({
  ...document,
  sourceId: document.id,
  position: 0,
  language,
});

/** The engine of the desktop and the server, with its index for what the peers lack: answers. */
export const createInbetwin = async (
  set: SearchSet,
  embedder: EmbedderChoice,
): Promise<Engine & { readonly index: OwnSearchIndex }> => {
  const index = createSearchIndex({ embedder });
  await index.put(set.documents.map((document) => toPassage(document, set.language)));
  await index.embedded();
  await index.embedded();
  return {
    index,
    rank: async (query, depth) => rankedPassages(await index.search(query, depth)).slice(0, depth),
  };
};

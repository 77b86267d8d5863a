import { createSearchIndex } from '@inbetwin/shared/search/create-search-index.ts';
import type { IndexedPassage, SearchIndex } from '@inbetwin/shared/search/search-index.ts';
import type { Engine } from './engine.ts';
import type { SearchSet, SetDocument } from './search-set.ts';

export const toPassage = (document: SetDocument, language: SearchSet['language']): IndexedPassage => ({
  ...document,
  sourceId: document.id,
  position: 0,
  language,
});

/** The engine of the desktop and the server, with its index for what the peers do not have: answers. */
export const createInbetwin = async (set: SearchSet): Promise<Engine & { readonly index: SearchIndex }> => {
  const index = createSearchIndex();
  await index.put(set.documents.map((document) => toPassage(document, set.language)));
  return {
    index,
    rank: async (query, depth) => (await index.search(query, depth)).map(({ passageId }) => passageId),
  };
};

import type { IndexedPassage } from '../search-index.ts';

/** Creates a passage from its text and the fields that matter to a test. */
export const indexedPassage = (id: string, text: string, extra: Partial<IndexedPassage> = {}): IndexedPassage => ({
  id,
  sourceId: 'source',
  position: 0,
  title: '',
  text,
  language: 'ru',
  ...extra,
});

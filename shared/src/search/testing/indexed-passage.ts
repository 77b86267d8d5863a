import type { IndexedPassage } from '../search-index.ts';

/** A passage of which only what matters is told. */
export const indexedPassage = (id: string, text: string, extra: Partial<IndexedPassage> = {}): IndexedPassage => ({
  id,
  sourceId: 'source',
  position: 0,
  title: '',
  text,
  language: 'ru',
  ...extra,
});

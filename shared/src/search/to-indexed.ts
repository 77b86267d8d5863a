import type { IndexedPassage } from './search-index.ts';

/** Returns only the fields that the index needs. */
export const toIndexed = (passage: IndexedPassage): IndexedPassage => ({
  id: passage.id,
  sourceId: passage.sourceId,
  position: passage.position,
  title: passage.title,
  text: passage.text,
  question: passage.question,
  language: passage.language,
  product: passage.product,
  validFrom: passage.validFrom,
  validUntil: passage.validUntil,
});

/** Whether replacing one passage with the other would leave the index unchanged. */
export const isSameIndexed = (one: IndexedPassage, other: IndexedPassage): boolean => {
  const compared = new Map<string, unknown>(Object.entries(toIndexed(other)));
  return Object.entries(toIndexed(one)).every(([field, value]) => compared.get(field) === value);
};

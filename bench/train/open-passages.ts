import { createPassageSlots } from '@inbetwin/shared/search/passage-slots.ts';
import type { IndexedPassage } from '@inbetwin/shared/search/search-index.ts';
import { createTermIndex } from '@inbetwin/shared/search/terms/term-index.ts';

/** Indexes the words of passages. */
export const openPassages = (passages: readonly IndexedPassage[]) => {
  const slots = createPassageSlots();
  const index = createTermIndex({ isBefore: slots.isBefore });
  for (const passage of passages) {
    const slot = slots.add(passage);
    index.add(slot, 'title', passage.title);
    index.add(slot, 'text', passage.text);
  }
  return { index, passages };
};

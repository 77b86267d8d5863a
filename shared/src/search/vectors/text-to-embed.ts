import type { IndexedPassage } from '../search-index.ts';

/**
 * Returns the text of a passage that is embedded. It includes the headings, because they name the subject of a short
 * passage.
 */
export const textToEmbed = ({ title, question, text }: Pick<IndexedPassage, 'title' | 'question' | 'text'>): string =>
  [title, question, text].filter((part) => part?.trim()).join('\n');

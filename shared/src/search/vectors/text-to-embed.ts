import type { IndexedPassage } from '../search-index.ts';

/** What of a passage is embedded: the headings give a short passage its subject. */
export const textToEmbed = ({ title, question, text }: Pick<IndexedPassage, 'title' | 'question' | 'text'>): string =>
  [title, question, text].filter((part) => part?.trim()).join('\n');

import { splitSentences } from '../../../search/language/split-sentences.ts';
import type { Found } from './word-pattern.ts';

/** The sentences of a chat message, with their offsets. Unlike in a document, a new line ends one. */
export const sentencesOf = (text: string): readonly Found<string>[] =>
  [...text.matchAll(/[^\n]+/g)].flatMap((line) =>
    splitSentences(line[0]).map(({ start, end }) => ({
      value: line[0].slice(start, end),
      start: line.index + start,
      end: line.index + end,
    })),
  );

import type { Found } from '../../text/word-pattern.ts';
import { splitSentences } from './split-sentences.ts';

/** Returns the sentences of a chat message with their offsets. Unlike in a document, a new line ends a sentence. */
export const sentencesOf = (text: string): readonly Found<string>[] =>
  [...text.matchAll(/[^\n]+/g)].flatMap((line) =>
    splitSentences(line[0]).map(({ start, end }) => ({
      value: line[0].slice(start, end),
      start: line.index + start,
      end: line.index + end,
    })),
  );

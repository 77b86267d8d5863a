import { splitWords } from './split-words.ts';
import { stemWord } from './stem-word.ts';
import { isStopWord } from './stop-words.ts';

export type Term = {
  /** The folded word. */
  readonly word: string;
  /** What is indexed and compared. */
  readonly stem: string;
  readonly stop: boolean;
};

/** All terms of a text in their order, stop words marked. Never throws, whatever the input. */
export const analyseText = (text: string): Term[] =>
  splitWords(text).map((word) => ({ word, stem: stemWord(word), stop: isStopWord(word) }));

/** The stems that tell texts apart, in their order: what a peer engine is given in an evaluation. */
export const contentStems = (text: string): string[] =>
  analyseText(text)
    .filter((term) => !term.stop)
    .map((term) => term.stem);

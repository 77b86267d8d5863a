import { analyzeText } from '../language/analyze-text.ts';
import { type Span, splitSentences } from '../language/split-sentences.ts';
import { remember } from '../remember.ts';
import type { IndexedPassage } from '../search-index.ts';

/** A set of word stems. */
export type Stems = ReadonlySet<string>;

/** A sentence of a passage, analyzed for comparison with questions. */
export type ReadSentence = Span & {
  readonly text: string;
  /** All stems in order, including stop words. */
  readonly sequence: readonly string[];
  readonly stems: Stems;
};

/** A passage, analyzed for comparison with questions. */
export type ReadPassage = {
  readonly passage: IndexedPassage;
  readonly sentences: readonly ReadSentence[];
  readonly title: Stems;
  /** Stems of the stored question; empty if there is none. */
  readonly question: Stems;
  /** The number of occurrences of each stem in the passage's text, title and question. */
  readonly counts: ReadonlyMap<string, number>;
  /** The number of words that are not stop words. */
  readonly length: number;
};

/** The same passages are found repeatedly, so this many stay analyzed. Each takes about 10 kB. */
const MAX_CACHED = 500;
const analyzePassage = (passage: IndexedPassage): ReadPassage => {
  const counts = new Map<string, number>();
  const count = (text: string): Counted => countWords(text, counts);
  const sentences = splitSentences(passage.text).map((span) => {
    const text = passage.text.slice(span.start, span.end);
    return { ...span, text, ...count(text) };
  });
  const title = count(passage.title);
  const question = count(passage.question ?? '');
  const length = [...sentences, title, question].reduce((sum, { content }) => sum + content, 0);
  return { passage, sentences, title: title.stems, question: question.stems, counts, length };
};

type Counted = { readonly sequence: readonly string[]; readonly stems: Stems; readonly content: number };

const countWords = (text: string, counts: Map<string, number>): Counted => {
  const terms = analyzeText(text).filter(({ joint }) => !joint);
  for (const { stem } of terms) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const sequence = terms.map(({ stem }) => stem);
  return { sequence, stems: new Set(sequence), content: terms.filter(({ stop }) => !stop).length };
};

/** Analyzes a passage, with a cache keyed by object identity, because passages are never mutated. */
export const readPassage = remember(MAX_CACHED, analyzePassage);

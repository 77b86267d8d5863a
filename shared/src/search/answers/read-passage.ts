import { analyseText } from '../language/analyse-text.ts';
import { type Span, splitSentences } from '../language/split-sentences.ts';
import { remember } from '../remember.ts';
import type { IndexedPassage } from '../search-index.ts';

export type Stems = ReadonlySet<string>;

export type ReadSentence = Span & {
  readonly text: string;
  /** In their order, stop words too. */
  readonly sequence: readonly string[];
  readonly stems: Stems;
};

/** A passage as it is compared with questions. */
export type ReadPassage = {
  readonly passage: IndexedPassage;
  readonly sentences: readonly ReadSentence[];
  readonly title: Stems;
  /** Of the stored question; empty without one. */
  readonly question: Stems;
  /** How often each stem occurs in the passage's text, title and question. */
  readonly counts: ReadonlyMap<string, number>;
  /** In words that are no stop words. */
  readonly length: number;
};

/** A passage is found again and again; the last ones found stay analysed. About 10 kB each. */
const MAX_CACHED = 500;
const analysePassage = (passage: IndexedPassage): ReadPassage => {
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
  const terms = analyseText(text).filter(({ joint }) => !joint);
  for (const { stem } of terms) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const sequence = terms.map(({ stem }) => stem);
  return { sequence, stems: new Set(sequence), content: terms.filter(({ stop }) => !stop).length };
};

/** Analyses the passage, or remembers it. `passage` is never changed, so the same object means the same text. */
export const readPassage = remember(MAX_CACHED, analysePassage);

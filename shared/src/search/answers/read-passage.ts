import { TITLE_SEPARATOR } from '../../text/title-path.ts';
import { analyzeText } from '../language/analyze-text.ts';
import { remember } from '../remember.ts';
import type { IndexedPassage } from '../search-index.ts';
import { readStatements, type Statement } from './read-statements.ts';

/** A set of word stems. */
export type Stems = ReadonlySet<string>;

/** A statement of a passage, analyzed for comparison with questions. */
export type ReadSentence = Statement & {
  readonly text: string;
  /** All stems in order, including stop words. */
  readonly sequence: readonly string[];
  readonly stems: Stems;
  /** Stems of the words that name its subject in addition to its own words. */
  readonly labelStems: Stems;
  readonly columnStems: Stems;
};

/** A passage, analyzed for comparison with questions. */
export type ReadPassage = {
  readonly passage: IndexedPassage;
  readonly sentences: readonly ReadSentence[];
  readonly title: Stems;
  /** Stems of the headings below the source's title. */
  readonly headings: Stems;
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
  const { statements, rest } = readStatements(passage.text);
  const sentences = statements.map((statement) => {
    const text = passage.text.slice(statement.start, statement.end);
    const label = count(statement.label);
    const labelStems = label.stems;
    const columnStems = stemsIn(statement.columns);
    const own = count(text);
    const sequence = [...label.sequence, ...own.sequence];
    const content = own.content + label.content;
    return { ...statement, text, ...own, sequence, content, labelStems, columnStems };
  });
  const others = count(rest);
  const title = count(passage.title);
  const question = count(passage.question ?? '');
  const length = [...sentences, others, title, question].reduce((sum, { content }) => sum + content, 0);
  const headings = stemsIn(passage.title.split(TITLE_SEPARATOR).slice(1).join(' '));
  return { passage, sentences, title: title.stems, headings, question: question.stems, counts, length };
};

const stemsIn = (text: string): Stems => new Set(analyzeText(text).flatMap(({ stem, joint }) => (joint ? [] : [stem])));

type Counted = { readonly sequence: readonly string[]; readonly stems: Stems; readonly content: number };

const countWords = (text: string, counts: Map<string, number>): Counted => {
  const terms = analyzeText(text).filter(({ joint }) => !joint);
  for (const { stem } of terms) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const sequence = terms.map(({ stem }) => stem);
  return { sequence, stems: new Set(sequence), content: terms.filter(({ stop }) => !stop).length };
};

/** Analyzes a passage, with a cache keyed by object identity, because passages are never mutated. */
export const readPassage = remember(MAX_CACHED, analyzePassage);

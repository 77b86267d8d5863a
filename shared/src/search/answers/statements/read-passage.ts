import { TITLE_SEPARATOR } from '../../../text/title-path.ts';
import { analyzeText } from '../../language/analyze-text.ts';
import { remember } from '../../remember.ts';
import type { IndexedPassage } from '../../search-index.ts';
import { impliedWords } from './implied-words.ts';
import { type Measure, measuresIn } from './measures.ts';
import { linesToGoOn, readStatements } from './read-statements.ts';
import type { Statement } from './statement.ts';

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
  /** Stems of the words at its beginning that name its subject. */
  readonly headStems: Stems;
  /** Those of them before a comma. */
  readonly nameStems: Stems;
  readonly columnStems: Stems;
  /** The sizes and ages that its subject has. */
  readonly measures: readonly Measure[];
};

/** A passage, analyzed for comparison with questions. */
export type ReadPassage = {
  readonly passage: IndexedPassage;
  readonly sentences: readonly ReadSentence[];
  readonly title: Stems;
  /** Stems of the headings below the source's title. */
  readonly headings: Stems;
  /** Stems of the last of them without stop words. */
  readonly heading: Stems;
  /** Stems of the stored question; empty if there is none. */
  readonly question: Stems;
  /** The number of occurrences of each stem in the passage's text, title and question. */
  readonly counts: ReadonlyMap<string, number>;
  /** The number of words that are not stop words. */
  readonly length: number;
};

/** Returns the passage before this one in its source, if it is in the index. */
export type PassageBefore = (passage: IndexedPassage) => IndexedPassage | undefined;

/** The same passages are found repeatedly, so this many stay analyzed. Each takes about 10 kB. */
const MAX_CACHED = 500;
/** A table may be divided into this many passages, which is one of about 12,000 rows. */
const MOST_DIVIDED = 1000;

/** `opening` is read as the lines above the passage. */
const analyzePassage = (passage: IndexedPassage, opening: string): ReadPassage => {
  const counts = new Map<string, number>();
  const count = (text: string): Counted => countWords(text, counts);
  const { statements: all, rest } = readStatements(opening + passage.text);
  const statements = all.flatMap((one) => {
    const [start, end] = [one.start - opening.length, one.end - opening.length];
    return start < 0 ? [] : [{ ...one, start, end }];
  });
  const sentences = statements.map((statement): ReadSentence & Pick<Counted, 'content'> => {
    const text = passage.text.slice(statement.start, statement.end);
    const columns = statement.cells.map(({ column }) => column).join(' ');
    // Other labels are words of the passage that are counted where they are.
    const label = statement.kind === 'answer' ? count(statement.label) : countWords(statement.label, new Map());
    const own = count(text);
    for (const stem of stemsIn(impliedWords(columns))) if (!counts.has(stem)) counts.set(stem, 1);
    return {
      ...statement,
      text,
      stems: own.stems,
      sequence: [...label.sequence, ...own.sequence],
      content: own.content + (statement.kind === 'answer' ? label.content : 0),
      labelStems: label.stems,
      headStems: wordsIn(statement.head),
      nameStems: wordsIn(statement.head.split(/[,;:(]/)[0] ?? ''),
      columnStems: stemsIn(`${columns} ${impliedWords(columns)}`),
      measures: measuresOf(statement, statements),
    };
  });
  const others = count(rest);
  const title = count(passage.title);
  const question = count(passage.question ?? '');
  const length = [...sentences, others, title, question].reduce((sum, { content }) => sum + content, 0);
  const path = passage.title.split(TITLE_SEPARATOR).slice(1);
  const stems = { title: title.stems, question: question.stems, headings: stemsIn(path.join(' ')) };
  return { passage, sentences, ...stems, heading: wordsIn(path.at(-1) ?? ''), counts, length };
};

/** What a row or an item measures; for a sentence, what the paragraph with its label does. Other sentences tell of several things. */
const measuresOf = (statement: Statement, all: readonly Statement[]): readonly Measure[] => {
  if (statement.kind === 'row' || statement.kind === 'item') return measuresIn(statement.readable);
  if (statement.kind !== 'sentence' || statement.label === '') return [];
  const run = all.filter(({ block, label }) => block === statement.block && label === statement.label);
  return measuresIn(run.map(({ readable }) => readable).join(' '));
};

/** Without stop words. */
const wordsIn = (text: string): Stems =>
  new Set(analyzeText(text).flatMap(({ stem, stop, joint }) => (stop || joint ? [] : [stem])));

const stemsIn = (text: string): Stems => new Set(analyzeText(text).flatMap(({ stem, joint }) => (joint ? [] : [stem])));

type Counted = { readonly sequence: readonly string[]; readonly stems: Stems; readonly content: number };

/** Words that the text implies count as contained once, but are not part of its sequence or length. */
const countWords = (text: string, counts: Map<string, number>): Counted => {
  const terms = analyzeText(text).filter(({ joint }) => !joint);
  for (const { stem } of terms) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const implied = [...stemsIn(impliedWords(text))];
  for (const stem of implied) if (!counts.has(stem)) counts.set(stem, 1);
  const sequence = terms.map(({ stem }) => stem);
  return { sequence, stems: new Set([...sequence, ...implied]), content: terms.filter(({ stop }) => !stop).length };
};

/** Returns the lines of the passages before this one that it continues: the header of its table or the lead-in of its list. */
const openingOf = (passage: IndexedPassage, before: PassageBefore): string => {
  const divided = [passage];
  for (let earlier = continued(passage, before); earlier; earlier = continued(earlier, before)) {
    if (divided.length > MOST_DIVIDED) break;
    divided.push(earlier);
  }
  return divided.reduceRight((opening, one, at) => {
    const next = divided[at - 1];
    return next ? openingAfter(next, one, opening) : opening;
  }, '');
};

type Opening = { readonly earlier: IndexedPassage; readonly above: string; readonly lines: string };
const openings = new WeakMap<IndexedPassage, Opening>();

/** The same passages are read again with each question, so their openings are kept. */
const openingAfter = (passage: IndexedPassage, earlier: IndexedPassage, above: string): string => {
  const known = openings.get(passage);
  if (known?.earlier === earlier && known.above === above) return known.lines;
  const lines = linesToGoOn(above + earlier.text, passage.text);
  openings.set(passage, { earlier, above, lines });
  return lines;
};

/** Returns the passage that this one continues if it begins as a row or an item. */
const continued = (passage: IndexedPassage, before: PassageBefore): IndexedPassage | undefined => {
  const earlier = /^\s*[^\p{L}\s]/u.test(passage.text) ? before(passage) : undefined;
  return earlier?.question === undefined && earlier?.title === passage.title ? earlier : undefined;
};

/** Analyses are cached by object identity, because passages are never mutated, and by what stands above them. */
const analyses = remember(MAX_CACHED, (passage: IndexedPassage) =>
  remember(1, (opening: string) => analyzePassage(passage, opening)),
);

/** Analyzes a passage for comparison with questions. A divided table or list keeps its header or lead-in. */
export const readPassage = (passage: IndexedPassage, before: PassageBefore): ReadPassage =>
  analyses(passage)(openingOf(passage, before));

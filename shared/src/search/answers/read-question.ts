import type { Language } from '../../entities/declaring/fields.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { analyzeText } from '../language/analyze-text.ts';
import type { QueryTerm, TermIndex } from '../terms/term-index.ts';
import { type AskedKind, askedKind, isFrameStem } from './answer-kind.ts';
import { expectedThing } from './expected-thing.ts';
import { type Measure, measuresIn } from './measures.ts';
import { readAsked } from './read-asked.ts';

/** A word of the question with its importance. */
export type AskedTerm = QueryTerm & {
  readonly rarity: number;
  /** Its share of the question's total rarity. */
  readonly share: number;
  readonly isName: boolean;
  readonly isNumber: boolean;
};

/** A question, analyzed for comparison with passages. */
export type Question = {
  readonly terms: readonly AskedTerm[];
  /** The rarity of a word that only one passage contains. */
  readonly rarest: number;
  readonly kind: AskedKind | undefined;
  readonly expected: RegExp | undefined;
  /** The pattern that an answer must match, because the question asks for a topic. */
  readonly required: RegExp | undefined;
  readonly language: Language | undefined;
  /** The sizes and ages that it names. */
  readonly measures: readonly Measure[];
  /**
   * The question consists only of polite phrases, common words and "how much", so that only a stored question can match
   * it.
   */
  readonly vague: boolean;
};

/** Analyzes a question with the word statistics of the index. */
export const readQuestion = (asked: string, index: TermIndex): Question => {
  const { terms: read, text, topics } = readAsked(asked, index);
  const isTopic = (one: QueryTerm): boolean => topics.some(({ term }) => term === one);
  const all = read.filter(({ joint }) => !joint);
  const kind = askedKind(text);
  // A greeting that no passage contains may resemble a word that one does contain.
  const isFrame = (term: QueryTerm): boolean => isFrameStem(term.stem) || isFrameStem(stemOf(term));
  const sizes = groupSizesIn(text);
  const informative = all.filter((term) => isTopic(term) || (!term.stop && !isFrame(term) && !sizes.has(term.word)));
  const isTopicAlone = informative.every(isTopic);
  const vague = topics.length === 0 && informative.every((term) => kind?.answersWord(stemOf(term)));
  const weighed = (vague ? all : informative).map((term) => ({ ...term, rarity: index.rarity(stemOf(term)) }));
  const total = Math.max(
    weighed.reduce((sum, { rarity }) => sum + rarity, 0),
    Number.EPSILON,
  );
  const names = namesIn(text);
  const terms = weighed.map((term) => ({
    ...term,
    share: term.rarity / total,
    isName: names.has(term.stem),
    isNumber: /^\d/.test(term.word),
  }));
  return {
    terms,
    rarest: index.rarity(''),
    kind: vague ? undefined : kind,
    required: topics.find(({ topic: { strict } }) => strict === 'always' || (strict === 'alone' && isTopicAlone))?.topic
      .found,
    expected: vague ? undefined : (topics[0]?.topic.found ?? expectedThing(text)),
    language: detectLanguage(text),
    measures: measuresIn(text),
    vague,
  };
};

const GROUP =
  /(?<![\p{L}\d])(\d{1,6})\s*(?:человек|чел(?!\p{L})|гост|персон|участник|people|guests?(?!\p{L})|persons?(?!\p{L})|pax(?!\p{L})|attendees)/giu;

/** The number of guests describes the customer; a text does not have to contain it: "a buffet for 100 guests". */
const groupSizesIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(GROUP)].map(([, size = '']) => size));

/** Returns the stem that the word is taken to mean. */
export const stemOf = ({ alternatives: [first], stem }: QueryTerm): string => first?.stem ?? stem;

/** Returns the stems of capitalized words that do not begin a sentence. A question all in capitals has no names. */
const namesIn = (text: string): ReadonlySet<string> => {
  if (!/\p{Ll}/u.test(text)) return new Set();
  const names = [...text.matchAll(/(?<=[^\s.!?…]\s+["«(]?)\p{Lu}\p{L}*/gu)].map(([name]) => name);
  return new Set(analyzeText(names.join(' ')).map(({ stem }) => stem));
};

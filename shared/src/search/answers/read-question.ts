import type { Language } from '../../entities/declaring/fields.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { analyzeText } from '../language/analyze-text.ts';
import { unitBehind } from '../language/values/units.ts';
import type { QueryTerm, TermIndex } from '../terms/term-index.ts';
import { type AskedKind, askedKind } from './answer-kind.ts';
import { isCommonWord } from './common-words.ts';
import { expectedThing } from './expected-thing.ts';
import { saysNothing } from './frame-words.ts';
import type { QuestionKind } from './kinds/question-kind.ts';
import { readAskedDays, readWeekdays, type Weekday } from './kinds/weekdays.ts';
import { readAsked } from './read-asked.ts';
import { type Measure, measuresIn } from './statements/measures.ts';

/** A word of the question with its importance. */
export type AskedTerm = QueryTerm & {
  readonly rarity: number;
  /** Its share of the question's total rarity. */
  readonly share: number;
  readonly isName: boolean;
  readonly isNumber: boolean;
  /** The form of an answer, if the term stands for a kind of question that is known by it. */
  readonly form: RegExp | undefined;
};

/** A question, analyzed for comparison with passages. */
export type Question = {
  /** Its text in the right keyboard layout and alphabet. */
  readonly text: string;
  readonly terms: readonly AskedTerm[];
  /** The rarity of a word that only one passage contains. */
  readonly rarest: number;
  readonly kind: AskedKind | undefined;
  readonly expected: Pick<RegExp, 'test'> | undefined;
  /** Whether it asks what is allowed or possible, which a price alone does not answer. */
  readonly asksRule: boolean;
  /** The pattern that an answer must match, because of the kind of question. */
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

/**
 * The weight of an everyday word in a small collection, as a fraction of that of a word as rare in it. A collection of
 * `LARGE` passages tells by itself which words are everyday ones.
 */
const COMMON = 0.35;
const SMALL = 100;
const LARGE = 1000;

const everydayWeight = (passages: number): number => {
  const known = Math.log(Math.max(passages, SMALL) / SMALL) / Math.log(LARGE / SMALL);
  return COMMON + (1 - COMMON) * Math.min(1, known);
};

/** Analyzes a question with the word statistics of the index. `today` is the day on which it is asked. */
export const readQuestion = (asked: string, index: TermIndex, today?: Weekday): Question => {
  const { terms: read, text, kinds } = readAsked(asked, index);
  const isOfKind = (one: QueryTerm): boolean => kinds.some(({ term }) => term === one);
  const kind = askedKind(text);
  const all = read
    .filter(({ joint }) => !joint)
    .map((one) => (kind?.answersWord(one.stem) ? withoutGuesses(one) : one));
  // A greeting that no passage contains may resemble a word that one does contain.
  const isFrame = (term: QueryTerm): boolean =>
    saysNothing(term.stem) || saysNothing(stemOf(term)) || /^\p{L}$/u.test(term.word);
  const own = numbersOfCustomer(text);
  const informative = all.filter((term) => isOfKind(term) || (!term.stop && !isFrame(term) && !own.has(term.word)));
  const isKindAlone = informative.every(isOfKind);
  const vague = kinds.length === 0 && informative.every((term) => kind?.answersWord(stemOf(term)));
  const weighed = (vague ? all : informative).map((term, at, others) => {
    const isLight = !isOfKind(term) && (isCommonWord(term.word) || isUnknownAmount(term, others[at + 1], index));
    return { ...term, rarity: (isLight ? everydayWeight(index.size()) : 1) * index.rarity(stemOf(term)) };
  });
  const total = Math.max(
    weighed.reduce((sum, { rarity }) => sum + rarity, 0),
    Number.EPSILON,
  );
  const names = namesIn(text);
  const days = readAskedDays(text, today);
  const isStrict = ({ strict, byDay }: QuestionKind): boolean =>
    strict === 'always' || (strict === 'alone' && (isKindAlone || (byDay === true && days.size > 0)));
  const required = kinds.find((one) => isStrict(one.kind))?.kind.found;
  // "How much is delivery?" asks for an amount, whatever else an answer about delivery may contain.
  const first = kind === undefined || required !== undefined ? kinds[0]?.kind : undefined;
  const terms = weighed.map((term) => ({
    ...term,
    share: term.rarity / total,
    isName: names.has(term.stem),
    isNumber: /^\d/.test(term.word),
    form: kinds.find((one) => one.kind.strict !== undefined && one.term.stem === term.stem)?.kind.found,
  }));
  return {
    text,
    terms,
    rarest: index.rarity(''),
    kind: vague ? undefined : kind,
    asksRule: kind === undefined && ASKS_RULE.test(text),
    required,
    expected: vague ? undefined : (formOf(first, days) ?? expectedThing(text)),
    language: detectLanguage(text),
    measures: measuresIn(text),
    vague,
  };
};

/** «90 см»: a number before a unit that no passage has. What is quoted has to fit it, but need not repeat it. */
const isUnknownAmount = (term: QueryTerm, next: QueryTerm | undefined, index: TermIndex): boolean =>
  !index.knows(term.stem) && /^\d/.test(term.word) && next !== undefined && isUnit(next);

const isUnit = (term: QueryTerm): boolean => unitBehind(term.stem) !== undefined || unitBehind(term.word) !== undefined;

/** The form of an answer; of one that depends on the day, only with the days asked for. */
const formOf = (kind: QuestionKind | undefined, days: ReadonlySet<number>): Pick<RegExp, 'test'> | undefined => {
  const found = kind?.found;
  if (!kind?.byDay || !found || days.size === 0) return found;
  return {
    test: (text) => {
      const named = readWeekdays(text);
      return found.test(text) && [...days].some((day) => named.has(day));
    },
  };
};

const ASKS_RULE =
  /(?<!\p{L})(?:можно|нельзя|разреш\p{L}{0,6}|запрещ\p{L}{0,6}|допуска\p{L}{0,6}|(?:can|may|could) (?:i|we|my|our)|allowed|permitted)(?!\p{L})/iu;

const GROUP =
  /(?<![\p{L}\d])(\d{1,6})\s*(?:человек|чел(?!\p{L})|гост|персон|участник|people|guests?(?!\p{L})|persons?(?!\p{L})|pax(?!\p{L})|attendees)/giu;

const AGE = /(?<![\p{L}\d])(\d{1,2})[\s-]*(лет|годик\p{L}{0,3}|years? old|year-old|yo|yrs? old)(?!\p{L})/giu;

/** «Сыну 6», "my son's 8". */
const CHILD =
  /(?<!\p{L})(?:сын|доч|реб[её]н|внук|внуч|малыш|мальчик|девочк|son|daughter|kid|child|boy|girl)\p{L}{0,6}(?:['’]s| is)? (\d{1,2})(?![\d.,]|\s?\p{L})/giu;

/** The number of guests and an age describe the customer; a text does not have to contain them: "a buffet for 100 guests". */
const numbersOfCustomer = (text: string): ReadonlySet<string> =>
  new Set([GROUP, AGE, CHILD].flatMap((pattern) => [...text.matchAll(pattern)].flatMap((match) => match.slice(1))));

/** A word that asks for a price stands for no word that is only spelled or sounds like it: "much" is not "mulch". */
const withoutGuesses = (term: QueryTerm): QueryTerm => ({
  ...term,
  alternatives: term.alternatives.filter(({ kind, stem }) => kind === 'family' || stem === term.stem),
});

/** Returns the stem that the word is taken to mean. */
export const stemOf = ({ alternatives: [first], stem }: QueryTerm): string => first?.stem ?? stem;

/** Returns the stems of capitalized words that do not begin a sentence. A question all in capitals has no names. */
const namesIn = (text: string): ReadonlySet<string> => {
  if (!/\p{Ll}/u.test(text)) return new Set();
  const names = [...text.matchAll(/(?<=[^\s.!?…]\s+["«(]?)\p{Lu}\p{L}*/gu)].map(([name]) => name);
  return new Set(analyzeText(names.join(' ')).map(({ stem }) => stem));
};

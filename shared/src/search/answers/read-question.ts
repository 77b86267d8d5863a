import type { Language } from '../../entities/fields.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { analyseText } from '../language/analyse-text.ts';
import { readQuery } from '../terms/read-query.ts';
import type { QueryTerm, TermIndex } from '../terms/term-index.ts';
import { type AskedKind, askedKind, isFrameStem } from './answer-kind.ts';
import { expectedThing } from './expected-thing.ts';

export type AskedTerm = QueryTerm & {
  readonly rarity: number;
  /** Its share of the whole question's rarity. */
  readonly share: number;
  readonly isName: boolean;
  readonly isNumber: boolean;
};

export type Question = {
  readonly terms: readonly AskedTerm[];
  /** The rarity of a word that one passage alone holds. */
  readonly rarest: number;
  readonly kind: AskedKind | undefined;
  readonly expected: RegExp | undefined;
  readonly language: Language | undefined;
  /** Nothing but courtesy, common words and "how much": only a stored question can match it. */
  readonly vague: boolean;
};

export const readQuestion = (asked: string, index: TermIndex): Question => {
  const { terms: read, text } = readQuery(asked, index);
  const all = read.filter(({ joint }) => !joint);
  const kind = askedKind(text);
  // A greeting that no passage holds may look like a word that one does.
  const isFrame = (term: QueryTerm): boolean => isFrameStem(term.stem) || isFrameStem(stemOf(term));
  const sizes = groupSizesIn(text);
  const informative = all.filter((term) => !term.stop && !isFrame(term) && !sizes.has(term.word));
  const vague = informative.every((term) => kind?.answersWord(stemOf(term)));
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
    expected: vague ? undefined : expectedThing(text),
    language: detectLanguage(text),
    vague,
  };
};

const GROUP =
  /(?<![\p{L}\d])(\d{1,6})\s*(?:человек|чел(?!\p{L})|гост|персон|участник|people|guests?(?!\p{L})|persons?(?!\p{L})|pax(?!\p{L})|attendees)/giu;

/** How many are to come is what a customer tells, and not what a text must hold: "a buffet for 100 guests". */
const groupSizesIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(GROUP)].map(([, size = '']) => size));

/** What the word is taken for. */
export const stemOf = ({ alternatives: [first], stem }: QueryTerm): string => first?.stem ?? stem;

/** Stems of words with a capital that does not begin a sentence. A question all in capitals names nothing. */
const namesIn = (text: string): ReadonlySet<string> => {
  if (!/\p{Ll}/u.test(text)) return new Set();
  const names = [...text.matchAll(/(?<=[^\s.!?…]\s+["«(]?)\p{Lu}\p{L}*/gu)].map(([name]) => name);
  return new Set(analyseText(names.join(' ')).map(({ stem }) => stem));
};

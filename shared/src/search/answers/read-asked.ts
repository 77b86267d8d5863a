import { analyzeText } from '../language/analyze-text.ts';
import { type ReadQuery, readQuery } from '../terms/read-query.ts';
import type { Alternative, QueryTerm, TermIndex } from '../terms/term-index.ts';
import type { QuestionKind } from './kinds/question-kind.ts';
import { type Place, type RecognizedKind, recognizeKinds } from './kinds/recognize-kinds.ts';
import { withoutDays } from './kinds/weekdays.ts';
import { ambiguousStems } from './lexicon/ambiguous-stems.ts';
import { stemsOfWords, synonymsOf } from './lexicon/find-synonyms.ts';

/** The weight of a synonym of a word that the passages contain, and of a word that they do not contain. */
const BESIDE_OWN = 0.55;
const IN_PLACE = 0.8;
/** The weight of what an ambiguous word may stand for, as a fraction of the former. */
const AMBIGUOUS = 0.8;
/** The weight of the words that texts use for a kind of question, beside one of them that the question has, and alone. */
const BESIDE_KIND = 0.7;
const OF_KIND = 0.9;
/** Words that also occur in other texts, as a fraction of the others. */
const WEAK = 0.6;
const MOST_KINDS = 2;

/** A question's words with their synonyms, and the kinds of question that it is, each with the term that stands for it. */
export type ReadAsked = ReadQuery & {
  readonly kinds: readonly { readonly kind: QuestionKind; readonly term: QueryTerm }[];
};

/**
 * Reads a question as `readQuery` does. Each word also stands for its synonyms in both languages, and the words by which a kind of question
 * was recognized ("where are you?") for those that texts use for it.
 */
export const readAsked = (asked: string, index: TermIndex): ReadAsked => {
  const { terms, text } = readQuery(asked, index);
  const recognized = recognizeKinds(text, index.knows)
    .flatMap((one) => {
      const read = termOf(one, text, index);
      return read ? [{ ...one, ...read }] : [];
    })
    .slice(0, MOST_KINDS);
  const withSynonyms = (term: QueryTerm): QueryTerm => meaning(term, index);
  if (recognized.length === 0) return { text, kinds: [], terms: terms.map(withSynonyms) };
  const others = withoutPlaces(
    text,
    recognized.flatMap(({ replaced }) => replaced),
  );
  const isByDay = recognized.some(({ kind }) => kind.byDay);
  const own = readQuery(isByDay ? withoutDays(others) : others, index).terms.filter(({ stop }) => !stop);
  return { text, kinds: recognized, terms: [...recognized.map(({ term }) => term), ...own.map(withSynonyms)] };
};

const withoutPlaces = (text: string, places: readonly Place[]): string =>
  places.reduce((left, { start, end }) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end), text);

/**
 * A kind as one term, and the words of the question for which it stands: its own, and those that no passage has. Undefined when no passage
 * has any word of the kind.
 */
const termOf = ({ kind, words }: RecognizedKind, text: string, index: TermIndex) => {
  const [sharp = '', vague = ''] = kind.says.split(' | ');
  const strong = stemsIn(sharp);
  const weak = stemsIn(vague).filter((stem) => !strong.includes(stem));
  const all = [...strong, ...weak];
  const said = all.filter(index.knows);
  const read = words.map((place) => ({ place, stems: stemsOfWords(text.slice(place.start, place.end)) }));
  // Of an answer that is known by its form, the customer's own words say no more than the others.
  const isKnownByForm = kind.strict !== undefined;
  const held = [...new Set(read.flatMap(({ stems }) => stems).filter((stem) => said.includes(stem)))];
  // A second word of the kind that the passages have as well tells which answer is meant: the return of a deposit.
  const own = isKnownByForm
    ? held
    : held.toSorted((a, b) => Number(strong.includes(b)) - Number(strong.includes(a))).slice(0, 1);
  const isReplaced = (stem: string): boolean =>
    !index.knows(stem) || own.includes(stem) || (isKnownByForm && all.includes(stem));
  const replaced = read
    .filter(({ place, stems }) => place.isFixed || kind.strict === 'always' || stems.every(isReplaced))
    .map(({ place }) => place);
  const [stem] = [...own, ...said];
  if (stem === undefined || replaced.length === 0) return undefined;
  const others = said.filter((other) => !own.includes(other));
  const alternatives = [
    ...own.map((one): Alternative => ({ stem: one, weight: isKnownByForm ? OF_KIND : 1, kind: 'exact' })),
    ...others.map((other): Alternative => {
      const weight = own.length > 0 && !isKnownByForm ? BESIDE_KIND : OF_KIND;
      return { stem: other, weight: isKnownByForm || strong.includes(other) ? weight : WEAK * weight, kind: 'family' };
    }),
  ];
  const term: QueryTerm = { word: stem, stem, stop: false, alternatives };
  return { term, replaced };
};

/** The stems of words, common ones included: a heading may consist of them ("Where we are"). */
const stemsIn = (words: string): readonly string[] => [
  ...new Set(analyzeText(words).flatMap(({ stem, joint }) => (joint ? [] : [stem]))),
];

const meaning = (term: QueryTerm, index: TermIndex): QueryTerm => {
  if (term.joint || term.stop) return term;
  const known = (stem: string): readonly string[] => synonymsOf(stem).filter(index.knows);
  const sureness = ambiguousStems().has(term.stem) ? AMBIGUOUS : 1;
  if (index.knows(term.stem)) return withMore(term, asAlternatives(known(term.stem), BESIDE_OWN * sureness));
  const own = known(term.stem);
  if (own.length > 0) return { ...term, alternatives: asAlternatives(own, IN_PLACE * sureness) };
  const [corrected] = term.alternatives;
  return corrected ? withMore(term, asAlternatives(known(corrected.stem), BESIDE_OWN * corrected.weight)) : term;
};

const withMore = (term: QueryTerm, more: readonly Alternative[]): QueryTerm => {
  const held = new Set(term.alternatives.map(({ stem }) => stem));
  return { ...term, alternatives: [...term.alternatives, ...more.filter(({ stem }) => !held.has(stem))] };
};

const asAlternatives = (stems: readonly string[], weight: number): Alternative[] =>
  stems.map((stem) => ({ stem, weight, kind: 'family' }));

import { type ReadQuery, readQuery } from '../terms/read-query.ts';
import type { Alternative, QueryTerm, TermIndex } from '../terms/term-index.ts';
import { stemsOfWords, synonymsOf } from './lexicon/find-synonyms.ts';
import { type QuestionTopic, questionTopics } from './lexicon/question-topics.ts';

/** The weight of a synonym of a word that the passages contain, and of a word that they do not contain. */
const BESIDE_OWN = 0.55;
const IN_PLACE = 0.8;
const TOPIC = 0.9;
const MOST_TOPICS = 2;

/** A question's words with their synonyms, and the topics that it asks for in other words. */
export type ReadAsked = ReadQuery & {
  readonly topics: readonly { readonly topic: QuestionTopic; readonly term: QueryTerm }[];
};

/**
 * Reads a question as `readQuery` does. Each word also stands for its synonyms in both languages, and a phrase that asks for a topic
 * ("where are you?") stands for the words that texts use for it.
 */
export const readAsked = (asked: string, index: TermIndex): ReadAsked => {
  const { terms, text } = readQuery(asked, index);
  const topics = questionTopics
    .filter((topic) => topic.asked.test(text))
    .flatMap((topic) => {
      const term = termOf(topic, index);
      return term ? [{ topic, term }] : [];
    })
    .slice(0, MOST_TOPICS);
  const withSynonyms = (term: QueryTerm): QueryTerm => meaning(term, index);
  if (topics.length === 0) return { text, topics, terms: terms.map(withSynonyms) };
  const others = topics.reduce((left, { topic }) => left.replace(topic.asked, ' '), text);
  const own = readQuery(others, index).terms.filter(({ stop }) => !stop);
  return { text, topics, terms: [...topics.map(({ term }) => term), ...own.map(withSynonyms)] };
};

/** A topic as one term; undefined when no passage has any of its words. */
const termOf = ({ words }: QuestionTopic, index: TermIndex): QueryTerm | undefined => {
  const stems = stemsOfWords(words).filter(index.knows);
  const [stem] = stems;
  if (stem === undefined) return undefined;
  return { word: stem, stem, stop: false, alternatives: asAlternatives(stems, TOPIC) };
};

const meaning = (term: QueryTerm, index: TermIndex): QueryTerm => {
  if (term.joint || term.stop) return term;
  const known = (stem: string): readonly string[] => synonymsOf(stem).filter(index.knows);
  if (index.knows(term.stem)) return withMore(term, asAlternatives(known(term.stem), BESIDE_OWN));
  const own = known(term.stem);
  if (own.length > 0) return { ...term, alternatives: asAlternatives(own, IN_PLACE) };
  const [corrected] = term.alternatives;
  return corrected ? withMore(term, asAlternatives(known(corrected.stem), BESIDE_OWN * corrected.weight)) : term;
};

const withMore = (term: QueryTerm, more: readonly Alternative[]): QueryTerm => {
  const held = new Set(term.alternatives.map(({ stem }) => stem));
  return { ...term, alternatives: [...term.alternatives, ...more.filter(({ stem }) => !held.has(stem))] };
};

const asAlternatives = (stems: readonly string[], weight: number): Alternative[] =>
  stems.map((stem) => ({ stem, weight, kind: 'family' }));

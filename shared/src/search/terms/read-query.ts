import { analyseText, type Term } from '../language/analyse-text.ts';
import { foldText } from '../language/fold-text.ts';
import { questionWordLike } from '../language/question-words.ts';
import { stopWordLike } from '../language/stop-words.ts';
import { swapLayout, transliterate } from '../language/word-variants.ts';
import type { QueryTerm, TermIndex } from './term-index.ts';

const MIN_FUZZY_LENGTH = 4;
const TWO_EDITS_LENGTH = 7;
const MIN_PREFIX_LENGTH = 3;
const MAX_ALTERNATIVES = 6;
/** What a passage gets for a word that is only like the one asked for, as a share of an exact match. */
const weights = { prefix: 0.7, oneEdit: 0.6, twoEdits: 0.4, family: 0.4 } as const;

/** A query is read up to here; what is behind is no question. */
const MAX_QUERY_LENGTH = 4000;
const MAX_QUERY_WORDS = 200;

export type ReadQuery = {
  readonly terms: readonly QueryTerm[];
  /** The query with words put right that were typed on the other layout, in the other alphabet or in a hurry. */
  readonly text: string;
};

/**
 * The query's words as terms of this index. Exact words first; a word that the passages do not know may have been typed
 * on the other keyboard layout or in the other alphabet, be unfinished (the last one) or misspelt.
 */
export const readQuery = (query: string, index: TermIndex): ReadQuery => {
  const text = repairParts(query.slice(0, MAX_QUERY_LENGTH), index);
  const analysed = analyseText(text).slice(0, MAX_QUERY_WORDS);
  const content = analysed.filter((term) => !term.stop);
  // A query of nothing but common words ("а вы кто?") can still match a question or a title.
  const terms = unique(content.length > 0 ? content : analysed);
  const unfinished = /[\p{L}\p{N}]$/u.test(text) ? terms.at(-1) : undefined;
  return {
    text,
    terms: terms.map((term) => ({ ...term, alternatives: alternativesOf(term, index, term === unfinished) })),
  };
};

const unique = (terms: readonly Term[]): Term[] => [...new Map(terms.map((term) => [term.stem, term])).values()];

const alternativesOf = (term: Term, index: TermIndex, unfinished: boolean): QueryTerm['alternatives'] => {
  if (index.knows(term.stem)) return strongest([{ stem: term.stem, weight: 1 }, ...familyOf(term.stem, index)]);
  const completed = unfinished && term.word.length >= MIN_PREFIX_LENGTH ? index.startingWith(term.word) : [];
  if (completed.length > 0) return strongest(completed.map(({ stem }) => ({ stem, weight: weights.prefix })));
  return strongest([...fuzzy(term.word, index), ...fuzzy(transliterate(term.word), index)]);
};

const familyOf = (stem: string, index: TermIndex): QueryTerm['alternatives'] =>
  index.family(stem).map((relative) => ({ stem: relative.stem, weight: weights.family }));

const fuzzy = (word: string, index: TermIndex): { stem: string; weight: number }[] => {
  if (word.length < MIN_FUZZY_LENGTH || /\d/.test(word)) return [];
  const near = index.near(word, word.length >= TWO_EDITS_LENGTH ? 2 : 1);
  const nearest = near[0]?.distance;
  return near
    .filter(({ distance }) => distance === nearest)
    .map(({ stem, distance }) => ({ stem, weight: distance === 1 ? weights.oneEdit : weights.twoEdits }));
};

type Alternative = QueryTerm['alternatives'][number];

const strongest = (found: readonly Alternative[]): Alternative[] => {
  const byStem = new Map<string, Alternative>();
  for (const alternative of [...found].sort((a, b) => b.weight - a.weight)) {
    if (!byStem.has(alternative.stem)) byStem.set(alternative.stem, alternative);
  }
  return [...byStem.values()].slice(0, MAX_ALTERNATIVES);
};

/**
 * Parts typed on the wrong layout or in the wrong alphabet are put right, where only that makes them known words, and so
 * are misspelt question words.
 */
const repairParts = (query: string, index: TermIndex): string =>
  query
    .split(/(\s+)/)
    .map((part) => repairPart(part, index))
    .join('');

const repairPart = (part: string, index: TermIndex): string => {
  const terms = analyseText(part);
  if (!/\p{L}/u.test(part) || terms.some(({ stop }) => stop)) return part;
  const bare = part.replace(/[.,;:'"!?)]+$/, '');
  const asked = questionWordLike(foldText(bare));
  if (asked !== undefined) return part.replace(bare, asked);
  if (terms.some(({ stem }) => index.knows(stem))) return part;
  const russian = transliterate(foldText(bare));
  const readings = [swapLayout(part), swapLayout(bare), stopWordLike(russian) ?? russian];
  return readings.find((reading) => isKnown(reading, index)) ?? part;
};

const isKnown = (text: string, index: TermIndex): boolean => {
  const terms = analyseText(text);
  return terms.length > 0 && terms.every((term) => term.stop || index.knows(term.stem));
};

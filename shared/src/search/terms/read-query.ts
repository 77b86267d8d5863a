import { analyzeText, type Term } from '../language/analyze-text.ts';
import { foldText } from '../language/fold-text.ts';
import { questionWordLike } from '../language/question-words.ts';
import { stemWord } from '../language/stems/stem-word.ts';
import { stopWordLike } from '../language/stop-words.ts';
import { swapLayout, transliterate, transliterations } from '../language/word-variants.ts';
import type { Alternative, QueryTerm, TermIndex } from './term-index.ts';

/** A misspelled word of three letters may have lost a fourth. */
const MIN_FUZZY_LENGTH = 3;
const SHORTEST_NEAR = 4;
const TWO_EDITS_LENGTH = 7;
/**
 * For each candidate of a misspelled word, this many words of its family are considered, since the intended word may be
 * known only in another form.
 */
const FUZZY_RELATIVES = 2;
const MIN_PREFIX_LENGTH = 3;
const MAX_ALTERNATIVES = 6;
/** The score of an inexact match as a fraction of an exact one. */
const weights = { prefix: 0.7, oneEdit: 0.9, twoEdits: 0.7, family: 0.8, spelling: 0.5 } as const;

/** Only this much of a query is read, so that a pasted document does not block the search. */
const MAX_QUERY_LENGTH = 20_000;
/** In a query with more distinct words each stands for itself alone: with so many words, guesses do more harm than good. */
const MAX_GUESSED_WORDS = 30;

/** The terms of a query, with its corrected text. */
export type ReadQuery = {
  readonly terms: readonly QueryTerm[];
  /** The query with words corrected that were typed on the wrong layout, in the wrong alphabet or in shorthand. */
  readonly text: string;
};

/**
 * Reads the query's words as terms of this index. Exact words come first. A word that the passages do not contain may
 * have been typed on the other keyboard layout or in the other alphabet, may be unfinished (the last one), or
 * misspelled.
 */
export const readQuery = (query: string, index: TermIndex): ReadQuery => {
  const text = repairParts(query.slice(0, MAX_QUERY_LENGTH), index);
  const analyzed = analyzeText(text);
  const content = analyzed.filter((term) => !term.stop);
  // A query with only common words ("а вы кто?") can still match a question or a title.
  const terms = counted(content.length > 0 ? content : analyzed);
  const unfinished = /[\p{L}\p{N}]$/u.test(text) ? terms.findLast(({ joint }) => !joint) : undefined;
  return {
    text,
    terms: terms.map((term) => ({
      ...term,
      alternatives:
        terms.length > MAX_GUESSED_WORDS ? itself(term, index) : alternativesOf(term, index, term === unfinished),
    })),
  };
};

type CountedTerm = Term & { readonly count: number };

/** Returns each stem once, in the form that was written last, with the number of its occurrences. */
const counted = (terms: readonly Term[]): CountedTerm[] => {
  const byStem = new Map<string, CountedTerm>();
  for (const term of terms) byStem.set(term.stem, { ...term, count: (byStem.get(term.stem)?.count ?? 0) + 1 });
  return [...byStem.values()];
};

const alternativesOf = (term: Term, index: TermIndex, unfinished: boolean): Alternative[] => {
  if (term.joint) return itself(term, index);
  if (index.knows(term.stem))
    return strongest([{ stem: term.stem, weight: 1, kind: 'exact' }, ...familyOf(term.stem, index)]);
  const completed = unfinished && term.word.length >= MIN_PREFIX_LENGTH ? index.startingWith(term.word) : [];
  if (completed.length > 0)
    return strongest(completed.map(({ stem }) => ({ stem, weight: weights.prefix, kind: 'prefix' })));
  return misspelled(term.word, index);
};

/** Matches the term exactly or not at all, as always with joint terms. */
const itself = ({ stem, joint }: Term, index: TermIndex): Alternative[] =>
  index.knows(stem) ? [{ stem, weight: joint === 'spelling' ? weights.spelling : 1, kind: 'exact' }] : [];

const familyOf = (stem: string, index: TermIndex): Alternative[] =>
  index.family(stem).map((member) => ({ stem: member.stem, weight: weights.family * member.likeness, kind: 'family' }));

/** A word is more often only misspelled than misspelled in the other alphabet as well. */
const misspelled = (word: string, index: TermIndex): Alternative[] => {
  const own = fuzzy(word, index);
  if (own.some(({ weight }) => weight === weights.oneEdit)) return strongest(own);
  return strongest([...own, ...fuzzy(transliterate(word), index)]);
};

const fuzzy = (word: string, index: TermIndex): Alternative[] => {
  if (word.length < MIN_FUZZY_LENGTH || /\d/.test(word)) return [];
  const near = nearStems(word, index);
  const nearest = Math.min(...near.map(({ distance }) => distance));
  return near
    .filter(({ distance }) => distance === nearest)
    .flatMap(({ stem }) => {
      const weight = nearest === 1 ? weights.oneEdit : weights.twoEdits;
      const relatives = index.family(stem).slice(0, FUZZY_RELATIVES);
      return [
        { stem, weight, kind: 'fuzzy' as const },
        ...relatives.map((relative) => ({
          stem: relative.stem,
          weight: weight * weights.family * relative.likeness,
          kind: 'fuzzy' as const,
        })),
      ];
    });
};

/** Compares both the word and its stem, since the misspelled form may not occur in any passage. */
const nearStems = (word: string, index: TermIndex): { readonly stem: string; readonly distance: number }[] => {
  const near = index
    .near(word, word.length >= TWO_EDITS_LENGTH ? 2 : 1)
    .filter(({ text, distance }) => distance > 0 && text.length >= SHORTEST_NEAR);
  const stem = stemWord(word);
  return stem.length < SHORTEST_NEAR ? near : [...near, ...index.nearStems(stem, 1)];
};

const strongest = (found: readonly Alternative[]): Alternative[] => {
  const byStem = new Map<string, Alternative>();
  for (const alternative of [...found].sort((a, b) => b.weight - a.weight)) {
    if (!byStem.has(alternative.stem)) byStem.set(alternative.stem, alternative);
  }
  return [...byStem.values()].slice(0, MAX_ALTERNATIVES);
};

/**
 * Corrects parts typed on the wrong layout or in the wrong alphabet, if only that makes them known words, and corrects
 * misspelled question words.
 */
const repairParts = (query: string, index: TermIndex): string =>
  query
    .split(/(\s+)/)
    .map((part) => repairPart(part, index))
    .join('');

const repairPart = (part: string, index: TermIndex): string => {
  const terms = analyzeText(part);
  if (!/\p{L}/u.test(part) || terms.some(({ stop }) => stop)) return part;
  const bare = part.replace(/(?<![.,;:'"!?)])[.,;:'"!?)]+$/, '');
  const asked = questionWordLike(foldText(bare));
  if (asked !== undefined) return part.replace(bare, asked);
  if (terms.some(({ stem }) => index.knows(stem))) return part;
  const russian = transliterate(foldText(bare));
  const readings = [
    swapLayout(part),
    swapLayout(bare),
    stopWordLike(russian) ?? russian,
    ...transliterations(foldText(bare)),
  ];
  return readings.find((reading) => isKnown(reading, index)) ?? part;
};

const isKnown = (text: string, index: TermIndex): boolean => {
  const terms = analyzeText(text).filter(({ joint }) => !joint);
  return terms.length > 0 && terms.every((term) => term.stop || index.knows(term.stem));
};

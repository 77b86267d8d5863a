import { analyseText, type Term } from '../language/analyse-text.ts';
import { foldText } from '../language/fold-text.ts';
import { questionWordLike } from '../language/question-words.ts';
import { stemWord } from '../language/stems/stem-word.ts';
import { stopWordLike } from '../language/stop-words.ts';
import { swapLayout, transliterate, transliterations } from '../language/word-variants.ts';
import type { Alternative, QueryTerm, TermIndex } from './term-index.ts';

/** A misspelt word of three letters has lost its fourth. */
const MIN_FUZZY_LENGTH = 3;
const SHORTEST_NEAR = 4;
const TWO_EDITS_LENGTH = 7;
/** So many words of the family of each that may be meant: the one that was meant may be known in another form alone. */
const FUZZY_RELATIVES = 2;
const MIN_PREFIX_LENGTH = 3;
const MAX_ALTERNATIVES = 6;
/** What a passage gets for a word that is only like the one asked for, as a share of an exact match. */
const weights = { prefix: 0.7, oneEdit: 0.9, twoEdits: 0.7, family: 0.8, spelling: 0.5 } as const;

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
  const unfinished = /[\p{L}\p{N}]$/u.test(text) ? terms.findLast(({ joint }) => !joint) : undefined;
  return {
    text,
    terms: terms.map((term) => ({ ...term, alternatives: alternativesOf(term, index, term === unfinished) })),
  };
};

const unique = (terms: readonly Term[]): Term[] => [...new Map(terms.map((term) => [term.stem, term])).values()];

const alternativesOf = (term: Term, index: TermIndex, unfinished: boolean): Alternative[] => {
  if (term.joint) return jointAlternative(term, index);
  if (index.knows(term.stem))
    return strongest([{ stem: term.stem, weight: 1, kind: 'exact' }, ...familyOf(term.stem, index)]);
  const completed = unfinished && term.word.length >= MIN_PREFIX_LENGTH ? index.startingWith(term.word) : [];
  if (completed.length > 0)
    return strongest(completed.map(({ stem }) => ({ stem, weight: weights.prefix, kind: 'prefix' })));
  return misspelt(term.word, index);
};

/** A passage has the whole or has it not. */
const jointAlternative = ({ stem, joint }: Term, index: TermIndex): Alternative[] =>
  index.knows(stem) ? [{ stem, weight: joint === 'spelling' ? weights.spelling : 1, kind: 'exact' }] : [];

const familyOf = (stem: string, index: TermIndex): Alternative[] =>
  index.family(stem).map((member) => ({ stem: member.stem, weight: weights.family * member.likeness, kind: 'family' }));

/** A word is more often misspelt than misspelt in the other alphabet, too. */
const misspelt = (word: string, index: TermIndex): Alternative[] => {
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

/** By the word as it stands, and by its stem: the form that was misspelt need not be one that a passage has. */
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
  const terms = analyseText(text).filter(({ joint }) => !joint);
  return terms.length > 0 && terms.every((term) => term.stop || index.knows(term.stem));
};

import { readGroup } from '../answers/lexicon/find-synonyms.ts';
import { wordGroups } from '../answers/lexicon/word-groups.ts';
import { analyzeText } from '../language/analyze-text.ts';
import { foldText } from '../language/fold-text.ts';
import { hashOf } from '../vectors/hash-of.ts';

/** The rows of a table of directions that a text consists of, with their weights. */
export type TextFeatures = { readonly rows: readonly number[]; readonly weights: readonly number[] };

/** The rows of the table: one per known word, then `buckets` for letter pieces and as many for pairs of words. */
export type FeatureTable = { readonly words: ReadonlyMap<string, number>; readonly buckets: number };

/** The weight of the groups of synonyms that a word belongs to, of its letter pieces if it is unknown, and of a pair with the word before. */
const GROUP = 2;
const UNKNOWN = 1.5;
const PAIR = 0.5;
const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 5;
const MAX_CACHED = 50_000;

/** What a text holds beside its words. */
const signs: readonly (readonly [sign: string, pattern: RegExp])[] = [
  ['#money', /\d[\d\s.,]{0,20}(?:₽|руб|р\.|р(?![а-я])|\/|£|€|тыс)|[£$€]\s?\d|₽/u],
  ['#percent', /\d\s?%|процент|percent/u],
  ['#time', /\d{1,2}[:.]\d\d(?!\d)|\d\s?[ap]m(?![a-z])/u],
  ['#range', /\d[-–—]\d/u],
];
const MAX_DIGITS = 4;

/** Returns the words of a text as the model knows them: stems in order, stop words included, numbers by their length, then signs. */
export const wordsToMean = (text: string): readonly string[] => {
  const words = analyzeText(text).flatMap(({ stem, joint }) =>
    joint ? [] : [/^\d/.test(stem) ? `#${Math.min(MAX_DIGITS, stem.length)}` : stem],
  );
  const folded = foldText(text);
  return [...words, ...signs.flatMap(([sign, pattern]) => (pattern.test(folded) ? [sign] : []))];
};

/** Returns the names of the groups of synonyms that a word belongs to. */
export const groupsOf = (word: string): readonly string[] => groupsByStem().get(word) ?? [];

let known: ReadonlyMap<string, readonly string[]> | undefined;

/** Groups are named by their beginning, so that other groups may come and go. */
const groupsByStem = (): ReadonlyMap<string, readonly string[]> => {
  if (known) return known;
  const made = new Map<string, string[]>();
  for (const { same, narrower } of wordGroups.map(readGroup)) {
    const name = `@${same.slice(0, 2).join('/')}`;
    for (const stem of [...same, ...narrower]) made.set(stem, [...(made.get(stem) ?? []), name]);
  }
  known = made;
  return made;
};

/** Returns the features of words as returned by `wordsToMean`. */
export const featuresOf = (words: readonly string[], { words: known, buckets }: FeatureTable): TextFeatures => {
  const rows: number[] = [];
  const weights: number[] = [];
  const add = (row: number | undefined, weight: number): void => {
    if (row === undefined) return;
    rows.push(row);
    weights.push(weight);
  };
  let before = '^';
  for (const word of words) {
    const own = known.get(word);
    add(own, 1);
    const pieces = piecesOf(word);
    for (const piece of pieces) add(known.size + (piece % buckets), (own === undefined ? UNKNOWN : 1) / pieces.length);
    const groups = groupsOf(word);
    for (const group of groups) add(known.get(group), GROUP / groups.length);
    if (!word.startsWith('#')) add(known.size + buckets + (hashOf(`${before} ${word}`) % buckets), PAIR);
    before = word;
  }
  return { rows, weights };
};

const cache = new Map<string, readonly number[]>();

/** Returns the hashes of the pieces of 3 to 5 letters of a word with its borders. */
const piecesOf = (word: string): readonly number[] => {
  const held = cache.get(word);
  if (held) return held;
  if (cache.size >= MAX_CACHED) cache.clear();
  const pieces: number[] = [];
  const bordered = `<${word}>`;
  if (!word.startsWith('#') && word.length >= SHORTEST_PIECE)
    for (let length = SHORTEST_PIECE; length <= LONGEST_PIECE; length++)
      for (let at = 0; at + length <= bordered.length; at++) pieces.push(hashOf(bordered.slice(at, at + length)));
  cache.set(word, pieces);
  return pieces;
};

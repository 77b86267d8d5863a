import type { FamilyMember, Relative } from './stems.ts';
import {
  bytesOfWords,
  createWord,
  findWord,
  forgetWord,
  type NearWord,
  nearWordAt,
  openWords,
  type SavedWords,
  saveWords,
  type VocabularySnapshot,
  wordAt,
  wordsFrom,
} from './word-table.ts';

/** The counted words of all passages, so that removing the last passage with a word removes the word. */
export type Vocabulary = {
  /** Returns the number of the stem, which is valid until the stem's last word is removed. */
  add(word: string, stem: string): number;
  /** Reverses one `add`. Returns the number that the stem had; undefined if there was no such word. */
  remove(word: string, stem: string): number | undefined;
  findStem(stem: string): number | undefined;
  /** Returns words within `limit` edits, nearest first, then the more frequent. */
  near(word: string, limit: number): NearWord[];
  /** Returns stems within `limit` edits, nearest first: a word may be misspelled in a form that no passage contains. */
  nearStems(stem: string, limit: number): Relative[];
  /**
   * Returns stems that appear to share the root of `stem`, judged by their beginning, the most similar first, without
   * `stem` itself.
   */
  family(stem: string): FamilyMember[];
  /** Returns words that begin with `prefix`, the most frequent first. */
  startingWith(prefix: string): NearWord[];
  /** Returns the memory that this takes up, in bytes, by estimate. */
  bytes(): number;
  /** The snapshot numbers the stems anew; `stemNumbers` gives their numbers before that. */
  save(): SavedWords;
};

/** Creates the vocabulary, empty or from a snapshot whose arrays it takes over. */
export const createVocabulary = (saved?: VocabularySnapshot): Vocabulary => {
  const table = openWords(saved);
  const { stems, nearStrings } = table;
  const textOf = (number: number): string => wordAt(table, number);
  return {
    add: (word, stem) => {
      const number = findWord(table, word, stem) ?? createWord(table, word, stem);
      table.counts[number] = (table.counts[number] ?? 0) + 1;
      return table.stemOf[number] ?? 0;
    },
    remove: (word, stem) => {
      const number = findWord(table, word, stem);
      if (number === undefined) return;
      const left = (table.counts[number] ?? 0) - 1;
      table.counts[number] = left;
      if (left === 0) forgetWord(table, number);
      return table.stemOf[number];
    },
    findStem: stems.find,
    near: (word, limit) =>
      nearStrings
        .find(word, limit, textOf)
        .map(([number, distance]) => nearWordAt(table, number, distance))
        .sort(byDistance),
    nearStems: stems.near,
    family: stems.family,
    startingWith: (prefix) => wordsFrom(table, prefix).sort((a, b) => b.count - a.count || byDistance(a, b)),
    bytes: () => bytesOfWords(table),
    save: () => saveWords(table),
  };
};

const byDistance = (a: NearWord, b: NearWord): number =>
  a.distance - b.distance || b.count - a.count || compare(a.text, b.text) || compare(a.stem, b.stem);

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

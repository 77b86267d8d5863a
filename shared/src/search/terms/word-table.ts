import { grownInts } from './grow-array.ts';
import { createHeadChains, type HeadChains } from './head-chains.ts';
import { createNearStrings, type NearStrings } from './near-strings.ts';
import {
  createNumberedStrings,
  type NumberedStrings,
  type PackedStrings,
  packStrings,
  unpackStrings,
} from './numbered-strings.ts';
import { createStems, type Stems } from './stems.ts';

/** Words are chained by this many first letters; a shorter prefix is searched among all words. */
const HEAD = 3;
/** Separates a word from its second stem, if the analysis gives it two. No word contains it. */
const STEM_MARK = '\0';

/** A word of the vocabulary with its edit distance from another. */
export type NearWord = {
  readonly stem: string;
  readonly distance: number;
  /** The number of occurrences of the word. */
  readonly count: number;
  readonly text: string;
};

/** The words with their stem numbers and counts, and the stems. */
export type VocabularySnapshot = {
  readonly stems: PackedStrings;
  readonly words: PackedStrings;
  readonly wordStems: Int32Array;
  readonly wordCounts: Int32Array;
};

/** `stemNumbers`: the numbers of the stems before the snapshot numbered them anew. */
export type SavedWords = { readonly snapshot: VocabularySnapshot; readonly stemNumbers: readonly number[] };

/** The numbered words, each with its stem and its number of occurrences, and the indexes that find them. */
export type WordTable = {
  readonly stems: Stems;
  /** The words; one with a second stem is listed again with that stem behind a mark. */
  readonly words: NumberedStrings;
  readonly chains: HeadChains;
  readonly nearStrings: NearStrings;
  /** By word number. */
  stemOf: Int32Array;
  counts: Int32Array;
};

/** Opens an empty table, or that of a snapshot. */
export const openWords = (saved?: VocabularySnapshot): WordTable => {
  const keys = saved ? unpackStrings(saved.words) : [];
  const table: WordTable = {
    stems: createStems(saved && unpackStrings(saved.stems)),
    words: createNumberedStrings(keys),
    chains: createHeadChains(HEAD),
    nearStrings: createNearStrings(),
    stemOf: saved?.wordStems ?? new Int32Array(0),
    counts: saved?.wordCounts ?? new Int32Array(0),
  };
  keys.forEach((key, number) => {
    link(table, number, wordIn(key));
    table.stems.use(stemAt(table, number) ?? '');
  });
  return table;
};

const link = ({ chains, nearStrings }: WordTable, number: number, word: string): void => {
  chains.add(number, word);
  nearStrings.add(number, word);
};

const stemAt = ({ stems, stemOf }: WordTable, number: number): string | undefined => stems.textOf(stemOf[number] ?? 0);

/** Returns the number of the word with this stem. */
export const findWord = (table: WordTable, word: string, stem: string): number | undefined => {
  const plain = table.words.find(word);
  if (plain !== undefined && stemAt(table, plain) === stem) return plain;
  return table.words.find(word + STEM_MARK + stem);
};

/** Adds a word that is not in the table, with no occurrence, and returns its number. */
export const createWord = (table: WordTable, word: string, stem: string): number => {
  const { words, stems } = table;
  const number = words.add(words.find(word) === undefined ? word : word + STEM_MARK + stem);
  table.stemOf = grownInts(table.stemOf, number + 1);
  table.counts = grownInts(table.counts, number + 1);
  table.stemOf[number] = stems.use(stem);
  table.counts[number] = 0;
  link(table, number, word);
  return number;
};

/** Removes a word, and its stem if no other word has it. */
export const forgetWord = (table: WordTable, number: number): void => {
  const { chains, words, nearStrings, stems, stemOf } = table;
  chains.remove(number, wordAt(table, number));
  words.remove(number);
  nearStrings.remove(number);
  stems.leave(stemOf[number] ?? 0);
};

/** Returns the word with this number; empty if there is none. */
export const wordAt = ({ words }: WordTable, number: number): string => wordIn(words.textOf(number) ?? '');

/** Describes the word with this number. */
export const nearWordAt = (table: WordTable, number: number, distance: number): NearWord => ({
  text: wordAt(table, number),
  stem: stemAt(table, number) ?? '',
  count: table.counts[number] ?? 0,
  distance,
});

/** Returns the words that begin with `prefix`; `distance` is the number of letters behind it. */
export const wordsFrom = (table: WordTable, prefix: string): NearWord[] => {
  const { words, chains } = table;
  const found: NearWord[] = [];
  const consider = (number: number): void => {
    const text = wordAt(table, number);
    if (text !== '' && text.startsWith(prefix)) found.push(nearWordAt(table, number, text.length - prefix.length));
  };
  if (prefix.length < HEAD) {
    for (let number = 0; number < words.reach; number++) consider(number);
  } else {
    for (let number = chains.first(prefix); number >= 0; number = chains.next(number)) consider(number);
  }
  return found;
};

/** Returns the memory that the table takes up, in bytes, by estimate. */
export const bytesOfWords = ({ stems, words, chains, nearStrings, stemOf, counts }: WordTable): number =>
  stems.bytes() + words.bytes() + chains.bytes() + nearStrings.bytes() + stemOf.byteLength + counts.byteLength;

/** Copies the table; the snapshot numbers words and stems anew, without gaps. */
export const saveWords = ({ stems, words, stemOf, counts }: WordTable): SavedWords => {
  const stemNumbers: number[] = [];
  const renumbered = new Int32Array(stems.reach);
  const stemTexts: string[] = [];
  for (let number = 0; number < stems.reach; number++) {
    const text = stems.textOf(number);
    if (text === undefined) continue;
    renumbered[number] = stemNumbers.push(number) - 1;
    stemTexts.push(text);
  }
  const wordNumbers: number[] = [];
  for (let number = 0; number < words.reach; number++) {
    if (words.textOf(number) !== undefined) wordNumbers.push(number);
  }
  return {
    stemNumbers,
    snapshot: {
      stems: packStrings(stemTexts),
      words: packStrings(wordNumbers.map((number) => words.textOf(number) ?? '')),
      wordStems: Int32Array.from(wordNumbers, (number) => renumbered[stemOf[number] ?? 0] ?? 0),
      wordCounts: Int32Array.from(wordNumbers, (number) => counts[number] ?? 0),
    },
  };
};

const wordIn = (key: string): string => {
  const mark = key.indexOf(STEM_MARK);
  return mark < 0 ? key : key.slice(0, mark);
};

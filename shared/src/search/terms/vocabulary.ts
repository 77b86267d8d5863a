import { grownInts } from './grow-array.ts';
import { createHeadChains } from './head-chains.ts';
import { createNearStrings } from './near-strings.ts';
import { createNumberedStrings, type PackedStrings, packStrings, unpackStrings } from './numbered-strings.ts';
import { createStems, type FamilyMember, type Relative } from './stems.ts';

/** A word of the vocabulary with its edit distance from another. */
export type NearWord = {
  readonly stem: string;
  readonly distance: number;
  /** The number of occurrences of the word. */
  readonly count: number;
  readonly text: string;
};

/** Words are chained by this many first letters; a shorter prefix is searched among all words. */
const HEAD = 3;
/** Separates a word from its second stem, if the analysis gives it two. No word contains it. */
const STEM_MARK = '\0';

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
  /** The snapshot numbers the stems anew; `stemNumbers` gives their numbers before that. */
  save(): { readonly snapshot: VocabularySnapshot; readonly stemNumbers: readonly number[] };
};

/** The words with their stem numbers and counts, and the stems. */
export type VocabularySnapshot = {
  readonly stems: PackedStrings;
  readonly words: PackedStrings;
  readonly wordStems: Int32Array;
  readonly wordCounts: Int32Array;
};

/** Creates the vocabulary, empty or from a snapshot whose arrays it takes over. */
export const createVocabulary = (saved?: VocabularySnapshot): Vocabulary => {
  const stems = createStems(saved && unpackStrings(saved.stems));
  const keys = saved ? unpackStrings(saved.words) : [];
  const words = createNumberedStrings(keys);
  const chains = createHeadChains(HEAD);
  let stemOf: Int32Array = saved?.wordStems ?? new Int32Array(0);
  let counts: Int32Array = saved?.wordCounts ?? new Int32Array(0);
  const nearStrings = createNearStrings();

  const link = (number: number, word: string): void => {
    chains.add(number, word);
    nearStrings.add(number, word);
  };
  keys.forEach((key, number) => {
    link(number, wordIn(key));
    stems.use(stems.textOf(stemOf[number] ?? 0) ?? '');
  });

  const hasStem = (number: number, stem: string): boolean => stems.textOf(stemOf[number] ?? 0) === stem;

  const find = (word: string, stem: string): number | undefined => {
    const plain = words.find(word);
    return plain !== undefined && hasStem(plain, stem) ? plain : words.find(word + STEM_MARK + stem);
  };

  const create = (word: string, stem: string): number => {
    const number = words.add(words.find(word) === undefined ? word : word + STEM_MARK + stem);
    stemOf = grownInts(stemOf, number + 1);
    counts = grownInts(counts, number + 1);
    stemOf[number] = stems.use(stem);
    counts[number] = 0;
    link(number, word);
    return number;
  };

  const forget = (number: number): void => {
    chains.remove(number, textOf(number));
    words.remove(number);
    nearStrings.remove(number);
    stems.leave(stemOf[number] ?? 0);
  };

  const textOf = (number: number): string => wordIn(words.textOf(number) ?? '');

  const nearWord = (number: number, distance: number): NearWord => ({
    text: textOf(number),
    stem: stems.textOf(stemOf[number] ?? 0) ?? '',
    count: counts[number] ?? 0,
    distance,
  });

  return {
    add: (word, stem) => {
      const number = find(word, stem) ?? create(word, stem);
      counts[number] = (counts[number] ?? 0) + 1;
      return stemOf[number] ?? 0;
    },
    remove: (word, stem) => {
      const number = find(word, stem);
      if (number === undefined) return;
      const left = (counts[number] ?? 0) - 1;
      counts[number] = left;
      if (left === 0) forget(number);
      return stemOf[number];
    },
    findStem: stems.find,
    near: (word, limit) =>
      nearStrings
        .find(word, limit, textOf)
        .map(([number, distance]) => nearWord(number, distance))
        .sort(byDistance),
    nearStems: stems.near,
    family: stems.family,
    startingWith: (prefix) => {
      const found: NearWord[] = [];
      const consider = (number: number): void => {
        const text = textOf(number);
        if (text !== '' && text.startsWith(prefix)) found.push(nearWord(number, text.length - prefix.length));
      };
      if (prefix.length < HEAD) {
        for (let number = 0; number < words.reach; number++) consider(number);
      } else {
        for (let number = chains.first(prefix); number >= 0; number = chains.next(number)) consider(number);
      }
      return found.sort((a, b) => b.count - a.count || byDistance(a, b));
    },
    save: () => {
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
    },
  };
};

const wordIn = (key: string): string => {
  const mark = key.indexOf(STEM_MARK);
  return mark < 0 ? key : key.slice(0, mark);
};

const byDistance = (a: NearWord, b: NearWord): number =>
  a.distance - b.distance || b.count - a.count || compare(a.text, b.text) || compare(a.stem, b.stem);

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

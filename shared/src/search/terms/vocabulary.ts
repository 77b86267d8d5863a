import { editDistance, leastDistance, letterBits } from './edit-distance.ts';

type Word = { readonly text: string; readonly stem: string; readonly bits: number; count: number };

export type NearWord = {
  readonly stem: string;
  readonly distance: number;
  readonly count: number;
  readonly text: string;
};

/** Words that begin alike are kept together under this many first letters. */
const HEAD = 4;
/** Stems of one family share this much of the longer one: «организатор» and «организация», "deliver" and "delivery". */
const FAMILY_SHARE = 0.7;

/** The words that occur in the passages, counted, so that removing the last passage with a word forgets it. */
export type Vocabulary = {
  add(word: string, stem: string): void;
  remove(word: string): void;
  /** Words within `limit` edits, nearest first, then the more frequent. */
  near(word: string, limit: number): NearWord[];
  /** Words derived from the same root as `stem`, as far as their beginning tells, the most alike first; never `stem` itself. */
  family(stem: string): NearWord[];
  /** Words that begin with `prefix`, the most frequent first. */
  startingWith(prefix: string): NearWord[];
};

export const createVocabulary = (): Vocabulary => {
  const words = new Map<string, Word>();
  const byLength: Set<Word>[] = [];
  const byHead = new Map<string, Set<Word>>();

  const wordsOfLength = (length: number): Set<Word> => {
    byLength[length] ??= new Set();
    return byLength[length];
  };

  const wordsWithHead = (text: string): Set<Word> => {
    const head = text.slice(0, HEAD);
    const known = byHead.get(head) ?? new Set();
    byHead.set(head, known);
    return known;
  };

  return {
    add: (text, stem) => {
      const known = words.get(text);
      if (known) {
        known.count += 1;
        return;
      }
      const word = { text, stem, bits: letterBits(text), count: 1 };
      words.set(text, word);
      wordsOfLength(text.length).add(word);
      wordsWithHead(text).add(word);
    },
    remove: (text) => {
      const word = words.get(text);
      if (!word) return;
      word.count -= 1;
      if (word.count > 0) return;
      words.delete(text);
      wordsOfLength(text.length).delete(word);
      wordsWithHead(text).delete(word);
    },
    near: (text, limit) => {
      const bits = letterBits(text);
      const found: NearWord[] = [];
      for (let length = Math.max(1, text.length - limit); length <= text.length + limit; length++) {
        for (const word of byLength[length] ?? []) {
          if (leastDistance(bits, word.bits) > limit) continue;
          const distance = editDistance(text, word.text, limit);
          if (distance <= limit) found.push({ stem: word.stem, text: word.text, count: word.count, distance });
        }
      }
      return found.sort(byDistance);
    },
    family: (stem) => {
      if (stem.length < HEAD || /\d/.test(stem)) return [];
      const found = new Map<string, NearWord>();
      for (const word of byHead.get(stem.slice(0, HEAD)) ?? []) {
        const longer = Math.max(stem.length, word.stem.length);
        const shared = sharedHead(stem, word.stem);
        if (word.stem === stem || shared < Math.max(HEAD, FAMILY_SHARE * longer) || found.has(word.stem)) continue;
        found.set(word.stem, { stem: word.stem, text: word.stem, count: 0, distance: longer - shared });
      }
      return [...found.values()].sort(byDistance);
    },
    startingWith: (prefix) => {
      const found: NearWord[] = [];
      for (const word of prefix.length < HEAD ? words.values() : (byHead.get(prefix.slice(0, HEAD)) ?? [])) {
        if (word.text.startsWith(prefix)) found.push({ ...word, distance: word.text.length - prefix.length });
      }
      return found.sort((a, b) => b.count - a.count || byDistance(a, b));
    },
  };
};

const byDistance = (a: NearWord, b: NearWord): number =>
  a.distance - b.distance || b.count - a.count || (a.text < b.text ? -1 : 1);

const sharedHead = (a: string, b: string): number => {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length;
};

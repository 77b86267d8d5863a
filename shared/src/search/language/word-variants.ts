import { foreignNames, type Rule, toLatin, toRussian } from './transliteration-rules.ts';

// Letters come first: the character of a key with Shift comes after the one without.
const LATIN_KEYS = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,./~{}:"<>?@#$^&|';
const RUSSIAN_KEYS = 'ёйцукенгшщзхъфывапролджэячсмитьбю.ёхъжэбю,"№;:?/';

const keyMap = (from: string, to: string): ReadonlyMap<string, string> => {
  const map = new Map<string, string>();
  for (const [index, key] of [...from].entries()) if (!map.has(key)) map.set(key, to.charAt(index));
  return map;
};

const russianByLatinKey = keyMap(LATIN_KEYS, RUSSIAN_KEYS);
const latinByRussianKey = keyMap(RUSSIAN_KEYS, LATIN_KEYS);

/**
 * Returns what the same keys give on the other layout, for a word or a whole message with punctuation: «ghbdtn» is
 * «привет», «ljcnfdrf&» is «доставка?», «руддщ» is "hello". The alphabet of most letters decides which layout was used.
 */
export const swapLayout = (text: string): string => {
  const typed = text.toLowerCase();
  const map = countOf(typed, /[а-яё]/g) > countOf(typed, /[a-z]/g) ? latinByRussianKey : russianByLatinKey;
  return Array.from(typed, (letter) => map.get(letter) ?? letter).join('');
};

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Returns the word in the other alphabet as people type it («dostavka», «самсунг»); empty for other scripts. */
export const transliterate = (word: string): string => readings(word, 1)[0] ?? '';

const MAX_READINGS = 32;

/**
 * Returns the possible spellings of a folded word in the other alphabet, at most 33, the most likely first: «айфон»
 * gives "ayfon", …, "iphone"; "zakaz" gives «заказ», …. Most are not words: use the first one that the passages
 * contain. Empty for other scripts.
 */
export const transliterations = (word: string): string[] => {
  const named = names.get(word);
  return [...new Set([...(named ?? []), ...readings(word, MAX_READINGS)])];
};

const names = new Map<string, readonly string[]>(
  foreignNames.flatMap(([latin, ...russian]) => [
    [latin, russian] as const,
    ...russian.map((spelling) => [spelling, [latin]] as const),
  ]),
);

type Reading = { readonly written: string; readonly cost: number };

const MAX_LENGTH = 24;
/** The cost of reading two letters separately that usually are one sound. */
const APART = 2;

/** Returns the `limit` cheapest spellings; an unusual piece costs its index among the alternatives. */
const readings = (word: string, limit: number): string[] => {
  const isRussian = /^[а-я]+$/.test(word);
  if (word.length > MAX_LENGTH || !(isRussian || /^[a-z']+$/.test(word))) return [];
  const ways: Reading[][] = Array.from({ length: word.length + 1 }, () => []);
  ways[0] = [{ written: '', cost: 0 }];
  for (const [at, before] of ways.entries()) {
    const best = cheapest(before, limit);
    ways[at] = best;
    for (const [rank, rule] of rulesAt(word, at, isRussian ? toLatin : toRussian).entries()) {
      ways[at + rule[0].length]?.push(...continued(best, rule, rank * APART));
    }
  }
  const found = ways.at(-1) ?? [];
  const mute = isRussian ? found.map(({ written, cost }) => ({ written: `${written}e`, cost: cost + 1 })) : [];
  return cheapest([...found, ...mute], limit).map(({ written }) => written);
};

const rulesAt = (word: string, at: number, rules: readonly Rule[]): Rule[] =>
  rules.filter(([piece]) => word.startsWith(piece, at));

const continued = (before: readonly Reading[], [piece, ...ways]: Rule, extra: number): Reading[] =>
  before.flatMap(({ written, cost }) =>
    ways.map((way, rank) => ({ written: written + afterVowel(piece, way, written), cost: cost + rank + extra })),
  );

/** «y» after a vowel is «й». */
const afterVowel = (piece: string, way: string, written: string): string =>
  piece === 'y' && way === 'ы' && /[аеиоуыэюя]$/.test(written) ? 'й' : way;

const cheapest = (all: readonly Reading[], limit: number): Reading[] => {
  const byText = new Map<string, Reading>();
  for (const reading of [...all].sort((a, b) => a.cost - b.cost || (a.written < b.written ? -1 : 1))) {
    if (!byText.has(reading.written)) byText.set(reading.written, reading);
    if (byText.size === limit) break;
  }
  return [...byText.values()];
};

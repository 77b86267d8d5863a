import { seededRandom } from '../seeded-random.ts';
import type { SetQuery } from './search-set.ts';

const MIN_LENGTH = 4;
const alphabets = [/[а-яё]/i, /[a-z]/i] as const;
const letters = ['абвгдежзийклмнопрстуфхцчшщъыьэюя', 'abcdefghijklmnopqrstuvwxyz'] as const;

/**
 * Makes one random edit (deletes, inserts or changes a letter, or swaps two) in one word of four letters or more per
 * query.
 */
export const addTypos = (queries: readonly SetQuery[], seed: number): SetQuery[] => {
  const random = seededRandom(seed);
  return queries.map((query) => ({ ...query, text: addTypo(query.text, random) }));
};

const addTypo = (text: string, random: () => number): string => {
  const words = [...text.matchAll(/\p{L}+/gu)].filter(([word]) => word.length >= MIN_LENGTH);
  const chosen = words[Math.floor(random() * words.length)];
  if (!chosen) return text;
  const [word] = chosen;
  return text.slice(0, chosen.index) + edit(word, random) + text.slice(chosen.index + word.length);
};

const edit = (word: string, random: () => number): string => {
  const at = Math.floor(random() * word.length);
  const letter = randomLetter(word, random);
  switch (Math.floor(random() * 4)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1);
    case 1:
      return word.slice(0, at) + letter + word.slice(at);
    case 2:
      return word.slice(0, at) + letter + word.slice(at + 1);
    default:
      return (
        word.slice(0, at) +
        word
          .slice(at, at + 2)
          .split('')
          .reverse()
          .join('') +
        word.slice(at + 2)
      );
  }
};

const randomLetter = (word: string, random: () => number): string => {
  const alphabet = letters[alphabets.findIndex((pattern) => pattern.test(word))] ?? letters[1];
  return alphabet[Math.floor(random() * alphabet.length)] ?? '';
};

import type { Language } from '@inbetwin/shared/entities/fields.ts';
import { seededRandom } from '../seeded-random.ts';
import { createVocabulary, grammars } from './vocabulary.ts';

export const WORDS_PER_LANGUAGE = 15_000;
const PASSAGE_WORDS = { least: 40, most: 80 };
const QUERY_WORDS = { least: 2, most: 6 };

export type BenchPassage = { readonly id: string; readonly text: string; readonly language: Language };

/** Endless texts: the same seed gives the same ones in the same order. */
export type Corpus = {
  passages(count: number): BenchPassage[];
  /** Different words each, drawn as those of the passages are: that the frequent ones are asked for most is the hard case. */
  queries(count: number): string[];
};

/**
 * Passages and queries, Russian and English in turn, in words drawn by Zipf's law (the word of rank r comes 1/r times as
 * often as the first). No word is a stop word, so nobody may leave the frequent ones out.
 */
export const createCorpus = (seed: number): Corpus => {
  const random = seededRandom(seed);
  const draw = { ru: zipfWords('ru', random), en: zipfWords('en', random) };
  const between = ({ least, most }: { readonly least: number; readonly most: number }): number =>
    least + Math.floor(random() * (most - least + 1));
  const languageAt = (at: number): Language => (at % 2 === 0 ? 'ru' : 'en');

  return {
    passages: (count) =>
      Array.from({ length: count }, (_, at) => {
        const language = languageAt(at);
        const text = Array.from({ length: between(PASSAGE_WORDS) }, draw[language]).join(' ');
        return { id: `p${at}`, text: `${text}.`, language };
      }),
    queries: (count) =>
      Array.from({ length: count }, (_, at) => {
        const wanted = between(QUERY_WORDS);
        const words = new Set<string>();
        while (words.size < wanted) words.add(draw[languageAt(at)]());
        return [...words].join(' ');
      }),
  };
};

const zipfWords = (language: Language, random: () => number): (() => string) => {
  const words = createVocabulary(grammars[language], WORDS_PER_LANGUAGE, 1);
  const cumulative = new Float64Array(words.length);
  let sum = 0;
  for (const [at] of words.entries()) {
    sum += 1 / (at + 1);
    cumulative[at] = sum;
  }
  return () => words[firstAbove(cumulative, random() * sum)] ?? '';
};

/** The first place whose value is above `target`; values rise. */
const firstAbove = (values: Float64Array, target: number): number => {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) > target) high = middle;
    else low = middle + 1;
  }
  return low;
};

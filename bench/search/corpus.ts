import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import { seededRandom } from '../seeded-random.ts';
import { createVocabulary, grammars } from './vocabulary.ts';

/** The size of each language's vocabulary. */
export const WORDS_PER_LANGUAGE = 15_000;
const PASSAGE_WORDS = { least: 40, most: 80 };
const QUERY_WORDS = { least: 2, most: 6 };

/** A generated passage. */
export type BenchPassage = { readonly id: string; readonly text: string; readonly language: Language };

/** An endless sequence of texts, determined by the seed. */
export type Corpus = {
  passages(count: number): BenchPassage[];
  /**
   * Distinct words per query, drawn with the same distribution as in the passages: asking mostly for frequent words is
   * the hard case.
   */
  queries(count: number): string[];
};

/**
 * Generates Russian and English passages and queries in turn, with words drawn by Zipf's law (the word of rank r occurs
 * 1/r times as often as the first). None is a stop word, so no engine can skip the frequent ones.
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

/** Returns the first index whose value is above `target`; the values are ascending. */
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

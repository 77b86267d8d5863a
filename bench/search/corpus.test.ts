import { contentStems } from '@inbetwin/shared/search/language/analyze-text.ts';
import { isStopWord } from '@inbetwin/shared/search/language/stop-words.ts';
import { expect, it } from 'vitest';
import { createCorpus, WORDS_PER_LANGUAGE } from './corpus.ts';
import { createVocabulary, grammars } from './vocabulary.ts';

const words = (text: string): string[] => text.match(/\p{L}+/gu) ?? [];

it('gives the same passages and queries for the same seed, and others for another', () => {
  const make = (seed: number) => {
    const corpus = createCorpus(seed);
    return { passages: corpus.passages(20), queries: corpus.queries(20) };
  };
  expect(make(5)).toEqual(make(5));
  expect(make(5)).not.toEqual(make(6));
});

it('writes passages of about 60 words, in Russian and English in turn', () => {
  const passages = createCorpus(1).passages(400);
  expect(new Set(passages.map(({ id }) => id)).size).toBe(400);
  const lengths = passages.map(({ text }) => words(text).length);
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(40);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(80);
  expect(lengths.reduce((sum, length) => sum + length, 0) / 400).toBeCloseTo(60, -1);
  for (const [at, { text, language }] of passages.entries()) {
    expect(language).toBe(at % 2 === 0 ? 'ru' : 'en');
    expect(text).toMatch(language === 'ru' ? /^[а-яё .]+$/ : /^[a-z .]+$/);
  }
});

it('asks two to six different words that passages have', () => {
  const corpus = createCorpus(1);
  const known = new Set(corpus.passages(5000).flatMap(({ text }) => words(text)));
  const queries = corpus.queries(100).map(words);
  expect(new Set(queries.map(({ length }) => length))).toEqual(new Set([2, 3, 4, 5, 6]));
  for (const query of queries) expect(new Set(query).size).toBe(query.length);
  const met = queries.flat().filter((word) => known.has(word)).length / queries.flat().length;
  expect(met).toBeGreaterThan(0.95);
});

it.each(['ru', 'en'] as const)("follows Zipf's law in %s: frequency falls as 1 / rank", (language) => {
  const counts = new Map<string, number>();
  for (const passage of createCorpus(2).passages(6000)) {
    if (passage.language !== language) continue;
    for (const word of words(passage.text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const points = [...counts.values()]
    .sort((a, b) => b - a)
    .slice(0, 500)
    .map((count, at) => ({ x: Math.log(at + 1), y: Math.log(count) }));
  expect(slope(points)).toBeGreaterThan(-1.1);
  expect(slope(points)).toBeLessThan(-0.9);
});

const slope = (points: readonly { readonly x: number; readonly y: number }[]): number => {
  const mean = (read: (point: { readonly x: number; readonly y: number }) => number) =>
    points.reduce((sum, point) => sum + read(point), 0) / points.length;
  const middle = { x: mean(({ x }) => x), y: mean(({ y }) => y) };
  return mean(({ x, y }) => (x - middle.x) * (y - middle.y)) / mean(({ x }) => (x - middle.x) ** 2);
};

it.each(['ru', 'en'] as const)('has words in %s that are all different, inflected and no stop words', (language) => {
  const vocabulary = createVocabulary(grammars[language], WORDS_PER_LANGUAGE, 1);
  expect(new Set(vocabulary).size).toBe(WORDS_PER_LANGUAGE);
  expect(vocabulary.filter(isStopWord)).toEqual([]);
  // The words of a family share their stem, or hardly differ in it.
  const stems = new Set(vocabulary.flatMap(contentStems));
  expect(stems.size).toBeLessThan(WORDS_PER_LANGUAGE * 0.5);
  expect(stems.size).toBeGreaterThan(WORDS_PER_LANGUAGE * 0.1);
});

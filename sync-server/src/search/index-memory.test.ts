import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createSearchIndex, type SearchIndexOptions } from '@inbetwin/shared/search/create-search-index.ts';
import type { IndexedPassage } from '@inbetwin/shared/search/search-index.ts';
import { expect, it } from 'vitest';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** In bytes, after everything that is not needed was freed. */
const usedMemory = async (): Promise<number> => {
  for (let time = 0; time < 4; time++) {
    await setImmediate();
    collectGarbage();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** Texts of 60 words out of some thousands, few of them frequent. */
const pageOf = (from: number, words: readonly string[]): IndexedPassage[] =>
  Array.from({ length: 200 }, (_, offset) => {
    const at = from + offset;
    const text = Array.from(
      { length: 60 },
      (_, word) => words[((at * 60 + word) * 7919) % (1 + ((at * word) % words.length))],
    );
    const sourceId = `source:${Math.floor(at / 50)}`;
    return { id: `${sourceId}:${at}`, sourceId, position: at, title: 'Зал', text: text.join(' '), language: 'ru' };
  });

const wordsOf = (letters: string): string[] =>
  Array.from({ length: 8000 }, (_, at) =>
    Array.from({ length: 5 + (at % 4) }, (_, place) => letters[(at >> (2 * place)) % letters.length]).join(''),
  );

const measure = async (embedder: SearchIndexOptions['embedder'], words: readonly string[]) => {
  const before = await usedMemory();
  const index = createSearchIndex({ embedder });
  for (let from = 0; from < 6000; from += 200) await index.put(structuredClone(pageOf(from, words)));
  await index.embedded();
  const used = (await usedMemory()) - before;
  const estimate = index.bytes();
  index.close();
  return { used, estimate };
};

it.each([
  ['none', 'аеиоукнтрслвд'],
  ['none', 'etaoinshrdlucm'],
  ['builtin', 'аеиоукнтрслвд'],
] as const)(
  'estimates the memory of an index within a factor of two (vectors: %s, letters: %s)',
  async (embedder, letters) => {
    const words = wordsOf(letters);
    // Once before, so that caches and compiled code are not counted.
    await measure(embedder, words);
    const { used, estimate } = await measure(embedder, words);
    expect(estimate / used).toBeGreaterThan(0.5);
    expect(estimate / used).toBeLessThan(2);
  },
);

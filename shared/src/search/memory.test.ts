import { expect, it } from 'vitest';
import { createSearchIndex, restoreSearchIndex, type SearchIndexOptions } from './create-search-index.ts';
import type { IndexedPassage } from './search-index.ts';

const stems = ['доставк', 'курьер', 'аренд', 'шатёр', 'гост', 'площадк', 'оплат', 'договор', 'скидк', 'праздник'];

const passages = (count: number): IndexedPassage[] =>
  Array.from({ length: count }, (_, at) => {
    const words = Array.from(
      { length: 60 },
      (_, word) => `${stems[(at + word * word) % 10]}${(at * 7 + word * 31) % 900}`,
    );
    const sourceId = `source:${at % 50}`;
    return {
      id: `${sourceId}:${at}`,
      sourceId,
      position: at,
      title: 'Площадка',
      text: words.join(' '),
      language: 'ru',
    };
  });

const indexOf = async (count: number, embedder: SearchIndexOptions['embedder'] = 'none') => {
  const index = createSearchIndex({ embedder });
  await index.put(passages(count));
  await index.embedded();
  return index;
};

it('grows with each passage and shrinks with those that are removed', async () => {
  const index = await indexOf(0);
  let before = index.bytes();
  for (const passage of passages(200)) {
    await index.put([passage]);
    expect(index.bytes()).toBeGreaterThan(before);
    before = index.bytes();
  }
  await index.remove(passages(100).map(({ id }) => id));
  expect(index.bytes()).toBeLessThan(before);
});

it('says about the same of a restored index', async () => {
  const index = await indexOf(1000);
  const restored = restoreSearchIndex(structuredClone(index.save()), { embedder: 'none' });
  const ratio = (restored?.bytes() ?? 0) / index.bytes();
  expect(ratio).toBeGreaterThan(0.6);
  expect(ratio).toBeLessThan(1.1);
});

it('counts the learned vectors', async () => {
  const [words, vectors] = [await indexOf(400), await indexOf(400, 'builtin')];
  expect(vectors.bytes()).toBeGreaterThan(words.bytes() + 400 * 128);
  vectors.close();
});

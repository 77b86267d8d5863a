import { describe, expect, it } from 'vitest';
import { createSearchIndex } from './create-search-index.ts';
import type { IndexedPassage, SearchResult } from './search-index.ts';
import { indexedPassage as passage } from './testing/indexed-passage.ts';
import { lessonPassages } from './testing/lesson-passages.ts';

const search = async (query: string, ...passages: IndexedPassage[]): Promise<readonly SearchResult[]> => {
  const index = createSearchIndex({ embedder: 'none' });
  await index.put(passages);
  return index.search(query, 10);
};

const filler = (words: number): string => Array.from({ length: words }, (_, at) => `слово${at}ка`).join(' ');

describe('a long message', () => {
  it('is about the word that it repeats', async () => {
    const results = await search(
      'Здравствуйте! Доставка была вчера, а теперь нужна сборка: сборка шкафа, сборка кровати.',
      passage('delivery', 'Доставка по городу.'),
      passage('fitting', 'Сборка по городу.'),
    );
    expect(results.map(({ passageId }) => passageId)).toEqual(['fitting', 'delivery']);
  });

  it('is read to its end', async () => {
    const [found] = await search(`${filler(900)} сколько стоит сборка`, passage('fitting', 'Сборка по городу.'));
    expect(found?.passageId).toBe('fitting');
  });

  it('relies less on vectors than a short one', async () => {
    const index = createSearchIndex({ embedder: 'builtin' });
    await index.put(lessonPassages);
    await index.embedded();
    const short = 'шатёр и каркас на газоне';
    const weights = [];
    for (const query of [short, `${short} ${filler(40)}`]) {
      const results = await index.search(query, 1, { explain: true });
      const { why } = results[0] ?? {};
      const { nearness = 0, askedKind = 0 } = why?.fullText ?? {};
      weights.push(((why?.fused ?? 0) - 1 - nearness - askedKind) / (why?.vector?.similarity ?? 1));
    }
    index.close();
    const [ofShort = 0, ofLong = 0] = weights;
    expect(ofLong).toBeGreaterThan(0);
    expect(ofLong).toBeLessThan(ofShort / 2);
  });
});

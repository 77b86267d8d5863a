import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSearchIndex, type OwnSearchIndex, type SearchIndexOptions } from './create-search-index.ts';
import type { IndexedPassage } from './search-index.ts';
import { indexedPassage } from './testing/indexed-passage.ts';
import { lessonPassages } from './testing/lesson-passages.ts';
import { letterEmbedder, letterVector } from './testing/letter-embedder.ts';
import type { Embedder } from './vectors/embedder.ts';

const opened: OwnSearchIndex[] = [];
const open = async (passages: readonly IndexedPassage[], options: SearchIndexOptions): Promise<OwnSearchIndex> => {
  const index = createSearchIndex(options);
  opened.push(index);
  await index.put(passages);
  return index;
};
const learned = async (passages: readonly IndexedPassage[]): Promise<OwnSearchIndex> => {
  const index = await open(passages, { embedder: 'builtin' });
  await index.embedded();
  return index;
};
const found = async (index: OwnSearchIndex, query: string, limit = 20): Promise<string[]> =>
  (await index.search(query, limit)).map(({ passageId }) => passageId);

afterEach(() => {
  for (const index of opened.splice(0)) index.close();
});

describe('with what was learned', () => {
  it.each([
    ['шатёр', 'ru'],
    ['marquee', 'en'],
  ])('«%s» finds the passage that has its companion alone, before all that have neither', async (query, language) => {
    const withWord = ['tent-1', 'tent-2', 'tent-3'].map((name) => `${language}-${name}`);
    const words = await open(lessonPassages, { embedder: 'none' });
    expect((await found(words, query)).toSorted()).toEqual(withWord);
    const both = await found(await learned(lessonPassages), query);
    expect(both.slice(0, 3).toSorted()).toEqual(withWord);
    expect(both[3]).toBe(`${language}-companion`);
  });

  it('nothing is found by a word that no passage has', async () => {
    const index = await learned(lessonPassages);
    expect(await found(index, 'квадрокоптер')).toEqual([]);
    expect(await found(index, '')).toEqual([]);
  });

  it('each result says how it was found: by words, by its vector or by both', async () => {
    const [first, , , companion] = await (await learned(lessonPassages)).search('шатёр', 4, { explain: true });
    expect(first?.why?.fullText?.rank).toBe(1);
    expect(first?.why?.fullText?.terms).toMatchObject([{ word: 'шатер', kind: 'exact', weight: 1 }]);
    expect(first?.why?.vector).toMatchObject({ model: 'builtin-1@12' });
    expect(companion?.why?.fullText).toBeUndefined();
    expect(companion?.why?.vector?.similarity).toBeGreaterThan(0.5);
    for (const result of [first, companion]) expect(result?.why?.fused).toBe(result?.score);
  });

  it('results are the better the higher they stand, and are told why only when that was asked', async () => {
    const results = await (await learned(lessonPassages)).search('навес и каркас', 20);
    const scores = results.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(results.every((result) => !('why' in result))).toBe(true);
  });

  it('a removed passage is found no longer, and a new one is, before anything is learned again', async () => {
    const index = await learned(lessonPassages);
    await index.remove(['ru-companion']);
    expect(await found(index, 'шатёр', 30)).not.toContain('ru-companion');
    await index.put([indexedPassage('new', 'Навес на каркасе, газон и ветер.', { sourceId: 'new' })]);
    expect((await found(index, 'шатёр', 30))[3]).toBe('new');
    await index.remove(['new']);
    expect(await found(index, 'шатёр', 30)).not.toContain('new');
  });

  it('the same passages rank the same in whatever order they came', async () => {
    const one = await learned(lessonPassages);
    const other = await learned(lessonPassages.toReversed());
    for (const query of ['шатёр', 'chef', 'договор и счёт', 'микрофончик музыка']) {
      expect(await other.search(query, 20, { explain: true })).toEqual(await one.search(query, 20, { explain: true }));
    }
  });

  it('strange passages neither stop the learning nor are in its way', async () => {
    const strange = ['\ud800', '\0', '🦄', 'x'.repeat(100_000), '', 'שלום', 'ы '.repeat(20_000)].map((text, at) =>
      indexedPassage(`strange-${at}`, text, { sourceId: `strange-${at}`, title: text.slice(0, 100), question: text }),
    );
    const index = await learned([...lessonPassages, ...strange]);
    const [first] = await index.search('шатёр', 1, { explain: true });
    expect(first).toMatchObject({ passageId: 'ru-tent-1', why: { vector: { model: 'builtin-1@15' } } });
    for (const { text } of strange) await index.search(text, 10, { explain: true });
  });
});

describe('with a given embedder', () => {
  const passages = [
    indexedPassage('words', 'Кот и пёс.', { sourceId: 'a' }),
    indexedPassage('letters', 'Ток!', { sourceId: 'b' }),
    indexedPassage('both', 'Ток: кот.', { sourceId: 'c' }),
  ];

  it('ranks add up as 1 / (60 + rank)', async () => {
    const index = await open(passages, { embedder: letterEmbedder(async () => undefined) });
    await index.embedded();
    const results = await index.search('кот', 10, { explain: true });
    expect(results[0]?.passageId).toBe('both');
    for (const { score, why } of results) {
      const [byWords = 0, byVector = 0] = [why?.fullText?.rank, why?.vector?.rank].map((rank) =>
        rank ? 1 / (60 + rank) : 0,
      );
      expect(score).toBeCloseTo(byWords + byVector, 12);
    }
  });

  it('finds what words do not, even when no passage has a word of the query', async () => {
    const index = await open(passages, { embedder: letterEmbedder(async () => undefined) });
    await index.embedded();
    expect((await found(index, 'окт')).toSorted()).toEqual(['both', 'letters', 'words']);
  });

  it('words alone rank while it fails, the failures are told, and vectors count once it works again', async () => {
    let broken = true;
    const onEmbedderFailed = vi.fn();
    const embedder = letterEmbedder(async () => {
      if (broken) throw new Error('out of order');
    });
    const index = await open(passages, { embedder, onEmbedderFailed });
    const words = await open(passages, { embedder: 'none' });
    await vi.waitFor(() => expect(onEmbedderFailed).toHaveBeenCalledWith(new Error('out of order')));
    expect(await index.search('кот', 10)).toEqual(await words.search('кот', 10));
    broken = false;
    await index.embedded();
    expect((await found(index, 'кот')).length).toBe(3);
    broken = true;
    expect(await index.search('кот', 10)).toEqual(await words.search('кот', 10));
  });

  it('a query that is called off rejects with the reason, and its embedding is called off with it', async () => {
    const signals: AbortSignal[] = [];
    const embedder: Embedder = {
      ...letterEmbedder(async () => undefined),
      embed: async (texts, signal, passageIds) => {
        if (passageIds) return texts.map(letterVector);
        signals.push(signal);
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    };
    const index = await open(passages, { embedder });
    await index.embedded();
    const caller = new AbortController();
    const searching = index.search('кот', 10, { signal: caller.signal });
    const answering = index.answer('где кот?', { signal: caller.signal });
    caller.abort(new Error('typed on'));
    await expect(searching).rejects.toThrow('typed on');
    await expect(answering).rejects.toThrow('typed on');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });
});

it.each(['none', 'builtin'] as const)(
  'a query that was called off before rejects, with the embedder %s',
  async (embedder) => {
    const index = await open(lessonPassages, { embedder });
    const signal = AbortSignal.abort(new Error('typed on'));
    await expect(index.search('шатёр', 5, { signal })).rejects.toThrow('typed on');
    await expect(index.answer('шатёр?', { signal })).rejects.toThrow('typed on');
  },
);

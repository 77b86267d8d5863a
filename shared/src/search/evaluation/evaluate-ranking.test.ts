import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluateRanking, type RankingQuery } from './evaluate-ranking.ts';

const docIds = fc.uniqueArray(fc.stringMatching(/^d[0-9]{1,3}$/), { minLength: 1, maxLength: 8 });
const relevantArbitrary = docIds.chain((ids) =>
  fc
    .array(fc.integer({ min: 0, max: 2 }), { minLength: ids.length, maxLength: ids.length })
    .map((found) => Object.fromEntries(ids.map((id, at) => [id, at === 0 ? 2 : (found[at] ?? 0)]))),
);
const queriesArbitrary = fc
  .array(relevantArbitrary, { minLength: 1, maxLength: 8 })
  .map((all): readonly RankingQuery[] => all.map((relevant, at) => ({ id: `q${at}`, text: `query ${at}`, relevant })));

const idealRank = (queries: readonly RankingQuery[]) => async (text: string) => {
  const relevant = queries.find((query) => query.text === text)?.relevant ?? {};
  return Object.keys(relevant).toSorted((a, b) => (relevant[b] ?? 0) - (relevant[a] ?? 0));
};

it('gives the ideal ranking 1 for everything, and the reverse of it no more', async () => {
  await fc.assert(
    fc.asyncProperty(queriesArbitrary, async (queries) => {
      const ideal = await evaluateRanking({ queries, rank: idealRank(queries) });
      expect(ideal.ndcg10).toBeCloseTo(1, 10);
      expect([ideal.recall100, ideal.mrr10]).toEqual([1, 1]);
      const reversed = await evaluateRanking({
        queries,
        rank: async (text) => (await idealRank(queries)(text)).toReversed(),
      });
      expect(reversed.ndcg10).toBeLessThanOrEqual(ideal.ndcg10 + 1e-12);
      expect(reversed.recall100).toBe(1);
    }),
  );
});

it('does not care for the order of the queries', async () => {
  await fc.assert(
    fc.asyncProperty(queriesArbitrary, fc.infiniteStream(fc.nat()), async (queries, picks) => {
      const shuffled = queries
        .map((query) => ({ query, key: picks.next().value ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ query }) => query);
      const rank = async (text: string) => [`d${text.length}`, 'd1', 'd2', 'd3'];
      const [one, other] = [
        await evaluateRanking({ queries, rank }),
        await evaluateRanking({ queries: shuffled, rank }),
      ];
      expect(other.ndcg10).toBeCloseTo(one.ndcg10, 10);
      expect(other.recall100).toBeCloseTo(one.recall100, 10);
      expect(other.mrr10).toBeCloseTo(one.mrr10, 10);
    }),
  );
});

it('tells each query’s quality and time, and how far it is', async () => {
  let now = 0;
  const progress: string[] = [];
  const quality = await evaluateRanking({
    queries: [
      { id: 'good', text: 'a', relevant: { x: 2 } },
      { id: 'late', text: 'b', relevant: { x: 1, y: 2 } },
      { id: 'lost', text: 'c', relevant: { z: 1 } },
    ],
    rank: async (text) => {
      now += text === 'c' ? 30 : 10;
      return text === 'b' ? ['no', 'x'] : ['x'];
    },
    clock: () => now,
    onProgress: (done, total) => progress.push(`${done}/${total}`),
  });
  expect(quality.queries).toMatchObject([
    { id: 'good', ndcg10: 1, recall100: 1, mrr10: 1, ms: 10 },
    { id: 'late', recall100: 0.5, mrr10: 0.5, ms: 10 },
    { id: 'lost', ndcg10: 0, recall100: 0, mrr10: 0, ms: 30 },
  ]);
  // DCG 1 / log2(3), ideal 2 + 1 / log2(3).
  expect(quality.queries[1]?.ndcg10).toBeCloseTo(0.6309 / 2.6309, 4);
  expect(quality).toMatchObject({ recall100: 0.5, mrr10: 0.5, p50ms: 10, p95ms: 30 });
  expect(progress).toEqual(['1/3', '2/3', '3/3']);
});

it('asks for as many as recall looks at', async () => {
  const asked: number[] = [];
  const rank = async (_: string, depth: number) => {
    asked.push(depth);
    return ['a', 'b'];
  };
  const queries = [{ id: 'q', text: 'q', relevant: { b: 1 } }];
  await evaluateRanking({ queries, rank });
  expect((await evaluateRanking({ queries, rank, depth: 1 })).recall100).toBe(0);
  expect(asked).toEqual([100, 1]);
});

it('stops between two queries when it is cancelled, and answers nothing', async () => {
  const queries = ['a', 'b', 'c'].map((text) => ({ id: text, text, relevant: { x: 1 } }));
  for (const last of ['a', 'b', 'c']) {
    const stop = new AbortController();
    const asked: string[] = [];
    const run = evaluateRanking({
      queries,
      signal: stop.signal,
      rank: async (text) => {
        asked.push(text);
        if (text === last) stop.abort(new Error('Cancelled.'));
        return ['x'];
      },
    });
    await expect(run).rejects.toThrow('Cancelled.');
    expect(asked.at(-1)).toBe(last);
  }
});

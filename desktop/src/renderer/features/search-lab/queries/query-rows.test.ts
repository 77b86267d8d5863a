import type { Judgement } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { sampleJudgement, sampleMark } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { expect, it } from 'vitest';
import type { Run } from './evaluation.ts';
import { rowsOf } from './query-rows.ts';

const judged = (query: string, updatedAt: number): Judgement => ({
  ...sampleJudgement(query, [
    sampleMark('p1', 'anna', 2),
    { ...sampleMark('p1', 'boris', 0), at: 1 },
    { ...sampleMark('p2', 'anna', 0), digest: 'another-digest-1' },
  ]),
  updatedAt,
});

const runOver = (qualities: Readonly<Record<string, number>>): Run => ({
  at: 1,
  ndcg10: 0,
  recall100: 0,
  mrr10: 0,
  p50ms: 1,
  p95ms: 1,
  leftOut: { marks: 0, queries: 0 },
  queries: Object.entries(qualities).map(([query, ndcg10]) => ({
    id: sampleJudgement(query, []).id,
    ndcg10,
    recall100: 1,
    mrr10: 1,
    ms: 1,
  })),
});

it('puts the worst first and what was not measured last, the newest of it on top', () => {
  const set = [judged('хорошо', 1), judged('плохо', 2), judged('старый', 3), judged('новый', 4)];
  const rows = rowsOf(set, runOver({ хорошо: 0.9, плохо: 0.1 }));
  expect(rows.map(({ judgement }) => judgement.value.query)).toEqual(['плохо', 'хорошо', 'новый', 'старый']);
});

it('counts one mark per passage, the latest', () => {
  expect(rowsOf([judged('доставка', 1)], undefined)).toMatchObject([{ marks: 2, good: 1, quality: undefined }]);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluateSearch } from './evaluate-search.ts';
import { WrongSet } from './set-files.ts';
import { addTypos } from './typos.ts';

const set = {
  language: 'ru',
  documents: [
    { id: 'd1', title: '', text: 'Курьер привозит заказ за два дня.' },
    { id: 'd2', title: 'Оплата', text: 'Заказ оплачивают картой или наличными.' },
    { id: 'd3', title: '', text: 'Шатёр на берегу вмещает до 300 гостей.' },
  ],
  queries: [
    { id: 'q1', text: 'за сколько дней привозит курьер?', relevant: { d1: 1 }, answer: 'за два дня' },
    { id: 'q2', text: 'оплата картой', relevant: { d2: 2 }, answer: 'картой' },
    { id: 'q3', text: 'сколько гостей вмещает шатер', relevant: { d3: 1 }, answer: '300' },
    { id: 'q4', text: 'кто привозит заказ', relevant: { d1: 1 }, answer: 'Курьер' },
    { id: 'q5', text: 'наличными можно', relevant: { d2: 1 }, answer: 'наличными' },
  ],
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'inbetwin-evaluate-'));
});
afterEach(() => rm(directory, { recursive: true }));

const fileOf = async (content: unknown): Promise<string> => {
  const file = path.join(directory, 'set.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

describe('evaluating search', () => {
  it('measures our engine and its peers on one set', async () => {
    const { task, engines } = await evaluateSearch({ file: await fileOf(set), decline: true, embedder: 'builtin' });
    expect(task).toBe('search');
    expect(Object.keys(engines)).toEqual(['inbetwin', 'orama', 'minisearch', 'bm25']);
    for (const metrics of Object.values(engines)) {
      expect(metrics).toMatchObject({
        ndcg10: expect.any(Number),
        recall100: expect.any(Number),
        mrr10: expect.any(Number),
      });
      expect(metrics.p95ms).toBeGreaterThanOrEqual(metrics.p50ms ?? Number.NaN);
    }
    expect(engines.inbetwin).toMatchObject({ ndcg10: 1, recall100: 1, mrr10: 1, answerContains: 1, declineAuroc: 1 });
    expect(engines.bm25).toMatchObject({ mrr10: 1 });
  });

  it.each([
    ['no JSON', '{', /cannot be read as JSON/],
    ['no documents', { ...set, documents: [] }, /documents/],
    [
      'a grade that is no number',
      { ...set, queries: [{ id: 'q', text: 't', relevant: { d1: 'yes' } }] },
      /queries\.0\.relevant\.d1/,
    ],
    ['another language', { ...set, language: 'de' }, /language/],
    [
      'judgements of other documents alone',
      { ...set, queries: [{ id: 'q', text: 't', relevant: { d9: 1 } }] },
      /no query/,
    ],
    ['one id twice', { ...set, documents: [...set.documents, ...set.documents] }, /one id/],
  ])('refuses a file with %s in one sentence', async (_, content, sentence) => {
    const evaluation = evaluateSearch({ file: await fileOf(content), decline: false, embedder: 'none' });
    await expect(evaluation).rejects.toThrow(sentence);
    await expect(evaluation).rejects.toBeInstanceOf(WrongSet);
  });

  it('makes the same one edit per query for the same seed', () => {
    const queries = set.queries.map((query) => ({ ...query, relevant: {} }));
    const edited = addTypos(queries, 42);
    expect(addTypos(queries, 42)).toEqual(edited);
    expect(addTypos(queries, 43)).not.toEqual(edited);
    for (const [at, { text }] of edited.entries()) {
      expect(Math.abs(text.length - (queries[at]?.text.length ?? 0))).toBeLessThanOrEqual(1);
    }
  });
});

import 'fake-indexeddb/auto';
import type { Grade } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { judgementIdOf } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import type { SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { samplePassage } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { removeDocument, restoreDocument } from '../../../database/documents/edit-document.ts';
import { openWorkspace, type Workspace } from '../../../database/workspace-database.ts';
import { readSettings } from '../../../workspace/live/settings-of-kind.ts';
import { gradePassage, putMarkBack, saveJudgement, withNote } from '../marking/judge.ts';
import { findMarked } from '../results/find-marked.ts';
import { createEvaluation, keptRunsOf, readTeamSet } from './evaluation.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace({
    name: `test-${crypto.randomUUID()}`,
    multiInstance: false,
    only: ['passages', 'settings'],
  });
  await workspace.collections.passages.bulkInsert(texts.map((text, at) => samplePassage(`source:1:${at}`, at, text)));
});
afterEach(() => workspace.close());

const texts = ['Курьер по городу — 500 ₽.', 'За город — 900 ₽.', 'Самовывоз бесплатно.'];
const found = (at: number): SearchResult => ({
  passageId: `source:1:${at}`,
  sourceId: 'source:1',
  title: 'Доставка',
  text: texts[at] ?? '',
  score: 1,
  joined: [{ passageId: `source:1:${at}`, text: texts[at] ?? '' }],
  duplicates: [],
});
const shownOf = async (query: string) => ({
  query,
  judgement: (await judged()).find(({ id }) => id === judgementIdOf(query)),
});
const judge = async (query: string, at: number, grade: Grade, userId = 'anna') =>
  gradePassage(workspace, await shownOf(query), { passage: found(at), userId, grade, now: 1 });
const note = async (text: string) => {
  const { judgement: before } = await shownOf('доставка');
  if (!before) throw new Error('Nobody has judged it.');
  await saveJudgement(workspace, { shown: before, next: (judgement) => withNote(judgement, { note: text }) });
};
const judged = () => readSettings(workspace, 'judgement');
const ready = async () => undefined;

it('keeps one document for one query, however it is typed and whoever marks', async () => {
  await Promise.all([judge('Доставка?', 0, 2), judge('доставка', 0, 1, 'boris'), judge(' ДОСТАВКА ', 1, 0)]);
  const [only, ...others] = await judged();
  expect(others).toEqual([]);
  expect(only?.marks?.map(({ passageId, userId, grade }) => `${passageId} ${userId} ${grade}`).toSorted()).toEqual([
    'source:1:0 anna 2',
    'source:1:0 boris 1',
    'source:1:1 anna 0',
  ]);
});

it('takes quick keys one after another, and tells each what it replaced', async () => {
  const before = await Promise.all([judge('доставка', 0, 2), judge('доставка', 0, 0), judge('доставка', 0, 1)]);
  expect(before.map((mark) => mark?.grade)).toEqual([undefined, 2, 0]);
  expect((await judged())[0]?.marks?.map(({ grade }) => grade)).toEqual([1]);
  await judge('доставка', 0, 1);
  expect(await judged()).toEqual([]);
});

it('replaces a person’s own mark, and a query without marks and note leaves the set', async () => {
  await judge('доставка', 0, 2);
  await judge('доставка', 0, 0);
  expect((await judged())[0]?.marks?.map(({ grade }) => grade)).toEqual([0]);
  await note(' Спрашивают часто ');
  await putMarkBack(workspace, await shownOf('доставка'), { passage: found(0), userId: 'anna', before: undefined });
  expect(await judged()).toMatchObject([{ value: { query: 'доставка' }, marks: [], note: 'Спрашивают часто' }]);
  await note(' ');
  expect(await judged()).toEqual([]);
  await judge('доставка', 0, 1);
  expect(await judged()).toHaveLength(1);
});

it('brings a query back that was taken out of the set', async () => {
  await judge('доставка', 0, 2);
  const [before] = await judged();
  if (!before) throw new Error('Nothing was judged.');
  await removeDocument(workspace, 'settings', before);
  expect(await judged()).toEqual([]);
  await restoreDocument(workspace, 'settings', before);
  expect(await judged()).toMatchObject([{ id: before.id, marks: before.marks }]);
});

it('finds marked texts where they are now, and tells those that are gone', async () => {
  for (const at of [0, 1, 2]) await judge('доставка', at, 1);
  const { passages } = workspace.collections;
  await passages.bulkRemove(['source:1:1', 'source:1:2']);
  await passages.insert({ ...samplePassage('source:7:3', 3, texts[1] ?? ''), sourceId: 'source:7' });
  const [judgement] = await judged();
  const places = await findMarked(passages, [...(judgement?.marks ?? [])], new AbortController().signal);
  expect([...places.values()].map(({ id, sourceId }) => [id, sourceId])).toEqual([
    ['source:1:0', 'source:1'],
    ['source:7:3', 'source:7'],
  ]);
  const { set, leftOut } = await readTeamSet(workspace);
  expect(set.queries[0]?.relevant).toEqual({ 'source:1:0': 1, 'source:7:3': 1 });
  expect(leftOut).toEqual({ marks: 1, queries: 0 });
});

it('runs the set one query at a time and keeps the last two runs', async () => {
  await judge('доставка', 0, 2);
  await judge('за город', 1, 2);
  let best = 0;
  let under = 0;
  const searchAside = async () => {
    under += 1;
    expect(under).toBe(1);
    await new Promise((resolve) => setTimeout(resolve));
    under -= 1;
    return [found(best)];
  };
  const evaluation = createEvaluation({ workspace, search: { ready, searchAside } });
  const progress: string[] = [];
  evaluation.subscribe(() => {
    const state = evaluation.state();
    progress.push(state.kind === 'asking' ? `${state.done}/${state.total}` : state.kind);
  });
  await Promise.all([evaluation.start(), evaluation.start()]);
  expect(progress).toEqual(['reading', '1/2', '2/2', 'idle']);
  best = 2;
  await evaluation.start();
  const kept = await keptRunsOf(workspace).read();
  expect([kept?.before?.ndcg10, kept?.last.ndcg10]).toEqual([0.5, 0]);
  expect(kept?.last.queries).toHaveLength(2);
});

it('keeps nothing of a run that is cancelled or breaks', async () => {
  await judge('доставка', 0, 2);
  await judge('за город', 1, 2);
  const cancelled = createEvaluation({
    workspace,
    search: {
      ready,
      searchAside: async () => {
        cancelled.cancel();
        return [];
      },
    },
  });
  await cancelled.start();
  expect(cancelled.state()).toEqual({ kind: 'idle' });

  const broken = createEvaluation({
    workspace,
    search: { ready, searchAside: vi.fn().mockRejectedValue(new Error('The worker broke.')) },
  });
  await expect(broken.start()).rejects.toThrow('The worker broke.');
  expect(broken.state()).toEqual({ kind: 'failed' });
  expect(await keptRunsOf(workspace).read()).toBeUndefined();
});

import 'fake-indexeddb/auto';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { workStates } from '@inbetwin/shared/entities/work-kinds/work-kind.ts';
import { sampleApproval, sampleSuggestion, sampleTask } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openWorkspace, type Workspace } from '../../database/workspace-database.ts';
import { approvalPage, approvalsIn, waitingIn } from './approval-queries.ts';

const COUNT = 60;

/** Of some kinds and all states; half of the decided have the time of the decision, and some the same one. */
const samples: readonly Work[] = Array.from({ length: COUNT }, (_, n) => {
  const state = workStates[n % workStates.length] ?? 'open';
  const base = { id: `work:${(n * 37) % COUNT}`, state, conversationId: `c${n % 3}`, createdAt: n, updatedAt: 100 + n };
  const { approval } = sampleApproval();
  const decision = n % 2 === 0 && state !== 'open' ? { decidedBy: 'anna', decidedAt: 100 + ((n * 7) % 13) } : {};
  if (n % 4 === 0) return sampleSuggestion(base);
  if (n % 4 === 1) return sampleTask('anna', base);
  return sampleApproval({ ...base, ...(approval && { approval: { ...approval, ...decision } }) });
});

let workspace: Workspace;

beforeEach(async () => {
  const name = `approvals-${crypto.randomUUID()}`;
  workspace = await openWorkspace({ name, multiInstance: false, only: ['work'] });
  await workspace.collections.work.bulkInsert(samples.map((sample) => structuredClone(sample)));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await workspace.close();
});

const decided = (limit: number) => approvalPage({ tab: 'decided', order: 'oldest' }, { limit });

const idsOf = async (query: ReturnType<typeof approvalPage>) =>
  (await workspace.collections.work.find(query).exec()).map(({ id }) => id);

const decidedAt = ({ approval, updatedAt }: Work): number => approval?.decidedAt ?? updatedAt;
const naive = samples
  .filter(({ kind, state }) => kind === 'approval' && state !== 'open')
  .toSorted((a, b) => decidedAt(b) - decidedAt(a) || (a.id < b.id ? -1 : 1))
  .map(({ id }) => id);

test('the latest decision comes first, a withdrawn request by when it was withdrawn, as many as asked for', async () => {
  expect(naive.length).toBeGreaterThan(10);
  expect(await idsOf(decided(COUNT))).toEqual(naive);
  expect(await idsOf(decided(5))).toEqual(naive.slice(0, 5));
});

test('what waits for a decision is listed by how long it has waited, from either end, and its count counts it', async () => {
  const waiting = samples
    .filter(({ kind, state }) => kind === 'approval' && state === 'open')
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
  expect(waiting.length).toBeGreaterThan(3);
  for (const order of ['oldest', 'newest'] as const) {
    const expected = order === 'oldest' ? waiting : waiting.toReversed();
    expect(await idsOf(approvalPage({ tab: 'open', order }, { limit: COUNT }))).toEqual(expected);
    expect(await idsOf(approvalPage({ tab: 'open', order }, { skip: 1, limit: 2 }))).toEqual(expected.slice(1, 3));
  }
  const { work } = workspace.collections;
  expect(await work.count(approvalsIn.open).exec()).toBe(waiting.length);
  expect(await work.count(approvalsIn.decided).exec()).toBe(naive.length);
});

test('what waits in a conversation is found there, until it is decided', async () => {
  for (const kind of ['approval', 'suggestion'] as const) {
    const waiting = samples.filter(
      (work) => work.kind === kind && work.state === 'open' && work.conversationId === 'c1',
    );
    expect(waiting.length).toBeGreaterThan(0);
    expect((await idsOf(waitingIn(kind, 'c1'))).toSorted()).toEqual(waiting.map(({ id }) => id).toSorted());
  }
  const [first = ''] = await idsOf(waitingIn('approval', 'c1'));
  const document = await workspace.collections.work.findOne(first).exec(true);
  await document.incrementalPatch({ state: 'refused', updatedAt: 10_000 });
  expect(await idsOf(waitingIn('approval', 'c1'))).not.toContain(first);
  expect((await idsOf(decided(1)))[0]).toBe(first);
});

test('every list is read as one page of an index, and never from document to document', async () => {
  const stepping = vi.spyOn(IDBIndex.prototype, 'openCursor');
  const reading = vi.spyOn(IDBIndex.prototype, 'getAll');
  for (const query of [
    approvalPage({ tab: 'open', order: 'oldest' }, { limit: 5 }),
    approvalPage({ tab: 'open', order: 'newest' }, { skip: 2, limit: 5 }),
    decided(5),
    waitingIn('approval', 'c1'),
    waitingIn('suggestion', 'c2'),
  ]) {
    await workspace.collections.work.find(query).exec();
  }
  expect(stepping).not.toHaveBeenCalled();
  expect(reading).toHaveBeenCalledTimes(5);
});

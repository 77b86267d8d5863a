import 'fake-indexeddb/auto';
import { newestFirst } from '@inbetwin/shared/entities/declaring/fields.ts';
import { sampleApproval, sampleConversation, sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openWorkspace, type Workspace } from '../database/workspace-database.ts';
import { indexedLeads } from '../features/leads/indexed-leads.ts';
import { approvalPage } from '../parts/approvals/approval-queries.ts';
import { selectorOf } from '../parts/conversation/filters.ts';

/** Several windows of each list; those of the screens are larger. */
const COUNT = 90;
const WINDOW = 12;

let workspace: Workspace;

beforeAll(async () => {
  workspace = await openWorkspace({
    name: `windows-${crypto.randomUUID()}`,
    multiInstance: false,
    only: ['conversations', 'leads', 'work'],
  });
  const { conversations, leads, work } = workspace.collections;
  const times = Array.from({ length: COUNT }, (_, at) => 1_000 + at);
  await conversations.bulkInsert(
    times.map((at) => sampleConversation(`telegram:1:${at}`, { recency: newestFirst(at) })),
  );
  await leads.bulkInsert(times.map((at) => sampleLead(`lead:${at}`, { stage: 'new', score: at % 100, updatedAt: at })));
  await work.bulkInsert(
    times.map((at) =>
      sampleApproval({ id: `work:${at}`, createdAt: at, updatedAt: at, state: at % 2 ? 'open' : 'refused' }),
    ),
  );
});
afterAll(() => workspace.close());

type Page = { readonly skip: number; readonly limit: number };
const lead = { stage: 'all', text: '', sort: 'updated', descending: true } as const;

const lists: Readonly<Record<string, (page: Page) => { exec(): Promise<readonly unknown[]> }>> = {
  inbox: (page) =>
    workspace.collections.conversations.find({
      selector: selectorOf('all', 'anna'),
      sort: [{ recency: 'asc' }, { id: 'asc' }],
      ...page,
    }),
  leads: (page) => workspace.collections.leads.find(indexedLeads(lead, page)),
  'leads by score': (page) => workspace.collections.leads.find(indexedLeads({ ...lead, sort: 'score' }, page)),
  'leads of a stage': (page) => workspace.collections.leads.find(indexedLeads({ ...lead, stage: 'new' }, page)),
  'approvals that wait, the oldest first': (page) =>
    workspace.collections.work.find(approvalPage({ tab: 'open', order: 'oldest' }, page)),
  'approvals that wait, the newest first': (page) =>
    workspace.collections.work.find(approvalPage({ tab: 'open', order: 'newest' }, page)),
  'decided approvals': (page) =>
    workspace.collections.work.find(approvalPage({ tab: 'decided', order: 'oldest' }, page)),
};

/** How many documents the storage hands out while `read` runs. */
const countRead = async (read: () => Promise<unknown>): Promise<number> => {
  const stepping = vi.spyOn(IDBIndex.prototype, 'openCursor');
  const getAll = vi.spyOn(IDBIndex.prototype, 'getAll');
  await read();
  expect(stepping).not.toHaveBeenCalled();
  const counts = getAll.mock.results.map(({ value }) => (value as IDBRequest<unknown[]>).result.length);
  vi.restoreAllMocks();
  return counts.reduce((sum, count) => sum + count, 0);
};

test.each(Object.entries(lists))('wherever one scrolls in %s, a step reads one window', async (_name, list) => {
  for (const skip of [0, 1, 30, COUNT - 5]) {
    let found: readonly unknown[] = [];
    const read = await countRead(async () => {
      found = await list({ skip, limit: WINDOW }).exec();
    });
    expect(read).toBe(found.length);
    expect(read).toBeLessThanOrEqual(WINDOW);
  }
});

import 'fake-indexeddb/auto';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import { sampleRun } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { openWorkspace, type Workspace } from '../../../database/workspace-database.ts';
import { runFilters, runPage } from './run-filters.ts';

const states = ['done', 'running', 'failed', 'waiting'] as const;
const YEAR = 365 * 86_400_000;

/** Over a year; some of them at the same moment. */
const samples: readonly Run[] = Array.from({ length: 60 }, (_, n) => ({
  ...sampleRun(`run:${(n * 37) % 60}`),
  state: states[n % 4] ?? 'done',
  updatedAt: Math.floor(n / 2) * (YEAR / 30),
}));

let workspace: Workspace;
afterEach(async () => {
  vi.restoreAllMocks();
  await workspace.close();
});

test.each(runFilters)(
  'the latest runs of «%s» come first however old they are, as one page of an index',
  async (filter) => {
    workspace = await openWorkspace({ name: `runs-${crypto.randomUUID()}`, multiInstance: false, only: ['runs'] });
    await workspace.collections.runs.bulkInsert(samples.map((sample) => structuredClone(sample)));
    const stepping = vi.spyOn(IDBIndex.prototype, 'openCursor');
    const expected = samples
      .filter(({ state }) => filter === 'all' || state === filter)
      .toSorted((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1))
      .map(({ id }) => id);
    for (const limit of [5, 100]) {
      const found = await workspace.collections.runs.find(runPage(filter, { limit })).exec();
      expect(found.map(({ id }) => id)).toEqual(expected.slice(0, limit));
    }
    expect(stepping).not.toHaveBeenCalled();
  },
);

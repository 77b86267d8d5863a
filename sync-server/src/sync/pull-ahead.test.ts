import type { PullResponse } from '@inbetwin/shared/contracts/sync.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pullingAhead, type ReadPage } from './pull-ahead.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const team = { teamId: 'team1' };
const request = { collection: 'messages', limit: 1000 } as const;
const at = (page: number) => ({ backend: 'b', sequence: 's', cursor: String(page) });
const pageOf = (page: number, more: boolean): PullResponse => ({ documents: [], checkpoint: at(page + 1), more });

/** A collection of this many pages; `reads` are the teams and pages in the order of reading. */
const openPages = (pages: number) => {
  const reads: string[] = [];
  const failures: Error[] = [];
  const read: ReadPage = async ({ teamId }, { checkpoint }) => {
    const page = Number(checkpoint?.cursor ?? 0);
    reads.push(`${teamId} ${page}`);
    const failure = failures.shift();
    if (failure) throw failure;
    return pageOf(page, page + 1 < pages);
  };
  return { pull: pullingAhead(read), reads, failures };
};

test('each page is read once, one ahead of the device', async () => {
  const { pull, reads } = openPages(3);
  // A device asks for a count with its first request only.
  await pull(team, { ...request, checkpoint: null, count: false });
  expect(reads).toEqual(['team1 0', 'team1 1']);
  expect(await pull(team, { ...request, checkpoint: at(1) })).toEqual(pageOf(1, true));
  expect(reads).toEqual(['team1 0', 'team1 1', 'team1 2']);
  expect(await pull(team, { ...request, checkpoint: at(2) })).toEqual(pageOf(2, false));
  expect(reads).toHaveLength(3);
});

test('no team gets the page of another, and a page is given out once', async () => {
  const { pull, reads } = openPages(9);
  await pull(team, { ...request, checkpoint: null });
  await pull({ teamId: 'team2' }, { ...request, checkpoint: at(1) });
  expect(reads).toContain('team2 1');
  await pull(team, { ...request, checkpoint: at(1) });
  await pull(team, { ...request, checkpoint: at(1) });
  expect(reads.filter((read) => read === 'team1 1')).toHaveLength(2);
});

test('nothing is read ahead of a small page, of documents by their ids, or behind the first pull', async () => {
  const { pull, reads } = openPages(9);
  await pull(team, { ...request, checkpoint: null, limit: 100 });
  await pull(team, { ...request, checkpoint: null, ids: ['a'] });
  expect(reads).toHaveLength(2);
  const read = vi.fn<ReadPage>(async () => ({
    documents: [],
    checkpoint: { backend: 'b', sequence: 's' },
    more: true,
  }));
  await pullingAhead(read)(team, { ...request, checkpoint: { backend: 'b', sequence: 's' } });
  expect(read).toHaveBeenCalledTimes(1);
});

test('a page that nobody asks for is dropped after a while, or to make room', async () => {
  const { pull, reads } = openPages(9);
  await pull(team, { ...request, checkpoint: null });
  vi.advanceTimersByTime(10_000);
  await pull(team, { ...request, checkpoint: at(1) });
  expect(reads.filter((read) => read === 'team1 1')).toHaveLength(2);
  for (let n = 0; n < 16; n++) await pull({ teamId: `other${n}` }, { ...request, checkpoint: null });
  await pull(team, { ...request, checkpoint: at(2) });
  expect(reads.filter((read) => read === 'team1 2')).toHaveLength(2);
});

test('a page that could not be read ahead is read when it is asked for', async () => {
  const { pull, failures, reads } = openPages(3);
  await pull(team, { ...request, checkpoint: null, limit: 100 });
  failures.push(new Error('CouchDB is away'));
  await expect(pull(team, { ...request, checkpoint: at(1) })).rejects.toThrow('away');
  const page = await pull(team, { ...request, checkpoint: null });
  failures.push(new Error('CouchDB is away'));
  const next = await pull(team, { ...request, checkpoint: page.checkpoint });
  await vi.advanceTimersByTimeAsync(0);
  expect(await pull(team, { ...request, checkpoint: next.checkpoint })).toEqual(pageOf(2, false));
  expect(reads.filter((read) => read === 'team1 2')).toHaveLength(2);
});

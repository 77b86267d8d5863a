// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createIndexKeeper } from './index-keeper.ts';

const pace = { quietMs: 10, spacingMs: 60 };

beforeEach(() => vi.useFakeTimers({ now: 1_000 }));
afterEach(() => vi.useRealTimers());

const createTested = () => {
  const keptAt: number[] = [];
  const problems: unknown[] = [];
  let problem: Error | undefined;
  const keeper = createIndexKeeper({
    keep: async (settledUntil) => {
      if (problem) throw problem;
      keptAt.push(settledUntil + pace.quietMs);
    },
    onKept: (found) => problems.push(found),
    pace,
  });
  return {
    keptAt,
    problems,
    keeper,
    fail: (found?: Error) => {
      problem = found;
    },
    change: () => {
      keeper.hold();
      keeper.changed();
      keeper.rest();
    },
  };
};

test('keeps once it is quiet, and never what did not change', async () => {
  const { keeper, change, keptAt } = createTested();
  keeper.rest();
  await vi.advanceTimersByTimeAsync(100);
  expect(keptAt).toEqual([]);
  for (let times = 0; times < 5; times++) {
    change();
    await vi.advanceTimersByTimeAsync(8);
  }
  await vi.advanceTimersByTimeAsync(100);
  expect(keptAt).toEqual([1_142]);
});

test('leaves time between two keepings, and never keeps while changes are read', async () => {
  const { keeper, change, keptAt } = createTested();
  change();
  await vi.advanceTimersByTimeAsync(11);
  change();
  await vi.advanceTimersByTimeAsync(40);
  expect(keptAt).toEqual([1_010]);
  keeper.hold();
  await vi.advanceTimersByTimeAsync(100);
  expect(keptAt).toEqual([1_010]);
  keeper.rest();
  await vi.advanceTimersByTimeAsync(10);
  expect(keptAt).toEqual([1_010, 1_161]);
});

test('tells of a failure, and tries again after the next rest', async () => {
  const { keeper, change, keptAt, problems, fail } = createTested();
  const full = new Error('full');
  fail(full);
  change();
  await vi.advanceTimersByTimeAsync(200);
  expect(problems).toEqual([full]);
  fail();
  keeper.rest();
  await vi.advanceTimersByTimeAsync(10);
  expect([keptAt, problems]).toEqual([[1_210], [full, undefined]]);
});

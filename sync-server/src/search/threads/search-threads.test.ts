import { expect, it } from 'vitest';
import { createInlineThread } from '../testing/inline-thread.ts';
import { createSearchThreads } from './search-threads.ts';

const createThreads = (size: number) => {
  const begun: ReturnType<typeof createInlineThread>[] = [];
  const threads = createSearchThreads(size, () => {
    const thread = createInlineThread();
    begun.push(thread);
    return thread;
  });
  return { begun, threads };
};

it('begins threads as indexes come, and gives each the thread with the fewest', () => {
  const { begun, threads } = createThreads(2);
  expect(begun).toHaveLength(0);
  const placed = Array.from({ length: 4 }, () => threads.place());
  const threadOf = ({ thread }: (typeof placed)[number]) => begun.indexOf(thread as never);
  expect(placed.map(threadOf)).toEqual([0, 1, 0, 1]);
  placed[1]?.leave();
  placed[3]?.leave();
  expect([threads.place(), threads.place(), threads.place()].map(threadOf)).toEqual([1, 1, 0]);
  expect(begun).toHaveLength(2);
});

it('begins no second thread while the first one is empty', () => {
  const { begun, threads } = createThreads(2);
  threads.place().leave();
  threads.place();
  expect(begun).toHaveLength(1);
});

it('concerns only a thread’s own indexes when it crashes', () => {
  const { begun, threads } = createThreads(2);
  const replaced: string[] = [];
  for (const name of ['a', 'b', 'c']) threads.place().thread.onReplaced(() => replaced.push(name));
  begun[0]?.crash();
  expect(replaced).toEqual(['a', 'c']);
  expect(begun[1]?.generation()).toBe(0);
});

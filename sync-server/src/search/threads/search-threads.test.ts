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

it('begins threads as teams come, gives each the fewest, and leaves a team where it is', () => {
  const { begun, threads } = createThreads(2);
  expect(begun).toHaveLength(0);
  const places = ['a', 'b', 'c', 'd', 'a', 'c'].map((teamId) => begun.indexOf(threads.of(teamId) as never));
  expect(places).toEqual([0, 1, 0, 1, 0, 0]);
  expect(begun).toHaveLength(2);
});

it('concerns only a thread’s own teams when it crashes', () => {
  const { begun, threads } = createThreads(2);
  const replaced: string[] = [];
  for (const teamId of ['a', 'b', 'c']) threads.of(teamId).onReplaced(() => replaced.push(teamId));
  begun[0]?.crash();
  expect(replaced).toEqual(['a', 'c']);
  expect(threads.of('b').generation()).toBe(0);
});

import { expect, test } from 'vitest';
import { createBell } from './bell.ts';

const isStill = async (task: Promise<void>): Promise<boolean> => {
  const other = new Promise<'other'>((resolve) => setTimeout(resolve, 0, 'other'));
  return (await Promise.race([task, other])) === 'other';
};

test('is heard once however often it was rung, and by who waits already', async () => {
  const { signal } = new AbortController();
  const bell = createBell();
  await bell.heard(signal);
  bell.ring();
  bell.ring();
  await bell.heard(signal);
  const waiting = bell.heard(signal);
  expect(await isStill(waiting)).toBe(true);
  bell.ring();
  await waiting;
});

test('lets go of who waits when it is over', async () => {
  const over = new AbortController();
  const bell = createBell();
  await bell.heard(over.signal);
  const waiting = bell.heard(over.signal);
  over.abort();
  await waiting;
  await bell.heard(over.signal);
});

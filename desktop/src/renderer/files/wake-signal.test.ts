import { expect, test } from 'vitest';
import { createWakeSignal } from './wake-signal.ts';

const isStill = async (task: Promise<void>): Promise<boolean> => {
  const other = new Promise<'other'>((resolve) => setTimeout(resolve, 0, 'other'));
  return (await Promise.race([task, other])) === 'other';
};

test('is heard once however often it was rung, and by who waits already', async () => {
  const { signal } = new AbortController();
  const wakeSignal = createWakeSignal();
  await wakeSignal.wait(signal);
  wakeSignal.wake();
  wakeSignal.wake();
  await wakeSignal.wait(signal);
  const waiting = wakeSignal.wait(signal);
  expect(await isStill(waiting)).toBe(true);
  wakeSignal.wake();
  await waiting;
});

test('lets go of who waits when it is over', async () => {
  const over = new AbortController();
  const wakeSignal = createWakeSignal();
  await wakeSignal.wait(over.signal);
  const waiting = wakeSignal.wait(over.signal);
  over.abort();
  await waiting;
  await wakeSignal.wait(over.signal);
});

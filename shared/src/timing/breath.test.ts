import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBreath } from './breath.ts';

const SLICE = 15;
const never = new AbortController().signal;
let now = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Whether it goes on before the others had their turn. */
const goesOn = async (breathe: () => Promise<void>): Promise<boolean> => {
  let done = false;
  const breathing = breathe().then(() => {
    done = true;
  });
  for (let i = 0; i < 5; i++) await Promise.resolve();
  const atOnce = done;
  await vi.runAllTimersAsync();
  await breathing;
  return atOnce;
};

it('gives others a turn once a slice of work is over, and then works for another slice', async () => {
  const breathe = createBreath(SLICE, never);
  const turns: boolean[] = [];
  for (const work of [0, SLICE - 1, 1, 0, SLICE - 1, 1]) {
    now += work;
    turns.push(await goesOn(breathe));
  }
  expect(turns).toEqual([true, true, false, true, true, false]);
});

it('rejects with the reason of the signal after that turn', async () => {
  const controller = new AbortController();
  const breathe = createBreath(SLICE, controller.signal);
  now += SLICE;
  const breathing = breathe();
  controller.abort(new Error('closed'));
  const rejected = expect(breathing).rejects.toThrow('closed');
  await vi.runAllTimersAsync();
  await rejected;
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSaveSchedule } from './save-schedule.ts';

const timing = { quietMs: 100, longestMs: 1000, restMs: 400 };

/** Each saving lasts until it is ended. */
const createSaves = () => {
  const begun: number[] = [];
  let end = (): void => undefined;
  const save = () => {
    begun.push(Date.now());
    return new Promise<void>((resolve) => {
      end = resolve;
    });
  };
  return { begun, end: () => end(), schedule: createSaveSchedule({ save, clock: Date.now, timing }) };
};

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

it('saves once it is quiet, and not again without a change', async () => {
  const { begun, end, schedule } = createSaves();
  schedule.changed();
  await vi.advanceTimersByTimeAsync(60);
  schedule.changed();
  await vi.advanceTimersByTimeAsync(99);
  expect(begun).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  end();
  await vi.advanceTimersByTimeAsync(5000);
  expect(begun).toEqual([160]);
});

it('saves at last while changes never end', async () => {
  const { begun, schedule } = createSaves();
  for (let changes = 0; changes < 30; changes++) {
    schedule.changed();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(begun).toEqual([1000]);
});

it('rests after a saving, however long that took, and never saves twice at a time', async () => {
  const { begun, end, schedule } = createSaves();
  schedule.changed();
  await vi.advanceTimersByTimeAsync(100);
  schedule.changed();
  await vi.advanceTimersByTimeAsync(900);
  expect(begun).toEqual([100]);
  end();
  await vi.advanceTimersByTimeAsync(400);
  expect(begun).toEqual([100, 1400]);
});

it('saves what is left when it is closed, behind a saving under way, and nothing afterwards', async () => {
  const { begun, end, schedule } = createSaves();
  schedule.changed();
  await vi.advanceTimersByTimeAsync(100);
  schedule.changed();
  const closed = schedule.close();
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual([100]);
  end();
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual([100, 101]);
  end();
  await closed;
  schedule.changed();
  await vi.advanceTimersByTimeAsync(5000);
  expect(begun).toHaveLength(2);
});

it('has nothing to do on a close without changes', async () => {
  const { begun, schedule } = createSaves();
  await schedule.close();
  expect(begun).toEqual([]);
});

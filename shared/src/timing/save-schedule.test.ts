import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSaveSchedule } from './save-schedule.ts';

const timing = { quietMs: 100, longestMs: 1000, restMs: 400 };

/** Each saving lasts until it is ended. */
const createSaves = () => {
  const begun: number[] = [];
  let end = (_isSaved: boolean): void => undefined;
  const save = () => {
    begun.push(Date.now());
    return new Promise<boolean>((resolve) => {
      end = resolve;
    });
  };
  const schedule = createSaveSchedule({ save, clock: Date.now, timing });
  return { begun, end: (isSaved = true) => end(isSaved), schedule };
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

it('waits while it is held, and for the quiet after that', async () => {
  const { begun, end, schedule } = createSaves();
  schedule.hold();
  schedule.changed();
  await vi.advanceTimersByTimeAsync(990);
  schedule.release();
  await vi.advanceTimersByTimeAsync(9);
  expect(begun).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  schedule.hold();
  end();
  schedule.changed();
  await vi.advanceTimersByTimeAsync(5000);
  expect(begun).toEqual([1000]);
  schedule.release();
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toHaveLength(2);
});

it('has nothing to do on a release without changes', async () => {
  const { begun, schedule } = createSaves();
  schedule.hold();
  schedule.release();
  await vi.advanceTimersByTimeAsync(5000);
  expect(begun).toEqual([]);
});

it('tries what failed again with the next release, and not before', async () => {
  const { begun, end, schedule } = createSaves();
  schedule.changed();
  await vi.advanceTimersByTimeAsync(100);
  end(false);
  await vi.advanceTimersByTimeAsync(5000);
  expect(begun).toEqual([100]);
  schedule.release();
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toEqual([100, 5200]);
  end();
  await vi.advanceTimersByTimeAsync(1);
  schedule.release();
  await vi.advanceTimersByTimeAsync(5000);
  expect(begun).toHaveLength(2);
});

it('tries what failed again when it is closed', async () => {
  const { begun, end, schedule } = createSaves();
  schedule.changed();
  await vi.advanceTimersByTimeAsync(100);
  end(false);
  await vi.advanceTimersByTimeAsync(1);
  const closed = schedule.close();
  await vi.advanceTimersByTimeAsync(1);
  end();
  await closed;
  expect(begun).toEqual([100, 101]);
});

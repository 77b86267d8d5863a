import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Failure } from '../contracts/errors.ts';
import { createFixedClock } from '../testing/fixed-clock.ts';
import { patience } from './patience.ts';
import { attemptRepeatedly, createRetryBudget, TransientFailure } from './retries.ts';

const passing = (retryAfter?: number) =>
  new TransientFailure('model.unavailable', 'Down.', 'Wait.', retryAfter === undefined ? {} : { retryAfter });
const lasting = new Failure('model.unavailable', 'Gone.', 'Look.');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The attempts fail as told, then succeed. Times are those of the attempts, in milliseconds. */
const run = async (failures: readonly Error[], { timeoutMs = 20_000, random = 0 } = {}) => {
  const began = Date.now();
  const times: number[] = [];
  const attempt = async () => {
    times.push(Date.now() - began);
    const failure = failures[times.length - 1];
    if (failure) throw failure;
    return 'done';
  };
  const terms = { timeoutMs, signal: new AbortController().signal, clock: Date.now, random: () => random };
  const outcome = attemptRepeatedly(attempt, { ...terms, budget: createRetryBudget(Date.now) }).catch(
    (error: unknown) => error,
  );
  await vi.runAllTimersAsync();
  return { outcome: await outcome, times };
};

describe('attempts', () => {
  test('are repeated after growing pauses, a given number of times', async () => {
    const { outcome, times } = await run([passing(), passing(), passing()]);
    expect(outcome).toBeInstanceOf(TransientFailure);
    expect(times).toEqual([0, 125, 375]);
    expect(times).toHaveLength(patience.attempts);
  });

  test('are not repeated when the failure lasts', async () => {
    expect(await run([lasting])).toEqual({ outcome: lasting, times: [0] });
  });

  test('wait as long as they are told, a little spread', async () => {
    expect(await run([passing(3)])).toEqual({ outcome: 'done', times: [0, 3000] });
    expect((await run([passing(3)], { random: 0.8 })).times).toEqual([0, 3100]);
  });

  test('are given up when the wait would take more than half of the time left', async () => {
    expect((await run([passing(10)])).times).toEqual([0, 10_000]);
    expect((await run([passing(10.1)])).times).toEqual([0]);
    expect((await run([passing(10), passing(5.1)])).times).toEqual([0, 10_000]);
  });

  test('end with the reason of the caller, even in a pause', async () => {
    const controller = new AbortController();
    const terms = { timeoutMs: 20_000, signal: controller.signal, clock: Date.now, random: Math.random };
    const answer = attemptRepeatedly(() => Promise.reject(passing(5)), {
      ...terms,
      budget: createRetryBudget(Date.now),
    });
    const settled = expect(answer).rejects.toThrow('taken over');
    await vi.advanceTimersByTimeAsync(1000);
    controller.abort(new Error('taken over'));
    await settled;
  });
});

describe('the budget', () => {
  const takeAll = (budget: { take(): boolean }): number => {
    let taken = 0;
    while (budget.take()) taken += 1;
    return taken;
  };

  test('holds some repeats a minute and a share of the calls', () => {
    const clock = createFixedClock();
    const budget = createRetryBudget(clock);
    expect(takeAll(budget)).toBe(5);
    clock.advance(60_001);
    expect(takeAll(budget)).toBe(5);
    for (let call = 0; call < 51; call++) budget.call();
    expect(takeAll(budget)).toBe(10);
  });

  test('does not grow without end, nor when a clock goes back', () => {
    const clock = createFixedClock();
    const budget = createRetryBudget(clock);
    clock.advance(86_400_000);
    expect(takeAll(budget)).toBe(20);
    clock.advance(-86_400_000);
    expect(takeAll(budget)).toBe(0);
  });
});

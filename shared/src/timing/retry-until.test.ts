import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Failure } from '../contracts/errors.ts';
import { createBackoff } from './backoff.ts';
import { repeatUntil, retryUntil, tryOnce, unlessAborted } from './retry-until.ts';

const limits = { firstRetryMs: 1000, longestRetryMs: 4000 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Terms with the longest jitter, and what was told of failures, each with its time. */
const start = () => {
  const began = Date.now();
  const failed: (readonly [at: number, message: string, failures: number])[] = [];
  const controller = new AbortController();
  const terms = {
    backoff: createBackoff(limits, () => 1),
    onFailed: (error: unknown, failures: number) => {
      failed.push([Date.now() - began, error instanceof Error ? error.message : '', failures]);
    },
  };
  return { ...terms, terms, failed, controller, signal: controller.signal, elapsed: () => Date.now() - began };
};

/** Fails with these errors, one after the other, then succeeds with the number of attempts. */
const failing = (...errors: readonly Error[]) => {
  let attempts = 0;
  return async () => {
    const error = errors[attempts];
    attempts += 1;
    if (error) throw error;
    return attempts;
  };
};

const away = (message: string) => new Error(message);

describe('retryUntil', () => {
  test('waits longer after each failure, up to a limit, until the task succeeds', async () => {
    const { signal, terms, failed, elapsed } = start();
    const result = retryUntil(signal, failing(away('a'), away('b'), away('c'), away('d')), terms);
    await vi.runAllTimersAsync();
    expect(await result).toBe(5);
    expect(failed).toEqual([
      [0, 'a', 1],
      [1000, 'b', 2],
      [3000, 'c', 3],
      [7000, 'd', 4],
    ]);
    expect(elapsed()).toBe(11_000);
    expect(terms.backoff.failures()).toBe(0);
  });

  test('spreads the waits: half of each is fixed', async () => {
    const { signal, onFailed, elapsed } = start();
    const result = retryUntil(signal, failing(away('a')), { onFailed, backoff: createBackoff(limits, () => 0) });
    await vi.runAllTimersAsync();
    await result;
    expect(elapsed()).toBe(500);
  });

  test('waits as long as the other side asked for, and its own wait behind that', async () => {
    const { signal, terms, elapsed } = start();
    const result = retryUntil(signal, failing(new Failure('server.busy', 'Busy.', 'Wait.', { retryAfter: 20 })), terms);
    await vi.runAllTimersAsync();
    await result;
    expect(elapsed()).toBe(21_000);
  });

  test('gives up with what is thrown when a failure is told, without a wait', async () => {
    const { signal, backoff } = start();
    const onFailed = (error: unknown, failures: number): void => {
      if (failures === 2) throw error;
    };
    const result = retryUntil(signal, failing(away('a'), away('b')), { backoff, onFailed });
    const rejected = expect(result).rejects.toThrow('b');
    await vi.runAllTimersAsync();
    await rejected;
  });

  test('rejects with the reason when it is called off in a wait, or while the task runs, and tells nothing of the latter', async () => {
    const { signal, terms, failed, controller } = start();
    const waiting = expect(retryUntil(signal, failing(away('a')), terms)).rejects.toThrow('stopping');
    const running = expect(
      retryUntil(
        signal,
        () => new Promise((_, reject) => signal.addEventListener('abort', () => reject(away('cut')))),
        terms,
      ),
    ).rejects.toThrow('stopping');
    await vi.advanceTimersByTimeAsync(10);
    controller.abort(new Error('stopping'));
    await Promise.all([waiting, running]);
    expect(failed).toEqual([[0, 'a', 1]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not begin when it was called off before', async () => {
    const { terms } = start();
    const task = vi.fn(async () => 1);
    await expect(retryUntil(AbortSignal.abort(new Error('stopping')), task, terms)).rejects.toThrow('stopping');
    expect(task).not.toHaveBeenCalled();
  });

  test('goes on at once when it is woken', async () => {
    const { signal, terms, elapsed } = start();
    const result = retryUntil(signal, failing(away('a')), terms);
    await vi.advanceTimersByTimeAsync(10);
    terms.backoff.wake();
    expect(await result).toBe(2);
    expect(elapsed()).toBe(10);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('repeatUntil', () => {
  test('does the task again and again, counts failures anew after a success, and ends with the signal', async () => {
    const { signal, terms, failed, controller } = start();
    const outcomes = ['a', undefined, 'b', 'c', undefined];
    let done = 0;
    const work = repeatUntil(
      signal,
      async () => {
        const outcome = outcomes[done];
        done += 1;
        if (done === outcomes.length) controller.abort(new Error('stopping'));
        if (outcome) throw away(outcome);
      },
      terms,
    );
    await vi.runAllTimersAsync();
    await work;
    expect(done).toBe(outcomes.length);
    expect(failed.map(([, ...rest]) => rest)).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ]);
  });

  test('a task that goes well for long before it fails may begin the waits anew', async () => {
    const { signal, terms, failed, controller } = start();
    let done = 0;
    const work = repeatUntil(
      signal,
      async () => {
        done += 1;
        if (done === 3) terms.backoff.reset();
        if (done === 4) controller.abort();
        throw away(String(done));
      },
      terms,
    );
    await vi.runAllTimersAsync();
    await work;
    expect(failed.map(([, , failures]) => failures)).toEqual([1, 2, 1]);
  });
});

test('tryOnce tells whether the task succeeded, and waits where it did not', async () => {
  const { signal, terms, elapsed } = start();
  expect(await tryOnce(signal, failing(), terms)).toEqual({ result: 1 });
  const failed = tryOnce(signal, failing(away('a')), terms);
  await vi.runAllTimersAsync();
  expect([await failed, elapsed()]).toEqual([undefined, 1000]);
});

test('unlessAborted hides what rejects because it was called off, and nothing else', async () => {
  const { signal, controller } = start();
  expect(await unlessAborted(signal, Promise.resolve(7))).toBe(7);
  await expect(unlessAborted(signal, Promise.reject(away('a')))).rejects.toThrow('a');
  controller.abort();
  expect(await unlessAborted(signal, Promise.reject(away('b')))).toBeUndefined();
});

import { expect, test } from 'vitest';
import { Failure } from '../contracts/errors.ts';
import { retryDelay } from './retry-delay.ts';

const limits = { firstRetryMs: 1000, longestRetryMs: 60_000 };
const longest = () => 1;
const failed = (code: 'store.unavailable' | 'store.full' | 'channel.unreachable') => new Failure(code, 'No.', 'Wait.');

test('waits twice as long after each failure, up to the limit, and half of it at the least', () => {
  const error = failed('channel.unreachable');
  const delays = [1, 2, 3, 7, 500].map((failures) => retryDelay(limits, { failures, error }, longest));
  expect(delays).toEqual([1000, 2000, 4000, 60_000, 60_000]);
  expect(retryDelay(limits, { failures: 2, error }, () => 0)).toBe(1000);
});

test('waits five seconds at most for the store, however often it failed', () => {
  for (const code of ['store.unavailable', 'store.full'] as const) {
    expect(retryDelay(limits, { failures: 2, error: failed(code) }, longest)).toBe(2000);
    expect(retryDelay(limits, { failures: 500, error: failed(code) }, longest)).toBe(5000);
  }
  const patient = { firstRetryMs: 10, longestRetryMs: 20 };
  expect(retryDelay(patient, { failures: 500, error: failed('store.full') }, longest)).toBe(20);
});

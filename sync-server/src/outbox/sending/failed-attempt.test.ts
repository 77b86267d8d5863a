import { type ErrorCode, Failure } from '@inbetwin/shared/contracts/errors.ts';
import { expect, test } from 'vitest';
import { consequenceOf } from './failed-attempt.ts';

const attempts = { failures: 1, timing: { firstRetryMs: 100, longestRetryMs: 1000 }, random: () => 1 };
const failure = (code: ErrorCode, retryAfter?: number) =>
  new Failure(code, 'Said so.', 'Wait.', retryAfter === undefined ? {} : { retryAfter });

test.each(['channel.rejected', 'channel.blocked', 'file.too_large', 'file.gone'] as const)(
  '%s ends the message with the reason',
  (code) => {
    expect(consequenceOf(failure(code), attempts)).toEqual({
      outcome: 'done',
      delivery: { state: 'failed', reason: { code, message: 'Said so.' } },
    });
  },
);

test('a platform out of reach, or a refused token, is tried again ever later, and sooner when woken', () => {
  for (const code of ['channel.unreachable', 'channel.token_refused', 'channel.signed_out'] as const) {
    const waits = [1, 2, 3, 9].map((failures) => consequenceOf(failure(code), { ...attempts, failures }));
    expect(waits.map((wait) => wait?.outcome)).toEqual([100, 200, 400, 1000].map((ms) => ({ kind: 'retry', ms })));
    expect(waits[0]?.delivery).toEqual({ state: 'queued', reason: { code, message: 'Said so.' } });
  }
});

test('a wait that the platform asks for is kept in full, up to a day', () => {
  const waitOf = (seconds?: number) => consequenceOf(failure('channel.rate_limited', seconds), attempts)?.outcome;
  expect(waitOf(7)).toEqual({ kind: 'retry', ms: 7000, fixed: true });
  expect(waitOf(1e9)).toEqual({ kind: 'retry', ms: 86_400_000, fixed: true });
  expect(waitOf()).toEqual({ kind: 'retry', ms: 100, fixed: true });
});

test('what is no word of the platform about the message is left to the caller', () => {
  expect(consequenceOf(new TypeError('bug'), attempts)).toBeUndefined();
  expect(consequenceOf(failure('store.unavailable'), attempts)).toBeUndefined();
});

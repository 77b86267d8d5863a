import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openAccessTokens } from './access-tokens.ts';
import type { Grant } from './grant.ts';

const timing = { firstRetryMs: 1000, longestRetryMs: 8000 };
const HOUR = 3_600_000;

const grantOf = (number: number, at: number): Grant => ({
  accessToken: `access-${number}`,
  refreshToken: `refresh-${number}`,
  expiresAt: at + HOUR,
  renewAt: at + HOUR - 300_000,
});

/** A platform whose refresh tokens are good once, and a disk. */
const begin = () => {
  let now = 0;
  let renewals = 0;
  const stored: Grant[] = [grantOf(0, 0)];
  const refusals: Failure[] = [];
  const full: Failure[] = [];
  const told: (string | undefined)[] = [];
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const tokens = openAccessTokens({
    source: {
      read: () => stored.at(-1) ?? grantOf(0, 0),
      renew: async ({ refreshToken }) => {
        renewals += 1;
        const refusal = refusals.shift();
        if (refusal) throw refusal;
        expect(refreshToken).toBe(`refresh-${renewals - 1}`);
        return grantOf(renewals, now);
      },
      store: async (former, next) => {
        const failure = full.shift();
        if (failure) throw failure;
        expect(former).toEqual(stored.at(-1));
        stored.push(next);
      },
    },
    onTrouble: (failure) => told.push(failure?.code),
    clock: () => now,
    timing,
    random: () => 1,
    signal: ending.signal,
  });
  return {
    tokens,
    told,
    stored: () => stored.at(-1)?.accessToken,
    renewals: () => renewals,
    refuse: (code: 'channel.unreachable' | 'channel.signed_out') => {
      refusals.push(new Failure(code, 'No.', 'Later.'));
      // The test's platform gives this number to the next token all the same.
      renewals -= 1;
    },
    fillDisk: () => full.push(new Failure('store.full', 'Full.', 'Make room.')),
    pass: (ms: number) => {
      now += ms;
    },
    end: () => ending.abort(),
  };
};

test('gives the same token until shortly before it ends, and renews it then, once for all who ask', async () => {
  const { tokens, pass, renewals, stored } = begin();
  expect(await tokens.get()).toBe('access-0');
  pass(HOUR - 300_000 - 1);
  expect(await tokens.get()).toBe('access-0');
  pass(1);
  expect(await Promise.all([tokens.get(), tokens.get(), tokens.get('access-0')])).toEqual(
    Array.from({ length: 3 }, () => 'access-1'),
  );
  expect(renewals()).toBe(1);
  expect(stored()).toBe('access-1');
});

test('renews a token that the platform refuses, unless somebody has done so already', async () => {
  const { tokens, renewals } = begin();
  expect(await tokens.get('access-0')).toBe('access-1');
  expect(await tokens.get('access-0')).toBe('access-1');
  expect(renewals()).toBe(1);
});

test('what is not on disk yet is not used; it is stored later, and not renewed once more', async () => {
  const { tokens, pass, fillDisk, renewals, stored } = begin();
  fillDisk();
  await expect(tokens.get('access-0')).rejects.toMatchObject({ code: 'store.full' });
  expect(stored()).toBe('access-0');
  pass(1000);
  expect(await tokens.get('access-0')).toBe('access-1');
  expect(stored()).toBe('access-1');
  expect(renewals()).toBe(1);
});

test('after a failure nobody asks the platform until a growing pause is over; a token that still lives is used meanwhile', async () => {
  const { tokens, pass, refuse, renewals, told } = begin();
  for (let at = 0; at < 3; at++) refuse('channel.unreachable');
  pass(HOUR - 300_000);
  const before = renewals();
  expect(await tokens.get()).toBe('access-0');
  expect(await tokens.get()).toBe('access-0');
  expect(renewals() - before).toBe(1);
  expect(told).toEqual([]);
  pass(300_000);
  await expect(tokens.get()).rejects.toMatchObject({ code: 'channel.unreachable' });
  pass(1000);
  await expect(tokens.get()).rejects.toMatchObject({ code: 'channel.unreachable' });
  expect(renewals() - before).toBe(2);
  pass(1000);
  await expect(tokens.get()).rejects.toMatchObject({ code: 'channel.unreachable' });
  expect(renewals() - before).toBe(3);
  pass(4000);
  expect(await tokens.get()).toBe('access-1');
  expect(told).toEqual(['channel.unreachable', 'channel.unreachable', undefined]);
});

test('once the platform renews no more, that is told at once and nobody asks it again', async () => {
  const { tokens, pass, refuse, renewals, told } = begin();
  refuse('channel.signed_out');
  pass(HOUR - 300_000);
  expect(await tokens.get()).toBe('access-0');
  expect(told).toEqual(['channel.signed_out']);
  pass(100 * HOUR);
  await expect(tokens.get()).rejects.toMatchObject({ code: 'channel.signed_out' });
  await expect(tokens.get('access-0')).rejects.toMatchObject({ code: 'channel.signed_out' });
  expect(renewals()).toBe(0);
  await tokens.keepFresh();
});

test('is renewed in time although nobody asks for it', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { tokens, pass, stored, end } = begin();
  const keeping = tokens.keepFresh();
  for (let minutes = 0; minutes < 60; minutes += 5) {
    pass(300_000);
    await vi.advanceTimersByTimeAsync(300_000);
  }
  expect(stored()).toBe('access-1');
  end();
  await keeping;
});

import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { type Api, readProblem, startApi } from '../testing/start-api.ts';
import { createAuthLimits } from './auth-limits.ts';
import { createGrowingDelay } from './growing-delay.ts';

const email = 'anna@example.com';
const { signal } = new AbortController();

/** The usual limits by a clock of their own; what a try had to wait, in milliseconds, or that it was refused. */
const open = () => {
  const clock = createFixedClock();
  let waited = 0;
  const guard = createAuthLimits({
    clock,
    wait: async (ms) => {
      waited += ms;
    },
  });
  const attempt = (address: string, device?: string) => ({ route: 'login' as const, address, email, device });
  const guess = async (address: string, device?: string): Promise<number | 'refused'> => {
    waited = 0;
    try {
      await guard.admit(attempt(address, device), signal);
      return waited;
    } catch {
      return 'refused';
    }
  };
  return { clock, guard, guess, attempt };
};

test('ten wrong passwords from each of a hundred addresses lock the owner out nowhere', async () => {
  const { guess } = open();
  for (let stranger = 0; stranger < 100; stranger++) {
    for (let n = 0; n < 10; n++) await guess(`203.0.113.${stranger}`);
  }
  expect(await guess('198.51.100.7')).toBe(3_000);
  expect(await guess('198.51.100.7')).toBe(3_000);
  expect(await guess('198.51.100.7', 'her laptop')).toBe(0);
  // Even where the strangers are, her own device is not taken for one of them.
  expect(await guess('203.0.113.1')).toBe('refused');
  expect(await guess('203.0.113.1', 'her laptop')).toBe(0);
});

test('an address gets to try less and less often, also with tries sent at once, and never waits over a minute', async () => {
  const { clock, guard, guess, attempt } = open();
  const burst = await Promise.all(Array.from({ length: 50 }, () => guess('203.0.113.1')));
  expect(burst.filter((outcome) => outcome !== 'refused')).toHaveLength(5);
  const waits: number[] = [];
  for (let n = 0; n < 10; n++) {
    const refused: unknown = await guard.admit(attempt('203.0.113.1'), signal).catch((error: unknown) => error);
    const seconds = refused instanceof Failure ? (refused.retryAfter ?? 0) : 0;
    waits.push(seconds);
    clock.advance(seconds * 1_000);
    expect(await guess('203.0.113.1')).not.toBe('refused');
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
  clock.advance(15 * 60_000);
  expect(await guess('203.0.113.1')).not.toBe('refused');
});

test('a device that was stolen guesses no faster than a stranger, and holds up nobody else', async () => {
  const { guess } = open();
  const outcomes = [];
  for (let n = 0; n < 6; n++) outcomes.push(await guess(`203.0.113.${n}`, 'stolen'));
  expect(outcomes).toEqual([0, 0, 0, 0, 0, 'refused']);
  expect(await guess('203.0.113.9')).toBe(0);
  expect(await guess('203.0.113.9', 'another')).toBe(0);
});

test('a sign-in that succeeds clears what went wrong before it', async () => {
  const { guard, guess, attempt } = open();
  for (let n = 0; n < 5; n++) await guess('203.0.113.1');
  expect(await guess('203.0.113.1')).toBe('refused');
  await guard.forgive(attempt('203.0.113.1'));
  expect(await guess('203.0.113.1')).toBe(0);
});

test('however keys are tried, a wait is never longer than the longest, and a key that is let go waits for nothing', () => {
  const times = { free: 3, first: 1_000, longest: 30_000, forgottenAfter: 600_000 };
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(40_000)), { maxLength: 60 }), (tries) => {
      const clock = createFixedClock();
      const delay = createGrowingDelay(times, clock);
      for (const [key, pause] of tries) {
        clock.advance(pause);
        try {
          delay.take(key);
        } catch (error) {
          expect(error).toMatchObject({ code: 'request.too_many' });
          expect((error as { retryAfter: number }).retryAfter).toBeLessThanOrEqual(30);
        }
      }
      clock.advance(times.longest);
      expect(() => delay.take('a')).not.toThrow();
      delay.forgive('b');
      expect(() => delay.take('b')).not.toThrow();
    }),
    { seed: 12 },
  );
});

const strict = {
  perAddress: { points: 12, seconds: 60 },
  perPair: { free: 3, first: 5_000, longest: 5_000, forgottenAfter: 60_000 },
  perEmail: { points: 100, seconds: 60 },
  newTeams: { perAddress: { points: 100, seconds: 60 }, inAll: { points: 100, seconds: 60 } },
};

const login = async (api: Api, body: { password: string; email?: string; deviceToken?: string }, address?: string) => {
  const headers = address === undefined ? {} : { 'x-forwarded-for': address };
  return api.send('POST', '/api/v1/auth/login', { body: { email, ...body }, headers });
};

const startStrict = async (): Promise<{ readonly api: Api; readonly owner: Session }> => {
  const api = await startApi({ authLimits: strict, trustedProxies: 1 });
  onTestFinished(() => api.close());
  return { api, owner: await api.register('anna') };
};

test('over HTTP a wrong password costs time, a right one clears the count, and an address has a limit of its own', async () => {
  const { api } = await startStrict();
  const wrong = async (name = email) => (await login(api, { password: 'wrong', email: name })).status;
  expect([await wrong(), await wrong()]).toEqual([401, 401]);
  expect((await login(api, { password: 'long enough' })).status).toBe(200);
  expect([await wrong(), await wrong('Anna@example.com'), await wrong(), await wrong()]).toEqual([401, 401, 401, 429]);
  const refused = await login(api, { password: 'long enough' });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
  api.clock.advance(5_000);
  expect((await login(api, { password: 'long enough' })).status).toBe(200);

  const others = [];
  for (let n = 0; n < 6; n++) others.push(await wrong(`nobody-${n}@example.com`));
  expect(others).toContain(429);
  expect((await readProblem(await login(api, { password: 'wrong', email: 'x@example.com' }))).code).toBe(
    'request.too_many',
  );
});

test('over HTTP the owner’s own device signs in where strangers have used up every try', async () => {
  const { api, owner } = await startStrict();
  for (let n = 0; n < 4; n++) await login(api, { password: 'wrong' }, '203.0.113.5');
  expect((await login(api, { password: 'long enough' }, '203.0.113.5')).status).toBe(429);
  const { deviceToken } = owner;
  expect((await login(api, { password: 'long enough', deviceToken }, '203.0.113.5')).status).toBe(200);
  const { deviceToken: foreign } = await api.register('boris');
  for (const forged of [foreign, `${deviceToken}x`, 'x.y', '']) {
    expect((await login(api, { password: 'long enough', deviceToken: forged }, '203.0.113.5')).status).toBe(429);
  }
});

import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { beforeEach, expect, test } from 'vitest';
import { type Accounts, createAccounts } from './accounts.ts';
import { deriveKey } from './keys.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const secretKey = new Uint8Array(32).fill(7);
const anna = { email: 'anna@example.com', password: 'long enough', name: 'Anna', team: 'Agency' };
let clock = createFixedClock();
let store = createMemoryStore();
let accounts: Accounts;

const openAccounts = (key = secretKey) => createAccounts({ store, clock, secretKey: key, log: silent });

beforeEach(() => {
  clock = createFixedClock();
  store = createMemoryStore();
  accounts = openAccounts();
});

const sessionIdOf = async (accessToken: string) => (await accounts.verifyAccess(accessToken)).sessionId;

test('an exchange gives a new pair of the same session', async () => {
  const first = await accounts.register(anna);
  const second = await accounts.refresh(first.refreshToken);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(await sessionIdOf(second.accessToken)).toBe(await sessionIdOf(first.accessToken));
  expect(second.user).toEqual(first.user);
});

test('a device that lost the answer may exchange the same token again for 60 seconds, and gets the same one', async () => {
  const { refreshToken } = await accounts.register(anna);
  const lost = await accounts.refresh(refreshToken);
  clock.advance(60_000);
  const repeated = await accounts.refresh(refreshToken);
  expect(repeated.refreshToken).toBe(lost.refreshToken);
  await accounts.refresh(repeated.refreshToken);
});

test('later it gets another one, and whoever comes with the first ends the session', async () => {
  const { refreshToken } = await accounts.register(anna);
  const first = await accounts.refresh(refreshToken);
  clock.advance(60_001);
  const second = await accounts.refresh(refreshToken);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(await sessionIdOf(second.accessToken)).toBe(await sessionIdOf(first.accessToken));
  await expect(accounts.refresh(first.refreshToken)).rejects.toMatchObject({ code: 'auth.refresh_reused' });
  await expect(accounts.refresh(second.refreshToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  await expect(accounts.verifyAccess(second.accessToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
});

const signInAnew = async (slug: string): Promise<string> => {
  const target = await accounts.ensureTeam({ slug, name: slug, owner: { email: `${slug}@example.com`, name: slug } });
  return (await accounts.redeemLink(await accounts.createSignInLink(target))).refreshToken;
};

test('a device is never signed out, whichever answers it loses or dies before it has written down', async () => {
  const pause = fc.constantFrom(0, 60_000, 60_001, 3600_000);
  const exchanges = fc.array(fc.record({ isKept: fc.boolean(), pause }), { maxLength: 12 });
  let device = 0;
  await fc.assert(
    fc.asyncProperty(exchanges, async (all) => {
      device += 1;
      let held = await signInAnew(`device${device}`);
      for (const { isKept, pause: before } of all) {
        clock.advance(before);
        const { refreshToken } = await accounts.refresh(held);
        if (isKept) held = refreshToken;
      }
    }),
    { numRuns: 40 },
  );
});

test('of two who hold the same token neither goes on unseen: when the first one comes again the session ends', async () => {
  const times = fc.integer({ min: 1, max: 3 });
  let theft = 0;
  await fc.assert(
    fc.asyncProperty(times, times, async (first, second) => {
      theft += 1;
      const stolen = await signInAnew(`theft${theft}`);
      const use = async (token: string, count: number): Promise<string> => {
        let held = token;
        for (let exchange = 0; exchange < count; exchange += 1) {
          clock.advance(60_001);
          held = (await accounts.refresh(held)).refreshToken;
        }
        return held;
      };
      const firstHolds = await use(stolen, first);
      const meeting = use(stolen, second).then(() => use(firstHolds, 1));
      await expect(meeting).rejects.toMatchObject({ code: 'auth.refresh_reused' });
      await expect(use(firstHolds, 1)).rejects.toMatchObject({ code: expect.stringMatching(/^auth\./) });
    }),
    { numRuns: 12 },
  );
});

test('tabs that exchange one token at the same moment all get the same new one', async () => {
  const { refreshToken } = await accounts.register(anna);
  const pairs = await Promise.all(Array.from({ length: 6 }, () => accounts.refresh(refreshToken)));
  expect(new Set(pairs.map((pair) => pair.refreshToken)).size).toBe(1);
  await accounts.refresh(pairs[0]?.refreshToken ?? '');
});

test('a token used again after its successor was revokes the whole family, even within the 60 seconds', async () => {
  const first = await accounts.register(anna);
  const second = await accounts.refresh(first.refreshToken);
  const third = await accounts.refresh(second.refreshToken);
  await expect(accounts.refresh(first.refreshToken)).rejects.toMatchObject({ code: 'auth.refresh_reused' });
  await expect(accounts.refresh(third.refreshToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  await expect(accounts.verifyAccess(third.accessToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
});

test('a made-up token is refused and harms no session', async () => {
  const { refreshToken } = await accounts.register(anna);
  const [sessionId = '', secret = '', mark = ''] = refreshToken.split('.');
  await fc.assert(
    fc.asyncProperty(fc.base64String({ maxLength: 60 }), fc.constantFrom(0, 1, 2), async (made, part) => {
      const parts = [sessionId, secret, mark];
      fc.pre(made !== parts[part]);
      parts[part] = made;
      await expect(accounts.refresh(parts.join('.'))).rejects.toMatchObject({ code: 'auth.token_invalid' });
      await accounts.logout(parts.join('.'));
    }),
    { numRuns: 60 },
  );
  await accounts.refresh(refreshToken);
});

test('signing out ends the session at once, and again is no error', async () => {
  const session = await accounts.register(anna);
  await accounts.logout(session.refreshToken);
  await accounts.logout(session.refreshToken);
  await expect(accounts.verifyAccess(session.accessToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  await expect(accounts.refresh(session.refreshToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
});

test('a sign-out in another process is noticed within 5 seconds', async () => {
  const session = await accounts.register(anna);
  await accounts.verifyAccess(session.accessToken);
  await openAccounts().logout(session.refreshToken);
  clock.advance(4_000);
  await expect(accounts.verifyAccess(session.accessToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
});

test('another role asks for a new token, and who has left the team gets in no more, both within 5 seconds', async () => {
  const { accessToken, refreshToken } = await accounts.register(anna);
  const { userId, teamId } = await accounts.verifyAccess(accessToken);
  const { members } = openAccounts();
  const owner = { userId: 'clara', teamId, role: 'owner' as const };
  await members.add(owner);
  await members.change(owner, userId, { role: 'viewer' });
  clock.advance(4_000);
  await expect(accounts.verifyAccess(accessToken)).rejects.toMatchObject({ code: 'auth.token_expired' });
  const renewed = await accounts.refresh(refreshToken);
  expect(await accounts.verifyAccess(renewed.accessToken)).toMatchObject({ role: 'viewer' });

  await members.remove(owner, userId);
  clock.advance(4_000);
  await expect(accounts.verifyAccess(renewed.accessToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  await expect(accounts.refresh(renewed.refreshToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
});

test('an access token lives for 15 minutes', async () => {
  const { accessToken } = await accounts.register(anna);
  clock.advance(15 * 60_000 - 1_000);
  await accounts.verifyAccess(accessToken);
  clock.advance(1_000);
  await expect(accounts.verifyAccess(accessToken)).rejects.toMatchObject({ code: 'auth.token_expired' });
});

test('a forged access token is refused, however it was forged', async () => {
  const session = await accounts.register(anna);
  const caller = await accounts.verifyAccess(session.accessToken);
  const claims = { team: caller.teamId, sid: caller.sessionId };
  const now = Math.floor(clock() / 1000);
  const key = deriveKey(secretKey, 'access-token');
  const real = { alg: 'HS256', typ: 'at+jwt', issuer: 'inbetwin', audience: 'inbetwin-api', role: 'owner', key };
  const forge = (differs: Partial<typeof real>) => {
    const { alg, typ, issuer, audience, role, key: signedWith } = { ...real, ...differs };
    return new SignJWT({ ...claims, role })
      .setProtectedHeader({ alg, typ })
      .setSubject(caller.userId)
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(now + 60)
      .sign(signedWith);
  };
  expect(await accounts.verifyAccess(await forge({}))).toEqual(caller);

  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const [header = '', payload = '', signature = ''] = session.accessToken.split('.');
  const forged = [
    await forge({ key: secretKey }),
    await forge({ key: new Uint8Array(32) }),
    await forge({ alg: 'HS512', key: new Uint8Array(64).fill(7) }),
    await forge({ typ: 'JWT' }),
    await forge({ issuer: 'somebody' }),
    await forge({ audience: 'something' }),
    await forge({ role: 'god' }),
    await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' }).sign(key),
    `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
    `${header}.${encode({ ...claims, sub: 'somebody' })}.${signature}`,
    session.refreshToken,
    '',
    '..',
  ];
  for (const token of forged) {
    await expect(accounts.verifyAccess(token)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  }
});

test('a token of a server with another secret is refused', async () => {
  const { accessToken, refreshToken } = await accounts.register(anna);
  const other = openAccounts(new Uint8Array(32).fill(8));
  await expect(other.verifyAccess(accessToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  await expect(other.refresh(refreshToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
});

import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { writingStore } from '@inbetwin/shared/testing/writing-store.ts';
import { expect, test } from 'vitest';
import { createAccounts } from './accounts.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const secretKey = new Uint8Array(32).fill(7);
const anna = { email: 'anna@example.com', password: 'long enough', name: 'Анна', team: 'Свет и Звук' };

const open = (store: DocumentStore = createMemoryStore(), clock = createFixedClock()) => ({
  accounts: createAccounts({ store, clock, secretKey, log: silent }),
  store,
  clock,
});

/** The store, but its n-th write (and every later one) never arrives, as if the process had been killed. */
const dyingAt = (store: DocumentStore, fatalWrite: number): DocumentStore => {
  let writes = 0;
  return writingStore(store, async (rows, stored) => {
    writes += 1;
    if (writes >= fatalWrite) throw new Failure('store.unavailable', 'killed', 'Start again.');
    return stored(rows);
  });
};

test('registers a user as the owner of a new team, whose address is readable', async () => {
  const { accounts } = open();
  const session = await accounts.register(anna);
  expect(session.user).toMatchObject({ email: anna.email, name: anna.name });
  expect(session.team).toMatchObject({ name: anna.team, role: 'owner', slug: 'svet-i-zvuk' });
  expect(await accounts.verifyAccess(session.accessToken)).toMatchObject({ userId: session.user.id, role: 'owner' });
  expect(await accounts.findTeamBySlug('svet-i-zvuk')).toEqual({
    id: session.team.id,
    slug: 'svet-i-zvuk',
    name: anna.team,
  });
});

test('of many registrations of one e-mail at once exactly one succeeds', async () => {
  const { accounts } = open();
  const attempts = await Promise.allSettled(
    ['anna@example.com', 'ANNA@example.com', ' anna@Example.com '].map((email) =>
      accounts.register({ ...anna, email }),
    ),
  );
  expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);
  for (const attempt of attempts) {
    if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 'auth.email_taken' });
  }
  expect(await accounts.teams()).toHaveLength(1);
});

test('an account that a crash left half-written works at the next sign-in, wherever the crash was', async () => {
  for (let fatalWrite = 1; ; fatalWrite++) {
    const { accounts, store, clock } = open();
    const dying = createAccounts({ store: dyingAt(store, fatalWrite), clock, secretKey, log: silent });
    const survived = await dying.register(anna).then(
      () => true,
      () => false,
    );
    if (survived) {
      expect(fatalWrite).toBeGreaterThan(5);
      return;
    }
    if (fatalWrite === 1) {
      await expect(accounts.login(anna)).rejects.toMatchObject({ code: 'auth.wrong_credentials' });
      await accounts.register(anna);
    }
    const session = await accounts.login(anna);
    expect(session.team).toMatchObject({ name: anna.team, slug: 'svet-i-zvuk', role: 'owner' });
    expect(await accounts.teams()).toHaveLength(1);
    await expect(accounts.register(anna)).rejects.toMatchObject({ code: 'auth.email_taken' });
  }
});

test('teams of one name get addresses of their own, and nobody takes the address of the demo', async () => {
  const { accounts } = open();
  const names = ['Demo', 'Agency', 'Agency', 'Agency', 'Agency', 'agency!', '🎈'];
  const sessions = [];
  for (const [index, team] of names.entries()) {
    sessions.push(await accounts.register({ ...anna, email: `a${index}@example.com`, team }));
  }
  const slugs = sessions.map((session) => session.team.slug);
  expect(new Set(slugs).size).toBe(names.length);
  expect(slugs).not.toContain('demo');
  for (const { team } of sessions) expect((await accounts.findTeamBySlug(team.slug))?.id).toBe(team.id);
  const listed = (await accounts.teams()).map((team) => team.id);
  expect(listed.sort()).toEqual(sessions.map((session) => session.team.id).sort());
});

test('an unknown e-mail and a wrong password get the same answer in the same time', async () => {
  const { accounts } = open();
  await accounts.register(anna);
  const timed = async (email: string) => {
    const started = performance.now();
    await expect(accounts.login({ email, password: 'wrong password' })).rejects.toMatchObject({
      code: 'auth.wrong_credentials',
    });
    return performance.now() - started;
  };
  const known = [];
  const unknown = [];
  for (let round = 0; round < 6; round++) {
    known.push(await timed(anna.email));
    unknown.push(await timed('nobody@example.com'));
  }
  expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2);
});

test('the demo team is made once; its owner signs in by link and never by password', async () => {
  const { accounts } = open();
  const demo = { slug: 'demo', name: 'Demo', owner: { email: 'demo@inbetwin.invalid', name: 'Demo' } };
  const [first, second] = await Promise.all([accounts.ensureTeam(demo), accounts.ensureTeam(demo)]);
  expect(await accounts.ensureTeam(demo)).toEqual(first);
  expect(second).toEqual(first);
  expect(await accounts.teams()).toEqual([{ id: first.teamId, slug: 'demo', name: 'Demo' }]);
  await expect(accounts.login({ email: demo.owner.email, password: '' })).rejects.toThrow(Failure);

  const token = await accounts.createSignInLink(first);
  expect((await accounts.redeemLink(token)).team).toMatchObject({ slug: 'demo', role: 'owner' });
  await expect(accounts.redeemLink(token)).rejects.toMatchObject({ code: 'auth.link_used' });
});

test('a sign-in link lets in one of several who use it at once, and nobody after a day', async () => {
  const { accounts, clock } = open();
  const { user, team } = await accounts.register(anna);
  const target = { userId: user.id, teamId: team.id };
  const token = await accounts.createSignInLink(target);
  const attempts = await Promise.allSettled(Array.from({ length: 5 }, () => accounts.redeemLink(token)));
  expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);

  const late = await accounts.createSignInLink(target);
  clock.advance(24 * 3600_000);
  await expect(accounts.redeemLink(late)).rejects.toMatchObject({ code: 'auth.link_used' });
  await expect(accounts.redeemLink('made-up-made-up-made-up')).rejects.toMatchObject({ code: 'auth.link_used' });
});

test('what has run out is removed, what is alive stays', async () => {
  const { accounts, store, clock } = open();
  const old = await accounts.register(anna);
  await accounts.createSignInLink({ userId: old.user.id, teamId: old.team.id });
  clock.advance(61 * 24 * 3600_000);
  const fresh = await accounts.login(anna);
  expect(await accounts.removeExpired()).toBe(2);
  expect(await accounts.removeExpired()).toBe(0);
  await expect(accounts.refresh(old.refreshToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  expect((await accounts.refresh(fresh.refreshToken)).user).toEqual(fresh.user);
  const kept = await store.collection('server/accounts').changes({ limit: 100 });
  expect(JSON.stringify(kept.changes.filter((change) => !change.deleted))).not.toContain(anna.password);
});

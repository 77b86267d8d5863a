import { expect, onTestFinished, test } from 'vitest';
import { readProblem, startApi } from './testing/start-api.ts';

const account = (name: string, more: object = {}) => ({
  email: `${name}@example.com`,
  password: 'long enough',
  name,
  team: name,
  ...more,
});

const start = async (overrides: Parameters<typeof startApi>[0]) => {
  const api = await startApi(overrides);
  onTestFinished(() => api.close());
  const register = (name: string, more: object = {}, headers: Record<string, string> = {}) =>
    api.send('POST', '/api/v1/auth/register', { body: account(name, more), headers });
  const mode = async () => (await api.send('GET', '/api/v1/auth/registration')).json();
  return { api, register, mode };
};

test('an open server makes a team for anybody, and says so', async () => {
  const { register, mode } = await start({ registration: 'open' });
  expect(await mode()).toEqual({ registration: 'open' });
  expect((await register('anna')).status).toBe(201);
});

test('a closed server makes none, whatever is shown to it', async () => {
  const { api, register, mode } = await start({ registration: 'closed' });
  expect(await mode()).toEqual({ registration: 'closed' });
  const invitation = await api.services.accounts.createInvitation();
  for (const more of [{}, { invitation }]) {
    const refused = await readProblem(await register('anna', more));
    expect(refused).toMatchObject({ status: 403, code: 'auth.registration_closed' });
  }
});

test('an invitation makes one team, within a week, and a try that failed does not use it up', async () => {
  const { api, register } = await start({ registration: 'invited' });
  const { accounts } = api.services;
  expect(await readProblem(await register('anna'))).toMatchObject({ code: 'auth.registration_closed' });
  expect(await readProblem(await register('anna', { invitation: 'x'.repeat(43) }))).toMatchObject({
    code: 'auth.link_used',
  });
  const invitation = await accounts.createInvitation();
  expect((await register('anna', { invitation })).status).toBe(201);
  expect(await readProblem(await register('boris', { invitation }))).toMatchObject({ code: 'auth.link_used' });

  const another = await accounts.createInvitation();
  expect(await readProblem(await register('anna', { invitation: another }))).toMatchObject({
    code: 'auth.email_taken',
  });
  const both = await Promise.all([
    register('boris', { invitation: another }),
    register('vera', { invitation: another }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 401]);

  const late = await accounts.createInvitation();
  api.clock.advance(7 * 24 * 3600_000);
  expect(await readProblem(await register('late', { invitation: late }))).toMatchObject({ code: 'auth.link_used' });
  expect(await accounts.removeExpired()).toBeGreaterThanOrEqual(3);
});

test('teams come no faster than so many an hour, from one address and from all', async () => {
  const generous = { points: 1000, seconds: 60 };
  const { register } = await start({
    trustedProxies: 1,
    authLimits: {
      perAddress: generous,
      perPair: { free: 5, first: 1, longest: 1, forgottenAfter: 1 },
      perEmail: generous,
      newTeams: { perAddress: { points: 2, seconds: 3600 }, inAll: { points: 5, seconds: 3600 } },
    },
  });
  const from = async (address: number, name: string) =>
    (await register(name, {}, { 'x-forwarded-for': `203.0.113.${address}` })).status;
  expect([await from(1, 'a'), await from(1, 'b'), await from(1, 'c')]).toEqual([201, 201, 429]);
  expect([await from(2, 'd'), await from(2, 'e'), await from(3, 'f'), await from(4, 'g')]).toEqual([
    201, 201, 201, 429,
  ]);
});

import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import type { DeviceSession, Invitation, Member } from '@inbetwin/shared/contracts/people.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { expect, onTestFinished, test } from 'vitest';
import { readProblem, startApi } from './testing/start-api.ts';

const DAY = 86_400_000;

const start = async () => {
  const api = await startApi();
  onTestFinished(() => api.close());
  const owner = await api.register('anna');
  const call = async <T>(by: Session, method: string, path: string, body?: unknown): Promise<T> => {
    const response = await api.send(method, path, { token: by.accessToken, body });
    if (!response.ok) throw await readProblem(response);
    return (response.status === 204 ? undefined : await response.json()) as T;
  };
  const invite = (by: Session, terms: object) =>
    call<Invitation & { readonly link: string }>(by, 'POST', '/api/v1/team/invitations', terms);
  // Real clocks rise by themselves.
  const join = async (invited: { readonly link: string }, name: string, changes: object = {}) => {
    api.clock.advance(1);
    return api.send('POST', '/api/v1/auth/join', {
      body: {
        ...{ invitation: invited.link.split('/').at(-1), email: `${name}@example.com`, password: 'long enough', name },
        ...changes,
      },
    });
  };
  const joined = async (role: string, name: string): Promise<Session> =>
    (await join(await invite(owner, { role }), name)).json() as Promise<Session>;
  const members = async (by: Session): Promise<readonly Member[]> =>
    (await call<{ items: Member[] }>(by, 'GET', '/api/v1/team/members')).items;
  return { api, owner, call, invite, join, joined, members };
};

test('an invited person joins with a new account, once, and is in the team with the role of the invitation', async () => {
  const { api, owner, invite, join, members } = await start();
  const invited = await invite(owner, { role: 'rep' });
  expect(invited.link).toMatch(/^https:\/\/crm\.example\.com\/#\/join\/\S{20,}$/);
  const offer = await api.send('GET', `/api/v1/auth/invitations/${invited.link.split('/').at(-1)}`);
  expect(await offer.json()).toMatchObject({ team: { name: 'anna' }, role: 'rep', invitedBy: 'anna' });

  const response = await join(invited, 'boris');
  expect(response.status).toBe(201);
  const boris = (await response.json()) as Session;
  expect(boris.team).toMatchObject({ id: owner.team.id, role: 'rep' });
  expect(await members(boris)).toMatchObject([
    { name: 'anna', role: 'owner', state: 'active' },
    { name: 'boris', role: 'rep', email: 'boris@example.com', state: 'active' },
  ]);
  expect(await readProblem(await join(invited, 'clara'))).toMatchObject({ code: 'auth.link_used' });
});

test('somebody with an account joins with its password and then has two teams, between which they switch', async () => {
  const { api, owner, invite, join, call, members } = await start();
  const clara = await api.register('clara');
  const invited = await invite(owner, { role: 'manager' });
  expect(await readProblem(await join(invited, 'clara', { password: 'a wrong one' }))).toMatchObject({
    code: 'auth.wrong_credentials',
  });
  const inTeam = (await (await join(invited, 'clara')).json()) as Session;
  expect(inTeam).toMatchObject({ user: { id: clara.user.id, name: 'clara' }, team: { role: 'manager' } });
  expect(await call(inTeam, 'GET', '/api/v1/auth/teams')).toMatchObject({
    items: [
      { id: clara.team.id, role: 'owner' },
      { id: owner.team.id, role: 'manager' },
    ],
  });

  const back = await call<Session>(inTeam, 'POST', `/api/v1/auth/teams/${clara.team.id}/session`);
  expect(back.team).toMatchObject({ id: clara.team.id, role: 'owner' });
  await expect(members(inTeam)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  const again = await readProblem(await join(await invite(owner, { role: 'rep' }), 'clara'));
  expect(again).toMatchObject({ code: 'resource.conflict' });
});

test('an invitation can be for one e-mail, revoked, expired, and only an owner invites owners', async () => {
  const { api, owner, invite, join, joined, call } = await start();
  const named = await invite(owner, { role: 'rep', email: 'Boris@Example.com' });
  expect(await readProblem(await join(named, 'clara'))).toMatchObject({ code: 'auth.forbidden' });
  expect((await join(named, 'boris')).status).toBe(201);

  const admin = await joined('admin', 'dora');
  await expect(invite(admin, { role: 'owner' })).rejects.toMatchObject({ code: 'auth.forbidden' });
  const revoked = await invite(admin, { role: 'rep' });
  const listed = await call<{ items: Invitation[] }>(owner, 'GET', '/api/v1/team/invitations');
  expect(listed.items.map(({ id }) => id)).toEqual([revoked.id]);
  expect(JSON.stringify(listed)).not.toContain(revoked.link.split('/').at(-1));
  await call(owner, 'DELETE', `/api/v1/team/invitations/${revoked.id}`);
  expect(await readProblem(await join(revoked, 'erik'))).toMatchObject({ code: 'auth.link_used' });

  const old = await invite(admin, { role: 'rep' });
  api.clock.advance(7 * DAY + 1);
  expect(await readProblem(await join(old, 'erik'))).toMatchObject({ code: 'auth.link_used' });
});

test('a role that is changed counts within seconds; administrators leave owners alone, and an owner always stays', async () => {
  const { api, owner, call, joined, members } = await start();
  const [admin, rep] = [await joined('admin', 'dora'), await joined('rep', 'boris')];
  const path = (session: Session) => `/api/v1/team/members/${session.user.id}`;
  await expect(call(rep, 'PATCH', path(rep), { role: 'admin' })).rejects.toMatchObject({ code: 'auth.forbidden' });
  for (const [target, change] of [
    [owner, { role: 'rep' }],
    [owner, { state: 'deactivated' }],
    [rep, { role: 'owner' }],
  ] as const) {
    await expect(call(admin, 'PATCH', path(target), change)).rejects.toMatchObject({ code: 'auth.forbidden' });
  }
  await expect(call(admin, 'DELETE', path(owner), {})).rejects.toMatchObject({ code: 'auth.forbidden' });
  for (const change of [{ role: 'admin' }, { state: 'deactivated' }]) {
    await expect(call(owner, 'PATCH', path(owner), change)).rejects.toMatchObject({ code: 'team.last_owner' });
  }
  await expect(call(owner, 'DELETE', path(owner), {})).rejects.toMatchObject({ code: 'team.last_owner' });

  const seen = await api.send('GET', path(rep), { token: admin.accessToken });
  const change = {
    token: admin.accessToken,
    body: { role: 'viewer' },
    headers: { 'if-match': seen.headers.get('etag') ?? '' },
  };
  expect(await (await api.send('PATCH', path(rep), change)).json()).toMatchObject({ role: 'viewer' });
  expect(await readProblem(await api.send('PATCH', path(rep), change))).toMatchObject({ code: 'resource.changed' });
  api.clock.advance(3001);
  await expect(members(rep)).rejects.toMatchObject({ code: 'auth.token_expired' });
  const renewed = await api.services.accounts.refresh(rep.refreshToken);
  expect(renewed.team.role).toBe('viewer');

  await call(owner, 'PATCH', path(rep), { role: 'owner' });
  await call(owner, 'PATCH', path(owner), { role: 'admin' });
  expect((await members(admin)).map(({ role }) => role)).toEqual(['admin', 'admin', 'owner']);
});

test('of owners who demote each other at once, one stays', async () => {
  const { api, owner, joined, members } = await start();
  const other = await joined('owner', 'clara');
  const demote = (by: Session, target: Session) =>
    api.send('PATCH', `/api/v1/team/members/${target.user.id}`, { token: by.accessToken, body: { role: 'rep' } });
  const outcomes = await Promise.all([demote(owner, other), demote(other, owner)]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  api.clock.advance(3001);
  const { accounts } = api.services;
  const sessions = await Promise.all([owner, other].map((one) => accounts.refresh(one.refreshToken)));
  const [first] = sessions;
  expect((await members(first as Session)).filter(({ role }) => role === 'owner')).toHaveLength(1);
});

test('who is deactivated is signed out everywhere; reactivated, they sign in again', async () => {
  const { api, owner, call, joined, members } = await start();
  const rep = await joined('rep', 'boris');
  const path = `/api/v1/team/members/${rep.user.id}`;
  expect(await call(owner, 'PATCH', path, { state: 'deactivated' })).toMatchObject({ state: 'deactivated' });
  await expect(members(rep)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  await expect(api.services.accounts.refresh(rep.refreshToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  const account = { email: 'boris@example.com', password: 'long enough' };
  await expect(api.services.accounts.login(account)).rejects.toMatchObject({ code: 'auth.forbidden' });

  await call(owner, 'PATCH', path, { state: 'active' });
  await expect(api.services.accounts.refresh(rep.refreshToken)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  expect((await api.services.accounts.login(account)).team.role).toBe('rep');
});

test('what a removed person was responsible for goes to whom it is given, or to nobody', async () => {
  const { api, owner, call, joined } = await start();
  const [boris, clara, erik] = [
    await joined('rep', 'boris'),
    await joined('rep', 'clara'),
    await joined('rep', 'erik'),
  ];
  const documents = openTeamDocuments(api.store, owner.team.id);
  const now = api.clock();
  const assign = async (id: string, assigneeId: string) => {
    await documents.conversations.put({
      ...{
        id,
        channel: 'web',
        account: 'a',
        chatId: id,
        contactId: 'c',
        leadId: 'l',
        mode: 'human',
        status: 'open',
        language: 'ru',
      },
      ...{ lastMessage: { id: 'm', text: 'Да', direction: 'inbound', at: now }, recency: now, assigneeId },
      ...{ createdAt: now, updatedAt: now },
    });
    await documents.work.put({
      ...{ id: `task:${id}`, kind: 'task', title: 'Позвонить', state: 'open', assigneeId, dueAt: now },
      ...{ createdBy: assigneeId, createdAt: now, updatedAt: now },
    });
  };
  for (let at = 0; at < 150; at++) await assign(`b${at}`, boris.user.id);
  await assign('c', clara.user.id);

  const path = (session: Session) => `/api/v1/team/members/${session.user.id}`;
  await expect(call(owner, 'DELETE', path(boris), { reassignTo: boris.user.id })).rejects.toMatchObject({
    code: 'request.invalid',
  });
  await call(owner, 'DELETE', path(boris), { reassignTo: erik.user.id });
  await call(owner, 'DELETE', path(clara), {});
  const conversations = await documents.conversations.find({ index: ['recency'], equals: [], limit: 1000 });
  const work = await documents.work.find({ index: ['updatedAt'], equals: [], limit: 1000 });
  for (const { items } of [conversations, work]) {
    const assignees = items.map(({ assigneeId }) => assigneeId);
    expect(assignees.filter((id) => id === erik.user.id)).toHaveLength(150);
    expect(assignees.filter((id) => id === undefined)).toHaveLength(1);
  }
  const account = { email: 'boris@example.com', password: 'long enough' };
  await expect(api.services.accounts.login(account)).rejects.toMatchObject({ code: 'auth.forbidden' });
});

test('whoever has left comes back as a new member', async () => {
  const { api, owner, call, joined, invite, join, members } = await start();
  const boris = await joined('rep', 'boris');
  await call(owner, 'DELETE', `/api/v1/team/members/${boris.user.id}`, {});
  expect(await members(owner)).toMatchObject([{ name: 'anna' }]);
  await expect(call(owner, 'GET', `/api/v1/team/members/${boris.user.id}`)).rejects.toMatchObject({
    code: 'resource.not_found',
  });
  expect(await api.services.accounts.members.history(owner.team.id)).toMatchObject([
    { name: 'anna', state: 'active' },
    { name: 'boris', role: 'rep', state: 'removed' },
  ]);
  expect((await join(await invite(owner, { role: 'viewer' }), 'boris')).status).toBe(201);
  expect(await members(owner)).toMatchObject([{ name: 'anna' }, { name: 'boris', role: 'viewer', state: 'active' }]);
});

test('a person sees where they are signed in, and signs out one device or all others', async () => {
  const { api, owner, call } = await start();
  const account = { email: 'anna@example.com', password: 'long enough' };
  const signIn = async (agent: string): Promise<Session> => {
    api.clock.advance(1);
    const headers = { 'user-agent': agent };
    return (await (await api.send('POST', '/api/v1/auth/login', { body: account, headers })).json()) as Session;
  };
  const [phone, laptop] = [await signIn('Phone/1'), await signIn('Laptop/2')];
  const list = async (by: Session) =>
    (await call<{ items: DeviceSession[] }>(by, 'GET', '/api/v1/auth/sessions')).items;
  const shown = await list(laptop);
  expect(shown).toMatchObject([
    { device: 'Laptop/2', isCurrent: true, address: expect.stringContaining('127.0.0.1') },
    { device: 'Phone/1', isCurrent: false, team: { name: 'anna' } },
    { isCurrent: false },
  ]);
  await call(laptop, 'DELETE', `/api/v1/auth/sessions/${shown.find(({ device }) => device === 'Phone/1')?.id}`);
  await expect(list(phone)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  expect(await list(owner)).toHaveLength(2);
  await call(laptop, 'DELETE', '/api/v1/auth/sessions');
  await expect(list(owner)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  expect(await list(laptop)).toHaveLength(1);
});

import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { routes } from '@inbetwin/shared/contracts/http.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, readProblem, startApi } from './testing/start-api.ts';

let api: Api;
let owner: Session;

beforeAll(async () => {
  api = await startApi();
  owner = await api.register('owner');
});
afterAll(() => api.close());

const asOwner = (method: string, path: string, body?: unknown) =>
  api.send(method, path, { token: owner.accessToken, body });

test('a newcomer registers, signs in, renews the session and signs out', async () => {
  const input = { email: ' Nina@Example.com', password: 'long enough', name: 'Нина', team: 'Праздник' };
  const registered = await api.send('POST', '/api/v1/auth/register', { body: input });
  expect(registered.status).toBe(201);
  expect(registered.headers.get('cache-control')).toBe('no-store');
  const session = routes.register.response.parse(await registered.json());
  expect(session.user.email).toBe('nina@example.com');

  const again = await api.send('POST', '/api/v1/auth/register', { body: input });
  expect((await readProblem(again)).code).toBe('auth.email_taken');

  const login = await api.send('POST', '/api/v1/auth/login', {
    body: { email: 'NINA@example.com', password: 'long enough' },
  });
  expect(login.status).toBe(200);
  const { refreshToken } = routes.login.response.parse(await login.json());

  const refreshed = await api.send('POST', '/api/v1/auth/refresh', { body: { refreshToken } });
  const pair = routes.refresh.response.parse(await refreshed.json());
  const me = await api.send('GET', '/api/v1/auth/me', { token: pair.accessToken });
  expect(await me.json()).toEqual({ user: session.user, team: session.team });

  for (const _twice of [1, 2]) {
    const left = await api.send('POST', '/api/v1/auth/logout', { body: { refreshToken: pair.refreshToken } });
    expect([left.status, await left.text()]).toEqual([204, '']);
  }
  const gone = await api.send('GET', '/api/v1/auth/me', { token: pair.accessToken });
  expect((await readProblem(gone)).code).toBe('auth.token_invalid');
});

test('of many registrations of one e-mail at once exactly one succeeds', async () => {
  const body = { email: 'once@example.com', password: 'long enough', name: 'Once', team: 'Once' };
  const before = (await api.services.accounts.teams()).length;
  const responses = await Promise.all(
    Array.from({ length: 8 }, () => api.send('POST', '/api/v1/auth/register', { body })),
  );
  expect(responses.map((response) => response.status).sort()).toEqual([201, ...Array(7).fill(409)]);
  expect(await api.services.accounts.teams()).toHaveLength(before + 1);
});

test('an expired access token is told from a bad one', async () => {
  const late = await startApi();
  const { accessToken } = await late.register('late');
  late.clock.advance(15 * 60_000);
  const response = await late.send('GET', '/api/v1/auth/me', { token: accessToken });
  expect((await readProblem(response)).code).toBe('auth.token_expired');
  await late.close();
});

test('a sign-in link opens a session once', async () => {
  const token = await api.services.accounts.createSignInLink({ userId: owner.user.id, teamId: owner.team.id });
  const response = await api.send('POST', '/api/v1/auth/link', { body: { token } });
  expect(routes.redeemLink.response.parse(await response.json()).user).toEqual(owner.user);
  const again = await api.send('POST', '/api/v1/auth/link', { body: { token } });
  expect((await readProblem(again)).code).toBe('auth.link_used');
});

test('a text is imported, listed, found, quoted and removed', async () => {
  const created = await asOwner('POST', '/api/v1/rag/sources', {
    title: 'Цены',
    text: 'Шатёр стоит 50 000 рублей.',
    mediaType: 'text/plain',
  });
  expect(created.status).toBe(201);
  const source = routes.createSource.response.parse(await created.json());

  const listed = routes.listSources.response.parse(await (await asOwner('GET', '/api/v1/rag/sources')).json());
  expect(listed.items.map((item) => item.id)).toContain(source.id);

  const found = await asOwner('GET', `/api/v1/rag/search?q=${encodeURIComponent('Шатёр')}`);
  expect(routes.searchKnowledge.response.parse(await found.json()).results[0]?.sourceId).toBe(source.id);

  const answer = await asOwner('POST', '/api/v1/rag/answer', { question: 'Шатёр' });
  const answered = routes.answerQuestion.response.parse(await answer.json());
  expect(answered).toMatchObject({ answered: true, answer: 'Шатёр стоит 50 000 рублей.' });
  expect(answered.citations).toHaveLength(1);

  const unknown = await asOwner('POST', '/api/v1/rag/answer', { question: 'Сколько стоит луна?' });
  expect(await unknown.json()).toEqual({
    answered: false,
    answer: 'В базе знаний нет ответа на этот вопрос.',
    citations: [],
  });

  const path = `/api/v1/rag/sources/${encodeURIComponent(source.id)}`;
  expect((await asOwner('DELETE', path)).status).toBe(204);
  expect((await asOwner('DELETE', path)).status).toBe(404);
  expect((await asOwner('GET', path)).status).toBe(404);
});

test('a file keeps its Russian name, however the sender composed its letters', async () => {
  const form = new FormData();
  form.append('file', new File(['Привет'], 'Ценовой прайс ёй.md'.normalize('NFD'), { type: 'text/markdown' }));
  const created = await asOwner('POST', '/api/v1/rag/sources', form);
  expect(created.status).toBe(201);
  expect(routes.createSource.response.parse(await created.json())).toMatchObject({
    fileName: 'Ценовой прайс ёй.md',
    title: 'Ценовой прайс ёй',
    mediaType: 'text/markdown',
    size: 12,
  });

  const titled = new FormData();
  titled.append('title', '  Прайс  ');
  titled.append('file', new File(['Привет!'], 'a.txt', { type: 'text/plain' }));
  const second = await asOwner('POST', '/api/v1/rag/sources', titled);
  expect(routes.createSource.response.parse(await second.json()).title).toBe('Прайс');
});

test('a reply is stored once under the id of its sender, who cannot take the id of a message to come', async () => {
  const { documents } = await api.services.team(owner.team.id);
  const id = 'telegram:1:2';
  const times = { createdAt: 1, updatedAt: 1 };
  await documents.conversations.put({
    id,
    channel: 'telegram',
    account: '1',
    chatId: '2',
    contactId: 'c',
    leadId: 'l',
    language: 'en',
    mode: 'agent',
    status: 'open',
    lastMessage: { id: 'm', text: 'Hi', direction: 'inbound', at: 1 },
    recency: 1,
    ...times,
  });
  const path = `/api/v1/conversations/${encodeURIComponent(id)}/messages`;
  for (const own of ['my-reply', `person:${owner.user.id}:1`]) {
    const replies = [];
    for (const _twice of [1, 2]) replies.push(await asOwner('POST', path, { text: 'Здравствуйте', id: own }));
    const [first, second] = await Promise.all(
      replies.map(async (reply) => routes.sendMessage.response.parse(await reply.json())),
    );
    expect(first).toMatchObject({ id: own, author: { kind: 'person', id: owner.user.id, name: 'owner' } });
    expect(second).toEqual(first);
  }
  expect((await asOwner('POST', path, { text: 'No id' })).status).toBe(201);
  const listed = routes.listMessages.response.parse(await (await asOwner('GET', path)).json());
  expect(listed.items).toHaveLength(3);
  const taken = await readProblem(await asOwner('POST', path, { text: 'Swallow', id: `${id}:55` }));
  expect(taken.errors?.map((error) => error.path)).toEqual(['id']);
});

test('lists come in pages', async () => {
  const session = await api.register('pages');
  const { documents } = await api.services.team(session.team.id);
  for (let index = 0; index < 5; index++) {
    await documents.leads.put({
      id: `lead-${index}`,
      contactId: 'c',
      title: `Lead ${index}`,
      stage: 'new',
      score: 0,
      scoreReasons: [],
      bant: {},
      createdAt: index,
      updatedAt: index,
    });
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? '?limit=2' : `?limit=2&cursor=${encodeURIComponent(cursor)}`;
    const response = await api.send('GET', `/api/v1/leads${query}`, { token: session.accessToken });
    const page = routes.listLeads.response.parse(await response.json());
    seen.push(...page.items.map((lead) => lead.id));
    cursor = page.next;
  } while (cursor !== undefined);
  expect(seen).toEqual(['lead-4', 'lead-3', 'lead-2', 'lead-1', 'lead-0']);
});

test('a viewer reads and does not write; only an owner or admin connects channels', async () => {
  const text = { title: 'T', text: 'text', mediaType: 'text/plain' };
  const statuses = { viewer: [200, 403, 403, 403, 403, 403, 403], rep: [200, 201, 404, 404, 404, 403, 403] } as const;
  for (const role of ['viewer', 'rep'] as const) {
    const token = await api.tokenAs(role, owner);
    const send = (method: string, path: string, body?: unknown) => api.send(method, path, { token, body });
    const responses = [
      await send('GET', '/api/v1/leads'),
      await send('POST', '/api/v1/rag/sources', text),
      await send('PATCH', '/api/v1/rag/sources/x', { product: 'P' }),
      await send('DELETE', '/api/v1/rag/sources/x'),
      await send('POST', '/api/v1/conversations/x/messages', { text: 'hi' }),
      await send('POST', '/api/v1/social/channels', { kind: 'telegram', token: 't' }),
      await send('DELETE', '/api/v1/demo'),
    ];
    expect(responses.map((response) => response.status)).toEqual(statuses[role]);
  }
  const admin = await api.tokenAs('admin', owner);
  const body = { kind: 'telegram', token: 't' };
  expect((await api.send('POST', '/api/v1/social/channels', { token: admin, body })).status).toBe(201);
});

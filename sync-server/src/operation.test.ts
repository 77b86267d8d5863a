import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { type ApiClient, createApiClient, signInByLink } from './testing/api-client.ts';
import { createChatVisitor, openStream } from './testing/chat-visitor.ts';
import { makeFolder } from './testing/make-folder.ts';
import { startForTest } from './testing/start-for-test.ts';

const waiting = { interval: 50 };

const readToken = (link: string) => ({ token: link.split('/').at(-1) });

/** All that a team has, with the messages of its conversations. */
const readAll = async (api: ApiClient) => {
  const query = { limit: '200' };
  const { items: conversations } = await api('listConversations', { query });
  return {
    conversations,
    messages: await Promise.all(conversations.map(({ id }) => api('listMessages', { params: { id }, query }))),
    sources: (await api('listSources', { query })).items,
    leads: (await api('listLeads', { query })).items,
    team: (await api('me')).team,
  };
};

test('a second start is quick and keeps everything: documents, sessions, and the link that was used stays used', async () => {
  const environment = { INBETWIN_DATA: makeFolder() };
  const first = await startForTest(environment);
  const session = await createApiClient(first.url)('redeemLink', { body: readToken(first.link) });
  const api = createApiClient(first.url, session.accessToken);
  const text = 'Гардероб открыт с девяти утра до полуночи.';
  await api('createSource', { body: { title: 'Гардероб', text, mediaType: 'text/plain' } });
  const visitor = createChatVisitor(first.url);
  await visitor.write('До какого часа открыт гардероб? Меня зовут Ольга, телефон +7 916 123-45-67');
  await vi.waitFor(async () => {
    expect((await visitor.answers())[0]?.sources[0]?.title).toBe('Гардероб');
    expect((await readAll(api)).leads.some(({ conversationId }) => conversationId?.startsWith('web-chat:'))).toBe(true);
  }, waiting);
  const { conversations } = await readAll(api);
  const ours = conversations.find(({ id }) => id.startsWith('web-chat:'));
  await api('sendMessage', { params: { id: ours?.id ?? '' }, body: { text: 'Спасибо, Ольга! Илья.' } });
  await vi.waitFor(async () => expect(await visitor.answers()).toHaveLength(2), waiting);
  await settled(async () => JSON.stringify(await readAll(api)));
  const before = await readAll(api);
  expect(await first.stop()).toBe(0);

  const began = performance.now();
  const second = await startForTest(environment);
  process.stdout.write(`second start: ${Math.round(performance.now() - began)} ms to the ready line\n`);

  const refreshToken = session.refreshToken;
  const again = await createApiClient(second.url)('refresh', { body: { refreshToken } });
  const apiAgain = createApiClient(second.url, again.accessToken);
  expect(await readAll(apiAgain)).toEqual(before);
  const found = await apiAgain('searchKnowledge', { query: { q: 'гардероб' } });
  expect(found.results[0]).toMatchObject({ title: 'Гардероб', text });

  await signInByLink(second.link);
  for (const link of [first.link, second.link]) {
    const used = await fetch(`${second.url}/api/v1/auth/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(readToken(link)),
    });
    expect([used.status, await used.json()]).toMatchObject([401, { code: 'auth.link_used' }]);
  }
  expect(await second.stop()).toBe(0);
});

/** Resolves when two looks in a row see the same. */
const settled = (look: () => Promise<string>): Promise<void> => {
  let last: string | undefined;
  return vi.waitFor(async () => {
    const seen = await look();
    const isSame = seen === last;
    last = seen;
    expect(isSame).toBe(true);
  }, waiting);
};

test('links are at PUBLIC_URL, which the server answers to', async () => {
  const server = await startForTest({ INBETWIN_DATA: makeFolder(), PUBLIC_URL: 'https://crm.example.com' });
  expect(server.link).toMatch(/^https:\/\/crm\.example\.com\/#\/link\/[\w-]{20,}$/);
  expect(server.output()).toContain('Customers write at https://crm.example.com/chat/demo\n');
  const statusAt = async (host: string) => {
    const [response] = await once(get(`${server.url}/api/v1/openapi.json`, { headers: { host } }), 'response');
    return response.resume().statusCode;
  };
  expect([await statusAt('crm.example.com'), await statusAt('evil.example')]).toEqual([200, 421]);
});

test('a link is printed while nobody has signed in, then only when asked, and never in silence', async () => {
  const folder = makeFolder();
  const environment = { INBETWIN_DATA: folder, PRINT_LINK: '' };
  const first = await startForTest(environment);
  expect(first.link).toContain('/#/link/');
  await first.stop();
  const silent = await startForTest({ ...environment, LOG_LEVEL: 'silent', PRINT_LINK: 'true' });
  expect(silent.output()).toMatch(/^inBeTwin is ready: http:\/\/127\.0\.0\.1:\d+\/\n/);
  await silent.stop();
  const second = await startForTest(environment);
  await expect(signInByLink(new URL(new URL(first.link).hash, second.url).href)).rejects.toThrow('auth.link_used');
  await signInByLink(second.link);
  await second.stop();
  const third = await startForTest(environment);
  // Whenever it is asked for, as by the other tests, there is one.
  expect(third.link).toBe(`${third.url}/`);
});

test.skipIf(process.platform === 'win32')('everything in the data folder is its owner’s alone', async () => {
  const folder = path.join(makeFolder(), 'data');
  const server = await startForTest({ INBETWIN_DATA: folder });
  const { api } = await signInByLink(server.link);
  await api('createSource', { body: { title: 'Лофт', text: 'У лофта есть парковка.', mediaType: 'text/plain' } });
  const open = () =>
    [
      folder,
      ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
    ].filter((file) => (statSync(file).mode & 0o077) !== 0);
  expect(open()).toEqual([]);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['store.sqlite', 'store.sqlite-wal', 'files']));
  await server.stop();
  expect(open()).toEqual([]);
});

test('no team hears another: live streams, chats and channels', async () => {
  const server = await startForTest({ INBETWIN_DATA: makeFolder() });
  const register = async (name: string) => {
    const body = { email: `${name}@example.com`, password: 'long enough', name, team: `Team ${name}` };
    const { accessToken, team } = await createApiClient(server.url)('register', { body });
    const headers = { authorization: `Bearer ${accessToken}` };
    const stream = await openStream(`${server.url}/sync/v1/stream`, headers);
    return { api: createApiClient(server.url, accessToken), slug: team.slug, stream };
  };
  const [a, b] = await Promise.all([register('aleph'), register('beth')]);
  const visitor = createChatVisitor(server.url, a.slug);
  const stranger = visitor.at({ team: b.slug });
  const strangersStream = await stranger.stream();

  const importText = (team: typeof a, text: string) =>
    team.api('createSource', { body: { title: text, text, mediaType: 'text/plain' } });
  await importText(a, 'Сад у павильона закрывается в полночь.');
  await visitor.write('Когда закрывается сад?');
  await vi.waitFor(async () => {
    expect((await visitor.answers())[0]?.text).toContain('полночь');
    expect(a.stream.text()).toContain('"collection":"leads"');
    expect(a.stream.text()).toContain('"direction":"outbound"');
  }, waiting);
  await importText(b, 'Терраса открыта до рассвета.');
  await stranger.write('Когда закрывается сад?');
  await vi.waitFor(async () => {
    expect(b.stream.text()).toContain('рассвета');
    expect(b.stream.text()).toContain('"direction":"outbound"');
    expect(strangersStream.text()).toContain('event:message');
  }, waiting);

  expect(b.stream.text()).not.toMatch(/полноч|павильон|aleph/);
  expect(a.stream.text()).not.toMatch(/рассвет|Терраса|beth/);
  expect(JSON.stringify(await stranger.history())).not.toMatch(/полноч|павильон/);
  expect((await stranger.history()).messages.filter(({ from }) => from === 'visitor')).toHaveLength(1);
  expect((await visitor.history()).messages.filter(({ from }) => from === 'visitor')).toHaveLength(1);
});

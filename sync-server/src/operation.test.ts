import { hash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { type FakeTelegram, startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { FILES_PATH, ORIGINAL } from '@inbetwin/shared/contracts/files.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openChannelSecrets } from './channels/channel-secrets.ts';
import { openEmbeddedStore } from './store/embedded/embedded-store.ts';
import { type ApiClient, createApiClient, signInByLink } from './testing/api-client.ts';
import { createChatVisitor, openStream } from './testing/chat-visitor.ts';
import { makeFolder } from './testing/make-folder.ts';
import { startServer } from './testing/server-process.ts';

const waiting = { interval: 50 };

/** Starts a server that ends with the test, whatever becomes of it. */
const start = async (environment: Readonly<Record<string, string>>) => {
  const server = await startServer(environment);
  onTestFinished(async () => {
    await server.stop('SIGKILL');
  });
  return server;
};

const startTelegram = async (): Promise<FakeTelegram> => {
  const telegram = await startFakeTelegram();
  onTestFinished(() => telegram.stop());
  return telegram;
};

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
  const first = await start(environment);
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
  const second = await start(environment);
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

test('each of its signals stops it at once and cleanly, with open streams and a long poll, and so does the end of its parent', async () => {
  const telegram = await startTelegram();
  const environment = {
    INBETWIN_DATA: makeFolder(),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
  };
  for (const cause of ['SIGINT', 'SIGTERM', 'SIGHUP', 'parent'] as const) {
    const polls = telegram.calls('getUpdates');
    const server = await start(environment);
    const { accessToken } = await signInByLink(server.link);
    const streams = await Promise.all([
      createChatVisitor(server.url).stream(),
      openStream(`${server.url}/sync/v1/stream`, { authorization: `Bearer ${accessToken}` }),
    ]);
    await vi.waitFor(() => expect(telegram.calls('getUpdates')).toBeGreaterThanOrEqual(polls + 2), waiting);

    const began = performance.now();
    const code = await (cause === 'parent' ? server.abandon() : server.stop(cause));
    process.stdout.write(`${cause}: stopped after ${Math.round(performance.now() - began)} ms\n`);
    // What has not stopped by itself after 4.5 seconds ends with 1.
    expect([cause, code]).toEqual([cause, 0]);
    await Promise.all(streams.map(({ ended }) => ended));
    expect(server.output()).toMatch(/^inBeTwin is ready: \S+\nCustomers write at \S+\n$/);
  }
});

test('links are at PUBLIC_URL, which the server answers to', async () => {
  const server = await start({ INBETWIN_DATA: makeFolder(), PUBLIC_URL: 'https://crm.example.com' });
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
  const first = await start(environment);
  expect(first.link).toContain('/#/link/');
  await first.stop();
  const silent = await start({ ...environment, LOG_LEVEL: 'silent', PRINT_LINK: 'true' });
  expect(silent.output()).toMatch(/^inBeTwin is ready: http:\/\/127\.0\.0\.1:\d+\/\n/);
  await silent.stop();
  const second = await start(environment);
  await expect(signInByLink(new URL(new URL(first.link).hash, second.url).href)).rejects.toThrow('auth.link_used');
  await signInByLink(second.link);
  await second.stop();
  const third = await start(environment);
  // Whenever it is asked for, as by the other tests, there is one.
  expect(third.link).toBe(`${third.url}/`);
});

test.skipIf(process.platform === 'win32')('everything in the data folder is its owner’s alone', async () => {
  const folder = path.join(makeFolder(), 'data');
  const server = await start({ INBETWIN_DATA: folder });
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

test('stops although a platform does not answer, and sends what was under way at the next start', async () => {
  const telegram = await startTelegram();
  const environment = {
    INBETWIN_DATA: makeFolder(),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
  };
  const first = await start(environment);
  telegram.trouble({ kind: 'hang' }, { method: 'sendMessage', times: 1000 });
  telegram.customerWrites({ chatId: 5, text: 'Есть ли парковка у лофта?' });
  await vi.waitFor(() => expect(telegram.calls('sendMessage')).toBe(1), waiting);
  // What has not stopped by itself after 4.5 seconds ends with 1.
  expect(await first.stop()).toBe(0);

  telegram.recover();
  await start(environment);
  await vi.waitFor(() => expect(telegram.sent(5)).toHaveLength(1), waiting);
});

const bytesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

test('a connected bot survives restarts, its token is never on disk in plain text, and is gone when disconnected', async () => {
  const telegram = await startTelegram();
  const token = telegram.addBot(777);
  const folder = makeFolder();
  const environment = { INBETWIN_DATA: folder, LOG_LEVEL: 'debug', ALLOW_PRIVATE_ENDPOINTS: 'true' };
  const [, secretPart = ''] = token.split(':');
  const outputs: string[] = [];
  let question = 0;

  const answers = async () => {
    question += 1;
    telegram.customerWrites({ chatId: 5, text: 'Есть ли парковка у лофта?', token });
    await vi.waitFor(() => expect(telegram.sent(5, token)).toHaveLength(question), waiting);
    expect(bytesOf(folder)).not.toContain(secretPart);
  };

  const first = await start(environment);
  const owner = await createApiClient(first.url)('register', {
    body: { email: 'anna@example.com', password: 'long enough', name: 'Анна', team: 'Анна' },
  });
  const api = createApiClient(first.url, owner.accessToken);
  await api('createSource', {
    body: { title: 'Лофт', text: 'У лофта есть парковка на 40 мест.', mediaType: 'text/plain' },
  });
  const { id } = await api('connectChannel', { body: { kind: 'telegram', token, apiRoot: telegram.apiRoot } });
  await answers();
  await first.stop();
  outputs.push(first.output());

  const second = await start(environment);
  await answers();
  // A reply whose outcome the kill left unknown would rightly be sent again.
  const apiOfSecond = createApiClient(second.url, owner.accessToken);
  const { items: conversations } = await apiOfSecond('listConversations', { query: { limit: '1' } });
  await vi.waitFor(async () => {
    const params = { id: conversations[0]?.id ?? '' };
    const { items } = await apiOfSecond('listMessages', { params, query: { limit: '200' } });
    const replies = items.filter(({ direction }) => direction === 'outbound');
    expect(replies.map(({ delivery }) => delivery.state)).toEqual(['sent', 'sent']);
  }, waiting);
  await second.stop('SIGKILL');
  outputs.push(second.output());

  const third = await start(environment);
  await answers();
  const { sealed = '' } = (await readSecrets(folder, owner.team.id))[0] ?? {};
  expect(bytesOf(folder)).toContain(sealed);
  const apiThen = createApiClient(third.url, owner.accessToken);
  await apiThen('disconnectChannel', { params: { id } });
  const polls = telegram.calls('getUpdates');
  expect((await apiThen('listChannels')).items).toEqual([]);
  await third.stop();
  outputs.push(third.output());
  expect(await readSecrets(folder, owner.team.id)).toEqual([]);

  const fourth = await start(environment);
  telegram.customerWrites({ chatId: 5, text: 'Есть ли парковка у лофта?', token });
  const visitor = createChatVisitor(fourth.url);
  await visitor.write('Есть ли парковка у лофта?');
  await vi.waitFor(async () => expect(await visitor.answers()).toHaveLength(1), waiting);
  expect([telegram.calls('getUpdates'), telegram.sent(5, token).length]).toEqual([polls, question]);
  await fourth.stop();
  outputs.push(fourth.output());
  expect(bytesOf(folder)).not.toContain(sealed);
  for (const printed of outputs) expect(printed).not.toContain(secretPart);
});

const readSecrets = async (folder: string, teamId: string) => {
  const store = openEmbeddedStore({ directory: folder });
  const cipher = { seal: (plain: string) => plain, open: (text: string) => text };
  const secrets = await openChannelSecrets(store, cipher).ofTeam(teamId);
  await store.close();
  return secrets;
};

test('no team hears another: live streams, chats and channels', async () => {
  const server = await start({ INBETWIN_DATA: makeFolder() });
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

test("a customer's photo comes by Telegram, outlives a kill while it is fetched, and is served as bytes to save", async () => {
  const telegram = await startTelegram();
  const environment = {
    INBETWIN_DATA: makeFolder(),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
  };
  const photo = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(90_000, 5)]);
  const digest = hash('sha256', photo);
  const first = await start(environment);
  telegram.trouble({ kind: 'answer lost' }, { method: 'file', times: 1000 });
  const size = { file_id: telegram.addFile(photo), width: 800, height: 600, file_size: photo.length };
  telegram.customerWrites({ chatId: 7, from: { language_code: 'ru' }, message: { photo: [size] } });
  await vi.waitFor(() => expect(telegram.calls('file')).toBeGreaterThan(0), waiting);
  await vi.waitFor(() => expect(telegram.sent(7)[0]?.text).toContain('передано коллеге'), waiting);
  // A reply whose outcome the kill left unknown would rightly be sent again.
  const before = await signInByLink(first.link);
  await vi.waitFor(async () => {
    const { items } = await before.api('listMessages', { params: { id: 'telegram:4200:7' } });
    expect(items.find(({ direction }) => direction === 'outbound')?.delivery.state).toBe('sent');
  }, waiting);
  await first.stop('SIGKILL');
  telegram.recover();

  const second = await start(environment);
  const { api, accessToken } = await signInByLink(second.link);
  const readMessages = async () => (await api('listMessages', { params: { id: 'telegram:4200:7' } })).items;
  await vi.waitFor(async () => {
    const found = (await readMessages()).find(({ direction }) => direction === 'inbound');
    expect(found).toMatchObject({
      text: '',
      attachments: [{ kind: 'image', type: 'image/jpeg', state: 'stored', digest }],
    });
  }, waiting);
  expect(telegram.sent(7)).toHaveLength(1);

  const headers = { authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${second.url}${FILES_PATH}/${digest}/${ORIGINAL}`, { headers });
  expect(Buffer.from(await response.arrayBuffer()).equals(photo)).toBe(true);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
  });
  expect((await fetch(`${second.url}${FILES_PATH}/${digest}/${ORIGINAL}`)).status).toBe(401);
});

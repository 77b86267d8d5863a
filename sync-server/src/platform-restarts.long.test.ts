import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type FakeTelegram, startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { FILES_PATH, ORIGINAL } from '@inbetwin/shared/contracts/files.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openChannelSecrets } from './channels/channel-secrets.ts';
import { openEmbeddedStore } from './store/embedded/embedded-store.ts';
import { createApiClient, signInByLink } from './testing/api-client.ts';
import { createChatVisitor, openStream } from './testing/chat-visitor.ts';
import { makeFolder } from './testing/make-folder.ts';
import { startForTest } from './testing/start-for-test.ts';

const waiting = { interval: 50 };

const startTelegram = async (): Promise<FakeTelegram> => {
  const telegram = await startFakeTelegram();
  onTestFinished(() => telegram.stop());
  return telegram;
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
    const server = await startForTest(environment);
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

test('stops although a platform does not answer, and sends what was under way at the next start', async () => {
  const telegram = await startTelegram();
  const environment = {
    INBETWIN_DATA: makeFolder(),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
  };
  const first = await startForTest(environment);
  telegram.trouble({ kind: 'hang' }, { method: 'sendMessage', times: 1000 });
  telegram.customerWrites({ chatId: 5, text: 'Есть ли парковка у лофта?' });
  await vi.waitFor(() => expect(telegram.calls('sendMessage')).toBe(1), waiting);
  // What has not stopped by itself after 4.5 seconds ends with 1.
  expect(await first.stop()).toBe(0);

  telegram.recover();
  await startForTest(environment);
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

  const first = await startForTest(environment);
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

  const second = await startForTest(environment);
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

  const third = await startForTest(environment);
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

  const fourth = await startForTest(environment);
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

test("a customer's photo comes by Telegram, outlives a kill while it is fetched, and is served as bytes to save", async () => {
  const telegram = await startTelegram();
  const environment = {
    INBETWIN_DATA: makeFolder(),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
  };
  const photo = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(90_000, 5)]);
  const digest = hash('sha256', photo);
  const first = await startForTest(environment);
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

  const second = await startForTest(environment);
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

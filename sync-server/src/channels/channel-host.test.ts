import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { channels } from '@inbetwin/bot/channels/registry.ts';
import { defaultTiming } from '@inbetwin/bot/channels/timing.ts';
import { type FakeTelegram, startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { SecretBox } from '@inbetwin/shared/ports/secrets.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSecretBox } from '../secrets/secret-box.ts';
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts';
import { createChannelHost } from './channel-host.ts';

const timing = { ...defaultTiming, requestMs: 1_500, firstRetryMs: 10, longestRetryMs: 40 };

const createBox = () => createSecretBox(randomBytes(32));

let platform: FakeTelegram;
let folder: string;
let store: DocumentStore;
let box: SecretBox;
let received: string[];
let connected: string[];
let logged: string[];
const hosts: { stop(): Promise<void> }[] = [];

beforeEach(async () => {
  platform = await startFakeTelegram();
  folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-channels-'));
  store = openEmbeddedStore({ directory: folder });
  box = createBox();
  received = [];
  connected = [];
  logged = [];
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
  await platform.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const note = (values: object, message: string) => {
  logged.push(`${JSON.stringify(values)} ${message}`);
};

const createHost = (changes: Partial<Parameters<typeof createChannelHost>[0]> = {}) => {
  const host = createChannelHost({
    owners: { require: async () => undefined },
    channels,
    store,
    secretBox: box,
    documentsOf: (teamId) => openTeamDocuments(store, teamId),
    receive: async (teamId, kind, event) => {
      if (event.type === 'message') received.push(`${teamId} ${kind} ${event.message.text}`);
    },
    publicUrl: () => 'http://127.0.0.1',
    onConnected: (...place) => connected.push(place.join(' ')),
    allowPrivateEndpoints: true,
    clock: Date.now,
    log: { debug: note, info: note, warn: note, error: note },
    timing,
    ...changes,
  });
  hosts.push(host);
  return host;
};

/** A host that serves these teams, as a server of one process does. */
const serve = async (teamIds: readonly string[], ...changes: Parameters<typeof createHost>) => {
  const host = createHost(...changes);
  for (const teamId of teamIds) await host.begin(teamId);
  return host;
};

const request = () => ({ kind: 'telegram', token: platform.token, apiRoot: `${platform.apiRoot}/` });
const shown = async (teamId: string, id = 'channel:telegram:4200') => {
  const setting = await openTeamDocuments(store, teamId).settings.get(id);
  return setting?.value.kind === 'channel' ? setting.value : undefined;
};
const state = async (teamId: string) => (await shown(teamId))?.state;

test('connects a bot: it receives, it sends, and the team sees its health', async () => {
  const host = await serve(['a']);
  await expect(host.connect('a', request())).resolves.toMatchObject({
    id: 'channel:telegram:4200',
    kind: 'telegram',
    name: '@fake_4200_bot',
  });
  await vi.waitFor(async () => expect(await state('a')).toBe('connected'));
  expect(connected).toEqual(['a telegram 4200']);
  expect(await host.list('a')).toMatchObject([{ id: 'channel:telegram:4200', state: 'connected' }]);
  expect(await host.list('b')).toEqual([]);
  platform.customerWrites({ chatId: 5, text: 'Привет' });
  await vi.waitFor(() => expect(received).toEqual(['a telegram Привет']));
  const connection = host.connectionOf('a', 'telegram', '4200');
  await connection?.send({ chatId: '5', text: 'Здравствуйте', idempotencyKey: 'k' });
  expect(platform.sent(5)).toMatchObject([{ text: 'Здравствуйте' }]);
  expect(host.connectionOf('b', 'telegram', '4200')).toBeUndefined();
});

test('goes on with a stored bot after a restart, when its platform is down at first, too', async () => {
  const first = await serve(['a']);
  await first.connect('a', request());
  await first.stop();
  platform.trouble({ kind: 'error', status: 500 }, { method: 'getMe', times: 1e6 });
  await serve(['a']);
  await vi.waitFor(async () => expect(await state('a')).toBe('failing'));
  expect((await shown('a'))?.reason?.code).toBe('channel.unreachable');
  platform.recover();
  await vi.waitFor(async () => expect(await state('a')).toBe('connected'));
  expect((await shown('a'))?.reason).toBeUndefined();
  platform.customerWrites({ chatId: 5, text: 'Снова' });
  await vi.waitFor(() => expect(received).toEqual(['a telegram Снова']));
});

test('an outage is shown to the team, and so is its end', async () => {
  const host = await serve(['a']);
  await host.connect('a', request());
  await vi.waitFor(() => expect(connected).toHaveLength(1));
  platform.trouble({ kind: 'error', status: 502 }, { method: 'getUpdates', times: 1e6 });
  platform.customerWrites({ chatId: 5, text: 'wakes the poll' });
  await vi.waitFor(async () => expect(await state('a')).toBe('failing'));
  platform.recover();
  await vi.waitFor(async () => expect(await state('a')).toBe('connected'));
  expect(connected).toHaveLength(2);
});

test.each([
  ['an unknown kind', { kind: 'pigeon' }, 'channel.unknown_kind'],
  ['a kind that needs no token', { kind: 'web-chat' }, 'channel.unknown_kind'],
  ['a kind named like an object of the language', { kind: 'constructor' }, 'channel.unknown_kind'],
  ['a refused token', { token: '1:unknown' }, 'channel.token_refused'],
  ['a platform that is down', { apiRoot: 'http://127.0.0.1:1' }, 'channel.unreachable'],
])('refuses %s and stores nothing', async (_title, change, code) => {
  const host = createHost();
  await expect(host.connect('a', { ...request(), ...change })).rejects.toMatchObject({ code });
  expect(await host.list('a')).toEqual([]);
});

test('refuses a private address, also of a channel that was stored when it was allowed', async () => {
  const open = await serve(['a']);
  await open.connect('a', request());
  await open.stop();
  const strict = createHost({ allowPrivateEndpoints: false });
  await expect(strict.connect('b', request())).rejects.toMatchObject({ code: 'channel.private_endpoint' });
  await strict.begin('a');
  await vi.waitFor(async () => expect((await shown('a'))?.reason?.code).toBe('channel.private_endpoint'));
});

test('the operator’s own address may be private, for the operator’s bot alone and as long as it is configured', async () => {
  const own = { token: platform.token, apiRoot: `${platform.apiRoot}/` };
  const hosting = createHost({ allowPrivateEndpoints: false, operatorChannel: { kind: 'telegram', ...own } });
  await expect(hosting.connect('a', request())).resolves.toMatchObject({ state: 'connecting' });
  const another = { ...request(), token: '99:another-token' };
  await expect(hosting.connect('b', another)).rejects.toMatchObject({ code: 'channel.private_endpoint' });
  await hosting.stop();
  const operators = { allowPrivateEndpoints: false, operatorChannel: { kind: 'telegram', ...own } };
  const restarted = await serve(['a'], operators);
  await vi.waitFor(async () => expect(await state('a')).toBe('connected'));
  await restarted.stop();
  await serve(['a'], { allowPrivateEndpoints: false });
  await vi.waitFor(async () => expect((await shown('a'))?.reason?.code).toBe('channel.private_endpoint'));
});

test('one bot belongs to one team, whoever is first', async () => {
  const host = createHost();
  const outcomes = await Promise.allSettled([host.connect('a', request()), host.connect('b', request())]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject({
    code: 'resource.conflict',
  });
});

test('connecting the same bot again changes nothing; another server for it takes the place of the first', async () => {
  const host = await serve(['a']);
  await host.connect('a', request());
  await vi.waitFor(async () => expect(await state('a')).toBe('connected'));
  await expect(host.connect('a', request())).resolves.toMatchObject({ state: 'connected' });
  const other = await startFakeTelegram();
  await host.connect('a', { ...request(), apiRoot: other.apiRoot });
  expect(await host.list('a')).toHaveLength(1);
  other.customerWrites({ chatId: 5, text: 'Сюда' });
  await vi.waitFor(() => expect(received).toEqual(['a telegram Сюда']));
  await host.stop();
  await other.stop();
});

test('disconnecting erases the token for good', async () => {
  const host = await serve(['a']);
  const { id } = await host.connect('a', request());
  expect(await host.disconnect('b', id)).toBe(false);
  expect(await host.disconnect('a', id)).toBe(true);
  expect(await host.disconnect('a', id)).toBe(false);
  expect(await state('a')).toBe('disconnected');
  expect(await host.list('a')).toEqual([]);
  await vi.waitFor(() => expect(host.connectionOf('a', 'telegram', '4200')).toBeUndefined());
  const again = await serve(['a', 'b']);
  platform.customerWrites({ chatId: 5, text: 'Поздно' });
  expect(await again.list('a')).toEqual([]);
  await again.connect('b', request());
  await vi.waitFor(() => expect(received).toEqual(['b telegram Поздно']));
});

test('the token lies nowhere in plain text', async () => {
  const host = await serve(['a']);
  await host.connect('a', request());
  platform.trouble({ kind: 'page' }, { method: 'getUpdates', times: 2 });
  await vi.waitFor(async () => expect(await state('a')).toBe('connected'));
  await host.stop();
  await store.close();
  const secret = platform.token.split(':')[1] ?? '';
  const stored = readFileSync(path.join(folder, 'store.sqlite'));
  expect(stored.includes('fake_4200_bot')).toBe(true);
  expect(stored.includes(secret)).toBe(false);
  expect(logged.join('\n')).not.toContain(secret);
  store = openEmbeddedStore({ directory: folder });
});

test('a token sealed with another key is told as such and can be given anew', async () => {
  const first = await serve(['a']);
  await first.connect('a', request());
  await first.stop();
  const second = await serve(['a'], { secretBox: createBox() });
  await vi.waitFor(async () => expect((await shown('a'))?.reason?.code).toBe('secrets.unreadable'));
  await second.connect('a', request());
  await vi.waitFor(async () => expect(await state('a')).toBe('connected'));
});

test("the operator's own channel is connected as soon as its platform answers", async () => {
  platform.trouble({ kind: 'error', status: 503 }, { method: 'getMe', times: 2 });
  const host = await serve(['a']);
  host.connectInBackground('a', request());
  await vi.waitFor(async () => expect(await state('a')).toBe('connected'));
});

test('every team has its chat page without connecting anything', async () => {
  const host = createHost();
  const site = host.connectionOf('a', 'web-chat', 'site');
  await expect(site?.send({ chatId: 'c', text: 'x', idempotencyKey: 'm#0' })).resolves.toEqual({ platformId: 'm#0' });
  expect(host.connectionOf('a', 'web-chat', 'site')).toBe(site);
  expect(host.connectionOf('b', 'web-chat', 'site')).not.toBe(site);
  expect(host.connectionOf('a', 'web-chat', 'other')).toBeUndefined();
  expect(host.capabilitiesOf('web-chat')).toMatchObject({ maxTextLength: 4000 });
  expect(host.capabilitiesOf('pigeon')).toBeUndefined();
});

test('stops at once while a platform keeps silent', async () => {
  const host = await serve(['a']);
  await host.connect('a', request());
  platform.trouble({ kind: 'hang' }, { method: 'getUpdates', times: 5 });
  platform.customerWrites({ chatId: 5, text: 'x' });
  // The platform never answers: whoever waits for it does not return.
  await host.stop();
  await expect(host.connect('a', request())).rejects.toMatchObject({ code: 'server.stopping' });
});

test('a team that another server serves connects and disconnects nothing here', async () => {
  const elsewhere = new Failure('team.elsewhere', 'Another server serves this team.', 'Use that server.');
  const host = createHost({ owners: { require: () => Promise.reject(elsewhere) } });
  await expect(host.connect('team1', request())).rejects.toBe(elsewhere);
  await expect(host.disconnect('team1', 'channel:telegram:4200')).rejects.toBe(elsewhere);
  expect(platform.calls('getMe')).toBe(0);
});

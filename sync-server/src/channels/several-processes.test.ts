import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { channels } from '@inbetwin/bot/channels/registry.ts';
import { defaultTiming } from '@inbetwin/bot/channels/timing.ts';
import { type FakeTelegram, startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { TRIAL_CLIENT } from '@inbetwin/bot/testing/trial/fake-oauth.ts';
import { startFakeTrialPlatform, TRIAL_KEY } from '@inbetwin/bot/testing/trial/fake-trial-platform.ts';
import { trialChannel } from '@inbetwin/bot/testing/trial/trial-channel.ts';
import { trialOAuthChannel } from '@inbetwin/bot/testing/trial/trial-oauth-channel.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import express from 'express';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { answerProblem } from '../http/machinery/problem.ts';
import { createWebhookRoutes } from '../http/webhooks.ts';
import { createSecretBox } from '../secrets/secret-box.ts';
import type { TestStore } from '../store/contract/suite-steps.ts';
import { openTestStore } from '../store/testing/open-test-store.ts';
import { type ChannelHost, createChannelHost, type HostOptions } from './channel-host.ts';
import { openChannelSecrets } from './channel-secrets.ts';

const timing = { ...defaultTiming, requestMs: 1_500, firstRetryMs: 10, longestRetryMs: 40 };
const waiting = { timeout: 15_000, interval: 20 };
const key = randomBytes(32);
const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };

let shared: TestStore;
let webhooks: ChannelHost;
let publicUrl: string;
const stops: (() => Promise<unknown>)[] = [];

/** A host as it is in a process of its own: it shares the store's files or database, and nothing else. */
const startProcess = (received: string[] = [], changes: Partial<HostOptions> = {}): ChannelHost => {
  const store = shared.open();
  const host = createChannelHost({
    owners: { require: async () => undefined },
    channels: { ...channels, trial: trialChannel, 'trial-oauth': trialOAuthChannel },
    store,
    secretBox: createSecretBox(key),
    documentsOf: (teamId) => openTeamDocuments(store, teamId),
    receive: async (teamId, kind, event) => {
      if (event.type === 'message') received.push(`${teamId} ${kind} ${event.message.text}`);
    },
    publicUrl: () => publicUrl,
    onConnected: () => undefined,
    allowPrivateEndpoints: true,
    clock: Date.now,
    log,
    timing,
    ...changes,
  });
  stops.push(async () => {
    await host.stop();
    await store.close();
  });
  return host;
};

/** A process that hosts the teams, and one that only administers them and answers HTTP. */
const startBoth = async (...teamIds: string[]) => {
  const received = { api: [] as string[], channels: [] as string[] };
  const api = startProcess(received.api);
  const channels = startProcess(received.channels);
  for (const teamId of teamIds) await channels.begin(teamId);
  webhooks = api;
  return { api, channels, received };
};

beforeEach(async () => {
  shared = await openTestStore();
  const app = express().use(createWebhookRoutes({ webhook: (...call) => webhooks.webhook(...call) }), answerProblem);
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stops.push(async () => {
    server.closeAllConnections();
    server.close();
  });
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  await shared.close();
});

const startTelegram = async (): Promise<FakeTelegram> => {
  const telegram = await startFakeTelegram();
  onTestFinished(() => telegram.stop());
  return telegram;
};
const startTrial = async () => {
  const trial = await startFakeTrialPlatform();
  onTestFinished(() => trial.stop());
  return trial;
};
type Trial = Awaited<ReturnType<typeof startTrial>>;

const bot = ({ token, apiRoot }: FakeTelegram) => ({ kind: 'telegram', token, apiRoot });
const trialAccount = ({ apiRoot }: Trial) => ({ kind: 'trial', apiRoot, key: TRIAL_KEY });
const administrator = { teamId: 'a', userId: 'anna' };

/** What an administrator's browser brings back from the page at which it signs in. */
const signIn = async (url: string) => {
  const { headers } = await fetch(url, { redirect: 'manual' });
  const { searchParams } = new URL(headers.get('location') ?? '');
  return { state: searchParams.get('state') ?? '', code: searchParams.get('code') ?? '' };
};
const connectByOAuth = async (host: ChannelHost, { apiRoot }: Trial) => {
  const request = { kind: 'trial-oauth', apiRoot, clientId: TRIAL_CLIENT, clientSecret: TRIAL_KEY };
  const { url } = await host.authorize(administrator, request);
  return host.completeAuthorization(administrator, await signIn(url));
};

const stateIn = async (host: ChannelHost, teamId = 'a') => (await host.list(teamId))[0]?.state;
const untilConnected = (host: ChannelHost, teamId = 'a') =>
  vi.waitFor(async () => expect(await stateIn(host, teamId)).toBe('connected'), waiting);
const settingOf = async (id: string) => {
  const setting = await openTeamDocuments(shared.store, 'a').settings.get(id);
  return setting?.value.kind === 'channel' ? setting.value : undefined;
};
const memories = async () => shared.store.collection('server/channel-memory').count();

test('a bot that is connected in one process is hosted by the other, whose health the first one lists', async () => {
  const telegram = await startTelegram();
  const { api, channels, received } = await startBoth('a');
  const { id, state } = await api.connect('a', bot(telegram));
  expect([id, state]).toEqual(['channel:telegram:4200', 'connecting']);
  await untilConnected(api);
  telegram.customerWrites({ chatId: 5, text: 'Привет' });
  await vi.waitFor(() => expect(received.channels).toEqual(['a telegram Привет']), waiting);
  await channels.connectionOf('a', 'telegram', '4200')?.send({ chatId: '5', text: 'Ответ', idempotencyKey: 'k' });
  expect(telegram.sent(5)).toMatchObject([{ text: 'Ответ' }]);
  expect(api.connectionOf('a', 'telegram', '4200')).toBeUndefined();

  telegram.trouble({ kind: 'error', status: 502 }, { method: 'getUpdates', times: 1e6 });
  telegram.customerWrites({ chatId: 5, text: 'wakes the poll' });
  await vi.waitFor(async () => expect(await stateIn(api)).toBe('failing'), waiting);
  expect((await api.list('a'))[0]?.reason?.code).toBe('channel.unreachable');
  telegram.recover();
  await untilConnected(api);
  await expect(api.connect('a', bot(telegram))).resolves.toMatchObject({ id, state: 'connected' });
  expect(received.api).toEqual([]);
});

test('a bot that is disconnected in one process is polled by the other no more, and its team sees it', async () => {
  const telegram = await startTelegram();
  const { api, channels, received } = await startBoth('a', 'b');
  const { id } = await api.connect('a', bot(telegram));
  await untilConnected(api);
  expect(await api.disconnect('a', id)).toBe(true);
  expect(await api.list('a')).toEqual([]);
  await vi.waitFor(() => expect(channels.connectionOf('a', 'telegram', '4200')).toBeUndefined(), waiting);
  await vi.waitFor(async () => expect((await settingOf(id))?.state).toBe('disconnected'), waiting);
  telegram.customerWrites({ chatId: 5, text: 'Поздно' });
  // Its next team gets what came in the meantime.
  await api.connect('b', bot(telegram));
  await vi.waitFor(() => expect(received.channels).toEqual(['b telegram Поздно']), waiting);
});

test('an account whose stored credentials vanish is ended, forgotten, and shown as disconnected by its host alone', async () => {
  const trial = await startTrial();
  const { api, channels } = await startBoth('a');
  const { id } = await api.connect('a', trialAccount(trial));
  await untilConnected(api);
  expect(await memories()).toBe(1);
  // As if the process that disconnects it was killed after its first write.
  const secrets = openChannelSecrets(shared.store, createSecretBox(key));
  await secrets.erase((await secrets.ofTeam('a')).map((secret) => secret.id));
  await vi.waitFor(async () => expect((await settingOf(id))?.state).toBe('disconnected'), waiting);
  expect(channels.connectionOf('a', 'trial', 'trial-1')).toBeUndefined();
  expect(await memories()).toBe(0);
});

test('an account that is disconnected while nobody hosts it is shown as disconnected, and nothing of it is kept', async () => {
  const trial = await startTrial();
  const { api, channels } = await startBoth('a');
  const { id } = await api.connect('a', trialAccount(trial));
  await untilConnected(api);
  await channels.stop();
  expect([await memories(), await stateIn(api)]).toEqual([1, 'connected']);
  expect(await api.disconnect('a', id)).toBe(true);
  expect([await memories(), (await settingOf(id))?.state]).toEqual([0, 'disconnected']);
  expect(await api.disconnect('a', id)).toBe(false);
});

test('a bot that moves to another platform server moves in the process that hosts it', async () => {
  const [telegram, other] = [await startTelegram(), await startTelegram()];
  const { api, channels, received } = await startBoth('a');
  await api.connect('a', bot(telegram));
  await untilConnected(api);
  const former = channels.connectionOf('a', 'telegram', '4200');
  await api.connect('a', bot(other));
  await vi.waitFor(() => {
    const current = channels.connectionOf('a', 'telegram', '4200');
    expect(current !== undefined && current !== former).toBe(true);
  }, waiting);
  other.customerWrites({ chatId: 5, text: 'Сюда' });
  await vi.waitFor(() => expect(received.channels).toEqual(['a telegram Сюда']), waiting);
  await untilConnected(api);
  expect(await api.list('a')).toHaveLength(1);
});

test('a process that does not host a team hosts nothing of it; one that begins later hosts what was connected', async () => {
  const telegram = await startTelegram();
  const { api, channels, received } = await startBoth();
  await channels.begin('b');
  const { id } = await api.connect('a', bot(telegram));
  expect((await settingOf(id))?.state).toBe('connecting');
  expect(await stateIn(channels)).toBe('connecting');
  await channels.begin('a');
  await untilConnected(api);
  telegram.customerWrites({ chatId: 5, text: 'Раз' });
  await vi.waitFor(() => expect(received.channels).toEqual(['a telegram Раз']), waiting);

  await channels.leave('a');
  const other = await startTelegram();
  await api.connect('a', { ...bot(other), token: other.addBot(4300) });
  const later: string[] = [];
  const successor = startProcess(later);
  await successor.begin('a');
  telegram.customerWrites({ chatId: 5, text: 'Два' });
  await vi.waitFor(() => expect(later).toEqual(['a telegram Два']), waiting);
  await vi.waitFor(() => expect(successor.connectionOf('a', 'telegram', '4300')).toBeDefined(), waiting);
  for (const account of ['4200', '4300']) expect(channels.connectionOf('a', 'telegram', account)).toBeUndefined();
  expect(received.channels).toEqual(['a telegram Раз']);
});

test('a webhook request is handled by the process that it reaches, and its address ends with the account', async () => {
  const trial = await startTrial();
  const { api, received } = await startBoth('a');
  const { id, webhookUrl = '' } = await api.connect('a', trialAccount(trial));
  await untilConnected(api);
  // The platform has verified the address by a challenge.
  expect(trial.hook()).toBe(webhookUrl);
  const calls = trial.calls();
  await trial.customerWrites('anna', 'Здравствуйте');
  expect(received).toEqual({ api: ['a trial Здравствуйте'], channels: [] });
  expect([trial.unanswered(), trial.calls()]).toEqual([0, calls]);
  expect((await trial.forge({ type: 'message' })).status).toBe(403);
  expect((await fetch(webhookUrl.slice(0, -4), { method: 'POST', body: '{}' })).status).toBe(404);
  expect((await api.templates('a', id)).map(({ name }) => name)).toContain('remind');
  await api.disconnect('a', id);
  expect((await trial.post({ type: 'message' })).status).toBe(404);
});

test('a webhook request is handled while nobody hosts the account and its platform takes no calls', async () => {
  const trial = await startTrial();
  const { api, channels, received } = await startBoth('a');
  await api.connect('a', trialAccount(trial));
  await untilConnected(api);
  await channels.stop();
  trial.revokeTokens();
  await trial.customerWrites('anna', 'Есть кто?');
  expect(received.api).toEqual(['a trial Есть кто?']);
});

test('an account that is connected by OAuth in one process works in the other, which alone renews its access', async () => {
  const trial = await startTrial();
  const telegram = await startTelegram();
  const { api, channels, received } = await startBoth('a');
  const { id } = await connectByOAuth(api, trial);
  await untilConnected(api);
  const connection = channels.connectionOf('a', 'trial-oauth', 'trial-1');
  expect(await api.templates('a', id)).not.toEqual([]);

  trial.revokeTokens();
  await expect(api.templates('a', id)).rejects.toMatchObject({ code: 'channel.unreachable' });
  await trial.customerWrites('anna', 'Здравствуйте');
  expect(received.api).toEqual(['a trial-oauth Здравствуйте']);
  expect(trial.oauth.renewals()).toBe(0);
  expect(await channels.templates('a', id)).not.toEqual([]);
  await connection?.send({ chatId: 'anna', text: 'Ответ', idempotencyKey: 'k' });
  expect(trial.sent('anna')).toMatchObject([{ text: 'Ответ' }]);
  expect(await api.templates('a', id)).not.toEqual([]);

  // The host has seen the renewal once it has seen what was stored after it.
  await api.connect('a', bot(telegram));
  await vi.waitFor(() => expect(channels.connectionOf('a', 'telegram', '4200')).toBeDefined(), waiting);
  expect(channels.connectionOf('a', 'trial-oauth', 'trial-1')).toBe(connection);
  expect(trial.oauth.renewals()).toBe(1);
});

test('an account that its platform has signed out is signed in again in one process, and works in the other', async () => {
  const trial = await startTrial();
  const { api, channels } = await startBoth('a');
  const { id } = await connectByOAuth(api, trial);
  await untilConnected(api);
  trial.oauth.revokeGrants();
  trial.revokeTokens();
  const part = { chatId: 'anna', text: 'Ответ', idempotencyKey: 'k' };
  const send = async () => channels.connectionOf('a', 'trial-oauth', 'trial-1')?.send(part);
  await expect(send()).rejects.toMatchObject({ code: 'channel.signed_out' });
  await vi.waitFor(async () => expect((await api.list('a'))[0]?.reason?.code).toBe('channel.signed_out'), waiting);
  const { url } = await api.reauthorize(administrator, id);
  const again = await api.completeAuthorization(administrator, await signIn(url));
  expect(again).toMatchObject({ id, state: 'connecting' });
  await untilConnected(api);
  expect(await send()).toMatchObject({ platformId: 'p-k' });
});

test("the operator's channel is stored by a process that hosts nothing, and equal credentials change nothing", async () => {
  const telegram = await startTelegram();
  telegram.trouble({ kind: 'error', status: 503 }, { method: 'getMe', times: 2 });
  const { api, channels } = await startBoth('a');
  api.connectInBackground('a', bot(telegram));
  await untilConnected(api);
  const connection = channels.connectionOf('a', 'telegram', '4200');
  const sequence = await shared.store.collection('server/channel-secrets').sequence();
  const checks = telegram.calls('getMe');
  const restarted = startProcess();
  restarted.connectInBackground('a', bot(telegram));
  await vi.waitFor(() => expect(telegram.calls('getMe')).toBe(checks + 1), waiting);
  await expect(restarted.connect('a', bot(telegram))).resolves.toMatchObject({ state: 'connected' });
  // Another change that the host follows comes behind it.
  const other = await startTelegram();
  await restarted.connect('a', { ...bot(other), token: other.addBot(4300) });
  await vi.waitFor(() => expect(channels.connectionOf('a', 'telegram', '4300')).toBeDefined(), waiting);
  expect(channels.connectionOf('a', 'telegram', '4200')).toBe(connection);
  const { changes } = await shared.store.collection('server/channel-secrets').changes({ since: sequence, limit: 10 });
  expect(changes.map(({ body }) => body.account)).toEqual(['4300']);
});

test('a bot that a team gives up and another takes is ended for the one and begun for the other', async () => {
  const telegram = await startTelegram();
  const { api, channels, received } = await startBoth('a', 'b');
  for (const [from, to] of [
    ['b', 'a'],
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    await api.disconnect(from, 'channel:telegram:4200');
    await api.connect(to, bot(telegram));
    await vi.waitFor(() => expect(channels.connectionOf(to, 'telegram', '4200')).toBeDefined(), waiting);
    expect(channels.connectionOf(from, 'telegram', '4200')).toBeUndefined();
    telegram.customerWrites({ chatId: 5, text: `к ${to}` });
    await vi.waitFor(() => expect(received.channels.at(-1)).toBe(`${to} telegram к ${to}`), waiting);
  }
});

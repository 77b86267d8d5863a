import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { TRIAL_CLIENT } from '@inbetwin/bot/testing/trial/fake-oauth.ts';
import { TRIAL_KEY } from '@inbetwin/bot/testing/trial/fake-trial-platform.ts';
import { conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { expect, test, vi } from 'vitest';
import { createApiClient } from '../testing/api-client.ts';
import { beginTrial, type TrialLife } from '../testing/trial-server.ts';

const HOUR = 3_600_000;
const waiting = { timeout: 30_000, interval: 30 };
const conversationId = conversationIdOf({ channel: 'trial-oauth', account: 'trial-1', chatId: 'anna' });

type Platform = Awaited<ReturnType<typeof beginTrial>>['platform'];

const authorize = ({ api }: Pick<TrialLife, 'api'>, { apiRoot }: Platform, clientSecret = TRIAL_KEY) =>
  api('authorizeChannel', { body: { kind: 'trial-oauth', apiRoot, clientId: TRIAL_CLIENT, clientSecret } });

/** What the administrator's browser does: it follows the platform back to the server, and that to the workspace. */
const visit = async (url: string): Promise<Readonly<Record<string, string>>> => {
  const platform = await fetch(url, { redirect: 'manual' });
  const server = await fetch(platform.headers.get('location') ?? '', { redirect: 'manual' });
  expect(server.status).toBe(303);
  const [, answer = ''] = (server.headers.get('location') ?? '').split('/#/settings/signed-in/');
  return Object.fromEntries(new URLSearchParams(decodeURIComponent(answer)));
};

const connect = async (life: TrialLife, platform: Platform) => {
  const { url } = await authorize(life, platform);
  const channel = await life.api('completeAuthorization', { body: await visit(url) });
  await vi.waitFor(async () => expect(await stateOf(life)).toBe('connected'), waiting);
  return channel;
};

const stateOf = async ({ api }: Pick<TrialLife, 'api'>) => (await api('listChannels')).items[0]?.state;
const reasonOf = async ({ api }: Pick<TrialLife, 'api'>) => (await api('listChannels')).items[0]?.reason?.code;
const reply = ({ api }: Pick<TrialLife, 'api'>, text: string) =>
  api('sendMessage', { params: { id: conversationId }, body: { text } });
const textsTo = (platform: Platform) => platform.sent('anna').map(({ text }) => text);

/** Everything that the server keeps on its disk. */
const diskOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join();

test('an account is connected by signing in at its platform; it receives, answers, and survives a restart', async () => {
  const { platform, start, data } = await beginTrial();
  const life = await start();
  expect(await connect(life, platform)).toMatchObject({ kind: 'trial-oauth', id: 'channel:trial-oauth:trial-1' });
  await platform.customerWrites('anna', 'Здравствуйте');
  await vi.waitFor(() => expect(platform.sent('anna').length).toBeGreaterThan(0), waiting);
  await life.stop();
  const next = await start();
  await vi.waitFor(async () => expect(await stateOf(next)).toBe('connected'), waiting);
  await reply(next, 'Мы на месте');
  await vi.waitFor(() => expect(textsTo(platform)).toContain('Мы на месте'), waiting);
  expect(diskOf(data)).not.toMatch(/token-1\b|trial-secret-key/);
});

test('an answer counts once, for who began it, and for ten minutes', async () => {
  const { platform, start, pass } = await beginTrial();
  const life = await start();
  const other = await createApiClient(life.url)('register', {
    body: { email: 'boris@example.com', password: 'long enough', name: 'Борис', team: 'Борис' },
  });
  const answer = await visit((await authorize(life, platform)).url);
  const stranger = createApiClient(life.url, other.accessToken);
  await expect(stranger('completeAuthorization', { body: answer })).rejects.toThrow('channel.sign_in_void');
  await life.api('completeAuthorization', { body: answer });
  await expect(life.api('completeAuthorization', { body: answer })).rejects.toThrow('channel.sign_in_void');
  const late = await visit((await authorize(life, platform)).url);
  pass(10 * 60_000);
  const api = await life.signIn();
  await expect(api('completeAuthorization', { body: late })).rejects.toThrow('channel.sign_in_void');
  await expect(api('completeAuthorization', { body: { state: 'guessed', code: 'c' } })).rejects.toThrow(
    'channel.sign_in_void',
  );
});

test('says what went wrong at the platform, and connects nothing', async () => {
  const { platform, start } = await beginTrial();
  const life = await start();
  const tryWith = async (error: string) => {
    platform.oauth.answerWith(error);
    const answer = await visit((await authorize(life, platform)).url);
    return life.api('completeAuthorization', { body: answer });
  };
  await expect(tryWith('access_denied')).rejects.toThrow('channel.denied');
  await expect(tryWith('temporarily_unavailable')).rejects.toThrow('channel.unreachable');
  await expect(tryWith('invalid_scope')).rejects.toThrow('channel.rejected');
  const complete = async (secret?: string) => {
    const answer = await visit((await authorize(life, platform, secret)).url);
    return life.api('completeAuthorization', { body: answer });
  };
  platform.oauth.tokenTrouble(500);
  await expect(complete()).rejects.toThrow('channel.unreachable');
  await expect(complete('wrong')).rejects.toThrow('channel.token_refused');
  const answer = await visit((await authorize(life, platform)).url);
  await expect(
    life.api('completeAuthorization', { body: { ...answer, iss: 'https://mixed-up.example' } }),
  ).rejects.toThrow('channel.sign_in_void');
  const { apiRoot } = platform;
  const direct = { kind: 'trial-oauth', apiRoot, clientId: TRIAL_CLIENT, clientSecret: TRIAL_KEY };
  await expect(life.api('connectChannel', { body: direct })).rejects.toThrow('channel.needs_sign_in');
  await expect(life.api('authorizeChannel', { body: { kind: 'telegram', token: '1:a' } })).rejects.toThrow(
    'channel.unknown_kind',
  );
  expect((await life.api('listChannels')).items).toEqual([]);
});

test('access is renewed when it ends or is refused, also while the platform gives none for a while, and no reply is lost', async () => {
  const { platform, start, pass } = await beginTrial();
  const life = await start();
  await connect(life, platform);
  await platform.customerWrites('anna', 'Перезвоните мне');
  await vi.waitFor(() => expect(platform.sent('anna').length).toBeGreaterThan(0), waiting);
  platform.revokeTokens();
  await Promise.all(['Раз', 'Два'].map((text) => reply(life, text)));
  await vi.waitFor(() => expect(textsTo(platform)).toEqual(expect.arrayContaining(['Раз', 'Два'])), waiting);
  expect(platform.oauth.renewals()).toBe(1);

  pass(HOUR);
  platform.revokeTokens();
  platform.oauth.tokenTrouble(500);
  const late = { api: await life.signIn() };
  await reply(late, 'Три');
  await vi.waitFor(async () => expect(await reasonOf(late)).toBe('channel.unreachable'), waiting);
  await vi.waitFor(() => expect(textsTo(platform)).toContain('Три'), waiting);
  await vi.waitFor(async () => expect(await stateOf(late)).toBe('connected'), waiting);
  // What was rotated is what the next life begins with.
  await life.stop();
  pass(HOUR);
  platform.revokeTokens();
  const next = await start();
  await reply(next, 'Четыре');
  await vi.waitFor(() => expect(textsTo(platform)).toContain('Четыре'), waiting);
});

test('when the platform renews no more the account says so and replies wait, until it is connected again', async () => {
  const { platform, start } = await beginTrial();
  const life = await start();
  const { id } = await connect(life, platform);
  await platform.customerWrites('anna', 'Перезвоните мне');
  await vi.waitFor(() => expect(platform.sent('anna').length).toBeGreaterThan(0), waiting);
  // As after a crash between a renewal at the platform and its write on our disk.
  platform.oauth.revokeGrants();
  platform.revokeTokens();
  const waits = await reply(life, 'Звоним');
  await vi.waitFor(async () => expect(await reasonOf(life)).toBe('channel.signed_out'), waiting);
  const messages = async () =>
    (await life.api('listMessages', { params: { id: conversationId }, query: { limit: '50' } })).items;
  expect((await messages()).find((message) => message.id === waits.id)?.delivery.state).not.toBe('failed');
  await platform.customerWrites('anna', 'Вы получили?');
  await vi.waitFor(async () => expect((await messages()).map(({ text }) => text)).toContain('Вы получили?'), waiting);

  platform.oauth.signInAs('trial-2');
  const { api } = life;
  const again = async () => visit((await api('reauthorizeChannel', { params: { id } })).url);
  await expect(api('completeAuthorization', { body: await again() })).rejects.toThrow('channel.other_account');
  platform.oauth.signInAs('trial-1');
  await api('completeAuthorization', { body: await again() });
  await vi.waitFor(async () => expect(await stateOf(life)).toBe('connected'), waiting);
  await vi.waitFor(() => expect(textsTo(platform)).toContain('Звоним'), waiting);
});

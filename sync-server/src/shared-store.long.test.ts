import { startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startFakeCouch } from './store/testing/fake-couch.ts';
import { createApiClient } from './testing/api-client.ts';
import { createChatVisitor } from './testing/chat-visitor.ts';
import { makeFolder } from './testing/make-folder.ts';
import { runAdmin } from './testing/server-process.ts';
import { startForTest } from './testing/start-for-test.ts';

const waiting = { interval: 50 };

const startTelegram = async () => {
  const telegram = await startFakeTelegram();
  onTestFinished(() => telegram.stop());
  return telegram;
};

type Environment = Readonly<Record<string, string>>;

const environmentOf = (store: Environment, name: string): Environment => ({
  ...store,
  SECRET_KEY: '07'.repeat(32),
  INSTALLATION_ID: name,
  ALLOW_PRIVATE_ENDPOINTS: 'true',
  AGENT_QUIET_MS: '0',
  PRINT_LINK: 'true',
  LOG_LEVEL: 'warn',
});

/** Starts servers of one installation on a store that it shares with others. */
const installation =
  (store: Environment, name: string) =>
  (extra: Environment = {}) =>
    startForTest({ ...environmentOf(store, name), ...extra });

/** A team with a bot of its own on the server. */
const openTeam = async (url: string, name: string, telegram: Awaited<ReturnType<typeof startTelegram>>) => {
  const body = { email: `${name}@example.com`, password: 'long enough', name, team: `Team ${name}` };
  const { accessToken, team } = await createApiClient(url)('register', { body });
  const api = createApiClient(url, accessToken);
  await api('connectChannel', { body: { kind: 'telegram', token: telegram.token, apiRoot: telegram.apiRoot } });
  await api('createSource', { body: { title: 'Лофт', text: 'У лофта есть парковка.', mediaType: 'text/plain' } });
  return { accessToken, slug: team.slug };
};

const untilPolled = async (telegram: Awaited<ReturnType<typeof startTelegram>>, times: number) => {
  await vi.waitFor(() => expect(telegram.calls('getUpdates')).toBeGreaterThanOrEqual(times), waiting);
};

test('a server leaves the teams of another one on the same CouchDB alone, until it is told to take them over', async () => {
  const couch = await startFakeCouch();
  onTestFinished(() => couch.close());
  const [ours, theirs] = [await startTelegram(), await startTelegram()];
  const startOurs = installation({ COUCHDB_URL: couch.url }, 'ours');
  const startTheirs = installation({ COUCHDB_URL: couch.url }, 'theirs');

  const first = await startOurs();
  const { accessToken, slug } = await openTeam(first.url, 'ours', ours);
  await untilPolled(ours, 2);
  expect(await first.stop()).toBe(0);
  const polls = ours.calls('getUpdates');

  // Our server is down: nobody else may take its place by merely being there.
  const other = await startTheirs();
  await openTeam(other.url, 'theirs', theirs);
  await untilPolled(theirs, 2);
  expect(ours.calls('getUpdates')).toBe(polls);
  const api = createApiClient(other.url, accessToken);
  const request = { kind: 'telegram', token: ours.token, apiRoot: ours.apiRoot };
  await expect(api('connectChannel', { body: request })).rejects.toThrow('team.elsewhere');
  expect((await createChatVisitor(other.url, slug).write('Есть ли парковка?')).status).toBe(421);

  const again = await startOurs();
  ours.customerWrites({ chatId: 5, text: 'Есть ли парковка у лофта?' });
  await vi.waitFor(() => expect(ours.sent(5)).toHaveLength(1), waiting);
  expect(await again.stop()).toBe(0);
  expect(await other.stop()).toBe(0);

  await startTheirs({ TAKE_OVER_TEAMS: 'true' });
  ours.customerWrites({ chatId: 5, text: 'А парковка у лофта точно есть?' });
  await vi.waitFor(() => expect(ours.sent(5)).toHaveLength(2), waiting);
});

const healthOf = async (url: string): Promise<unknown> => (await fetch(new URL('/health', url))).json();

test('a server that runs while its teams are taken over stops serving them, and serves them again when they are taken back', async () => {
  const store = { INBETWIN_DATA: makeFolder() };
  const telegram = await startTelegram();
  // Long enough for the other server to take the team over while a message waits for its answer.
  const ours = await installation(store, 'ours')({ AGENT_QUIET_MS: '5000' });
  const { accessToken, slug } = await openTeam(ours.url, 'ours', telegram);
  await untilPolled(telegram, 2);
  const visitor = createChatVisitor(ours.url, slug);
  const stream = await visitor.stream();
  telegram.customerWrites({ chatId: 5, text: 'Есть ли парковка у лофта?' });
  const api = createApiClient(ours.url, accessToken);
  await vi.waitFor(async () => expect((await api('listConversations')).items).toHaveLength(1), waiting);

  const theirs = await installation(store, 'theirs')({ TAKE_OVER_TEAMS: 'true' });
  await vi.waitFor(async () => {
    // The demo team's and this one.
    expect(await healthOf(ours.url)).toMatchObject({ status: 'degraded', teams: { takenOver: 2 } });
  }, waiting);
  await stream.ended;
  expect((await visitor.write('Есть ли парковка?')).status).toBe(421);
  expect(ours.output()).toContain('npm run admin -- take');
  // What the first server acknowledged the second one answers, once.
  await vi.waitFor(() => expect(telegram.sent(5)).toHaveLength(1), waiting);
  telegram.customerWrites({ chatId: 6, text: 'Есть ли парковка у лофта?' });
  await vi.waitFor(() => expect(telegram.sent(6)).toHaveLength(1), waiting);
  expect(await theirs.stop()).toBe(0);

  // Nobody polls now: the first server does not by itself take back what was taken from it.
  const polls = telegram.calls('getUpdates');
  for (let asked = 0; asked < 20; asked++) await healthOf(ours.url);
  expect(telegram.calls('getUpdates')).toBe(polls);
  const { code, stdout } = await runAdmin(environmentOf(store, 'ours'), 'take', slug);
  expect([code, stdout]).toEqual([0, expect.stringContaining('is served by this server from now on')]);
  const listed = await runAdmin(environmentOf(store, 'ours'), 'teams');
  expect([listed.code, listed.stdout]).toEqual([0, expect.stringMatching(new RegExp(`^\\w+\\t${slug}\\t`, 'm'))]);
  await vi.waitFor(async () => expect(await healthOf(ours.url)).toMatchObject({ teams: { takenOver: 1 } }), waiting);
  telegram.customerWrites({ chatId: 7, text: 'Есть ли парковка у лофта?' });
  await vi.waitFor(() => expect(telegram.sent(7)).toHaveLength(1), waiting);
  expect((await visitor.write('Есть ли парковка?')).status).toBe(201);
  expect([5, 6].map((chat) => telegram.sent(chat).length)).toEqual([1, 1]);
});

test('an operator cannot take a team that does not exist, nor give a command that does not', async () => {
  const environment = environmentOf({ INBETWIN_DATA: makeFolder() }, 'ours');
  for (const args of [['take'], ['toString']]) {
    const { code, stderr } = await runAdmin(environment, ...args);
    expect([code, stderr]).toEqual([1, expect.stringContaining('npm run admin -- invite')]);
  }
  const { code, stderr } = await runAdmin(environment, 'take', 'nobody');
  expect([code, stderr]).toEqual([1, expect.stringContaining('There is no team nobody')]);
});

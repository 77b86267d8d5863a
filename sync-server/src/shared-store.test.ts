import { startFakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startFakeCouch } from './store/testing/fake-couch.ts';
import { createApiClient } from './testing/api-client.ts';
import { createChatVisitor } from './testing/chat-visitor.ts';
import { startServer } from './testing/server-process.ts';

vi.setConfig({ testTimeout: 60_000 });

const waiting = { timeout: 20_000, interval: 50 };

const startTelegram = async () => {
  const telegram = await startFakeTelegram();
  onTestFinished(() => telegram.stop());
  return telegram;
};

/** Starts servers of one installation on a CouchDB that it shares with others. */
const installation =
  (couchUrl: string, name: string) =>
  async (extra: Readonly<Record<string, string>> = {}) => {
    const server = await startServer({
      COUCHDB_URL: couchUrl,
      SECRET_KEY: '07'.repeat(32),
      INSTALLATION_ID: name,
      ALLOW_PRIVATE_ENDPOINTS: 'true',
      AGENT_QUIET_MS: '0',
      PRINT_LINK: 'true',
      LOG_LEVEL: 'warn',
      ...extra,
    });
    onTestFinished(async () => {
      await server.stop('SIGKILL');
    });
    return server;
  };

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
  const startOurs = installation(couch.url, 'ours');
  const startTheirs = installation(couch.url, 'theirs');

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

import { once } from 'node:events';
import { connect } from 'node:net';
import { sessionSchema } from '@inbetwin/shared/contracts/accounts.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openRecords, recordId } from '../../accounts/records.ts';
import { type Api, readProblem, startApi } from '../testing/start-api.ts';

let api: Api;

beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const refresh = (refreshToken: string) => api.send('POST', '/api/v1/auth/refresh', { body: { refreshToken } });

/** The network is cut while the server works: it has exchanged the token, and nobody hears of it. */
const refreshUnheard = async (refreshToken: string): Promise<void> => {
  const before = await storedTokenOf(refreshToken);
  const { hostname, port } = new URL(api.url);
  const body = JSON.stringify({ refreshToken });
  const head = ['POST /api/v1/auth/refresh HTTP/1.1', `Host: ${hostname}`, 'Content-Type: application/json'];
  const line = connect(Number(port), hostname);
  line.on('error', () => undefined); // It is cut on purpose.
  await once(line, 'connect');
  line.write([...head, `Content-Length: ${body.length}`, '', body].join('\r\n'), () => line.destroy());
  await vi.waitFor(async () => expect(await storedTokenOf(refreshToken)).not.toBe(before));
};

const storedTokenOf = async (refreshToken: string): Promise<string | undefined> => {
  const [sessionId = ''] = refreshToken.split('.');
  return (await openRecords(api.store).sessions.get(recordId.session(sessionId)))?.current;
};

test('a cut network between the exchange and its answer signs nobody out, however often and for however long', async () => {
  const { refreshToken, user } = await api.register('anna');
  for (const away of [61_000, 20 * 60_000, 30 * 24 * 3600_000]) {
    await refreshUnheard(refreshToken);
    api.clock.advance(away);
  }
  const answer = await refresh(refreshToken);
  expect(answer.status).toBe(200);
  const session = sessionSchema.parse(await answer.json());
  expect(session.user).toEqual(user);
  expect((await api.send('GET', '/api/v1/auth/me', { token: session.accessToken })).status).toBe(200);
  expect((await refresh(session.refreshToken)).status).toBe(200);
});

test('an exchanged token in other hands ends the session of both', async () => {
  const { refreshToken } = await api.register('anna');
  const device = sessionSchema.parse(await (await refresh(refreshToken)).json());
  api.clock.advance(3600_000);
  const thief = sessionSchema.parse(await (await refresh(refreshToken)).json());
  expect(await readProblem(await refresh(device.refreshToken))).toMatchObject({ code: 'auth.refresh_reused' });
  expect(await readProblem(await refresh(thief.refreshToken))).toMatchObject({ code: 'auth.token_invalid' });
  const asThief = await api.send('GET', '/api/v1/auth/me', { token: thief.accessToken });
  expect(await readProblem(asThief)).toMatchObject({ code: 'auth.token_invalid' });
});

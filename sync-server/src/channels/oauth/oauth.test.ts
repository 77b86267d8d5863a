import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { publicLookup } from '../endpoint-guard.ts';
import { grantFrom, grantSchema } from './grant.ts';
import { createAuthorizationKeys, openOAuth } from './oauth.ts';

const MINUTE = 60_000;

/** A token endpoint that answers with this. */
const startEndpoint = async (status: number, body: string) => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
  }).listen(0);
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  return `http://localhost:${(server.address() as AddressInfo).port}`;
};

const redeem = async (root: string, options: Partial<Parameters<typeof openOAuth>[1]> = {}) => {
  const client = { authorizeUrl: `${root}/authorize`, tokenUrl: `${root}/token`, clientId: 'c', scopes: [] };
  const oauth = openOAuth(client, { requestMs: 5000, allowInsecure: true, clock: () => 0, ...options });
  const keys = createAuthorizationKeys('https://team.example/oauth/callback');
  return oauth.exchange({ state: keys.state, code: 'c1' }, keys).catch((error: unknown) => error);
};

test('asks for tokens at public addresses and over TLS, unless the operator allows others', async () => {
  const root = await startEndpoint(200, '{"access_token":"a","token_type":"bearer"}');
  expect(await redeem(root)).toEqual({ accessToken: 'a' });
  expect(await redeem(root, { lookup: publicLookup })).toMatchObject({ code: 'channel.private_endpoint' });
  expect(await redeem(root, { allowInsecure: false })).toMatchObject({ code: 'channel.private_endpoint' });
});

test.each([
  ['an answer without the type of the token', 200, '{"access_token":"leaked"}'],
  ['an answer that is cut', 200, '{"access_token":"leaked"'],
  ['an answer without end', 200, `{"access_token":"leaked","x":"${'x'.repeat(300_000)}"}`],
  ['a page', 502, '<html>leaked</html>'],
  ['an empty answer', 500, ''],
])('%s is the platform’s trouble, and no token is told', async (_what, status, body) => {
  const failure = await redeem(await startEndpoint(status, body));
  expect(failure).toMatchObject({ code: 'channel.unreachable' });
  expect(inspect(failure, { depth: 9 })).not.toContain('leaked');
});

test('a grant keeps its refresh token until it gets another, and is renewed in time but never all the time', () => {
  const first = grantFrom({ access_token: 'a', refresh_token: 'r', expires_in: 3600 }, 0);
  expect(first).toEqual({ accessToken: 'a', refreshToken: 'r', expiresAt: 60 * MINUTE, renewAt: 55 * MINUTE });
  expect(grantFrom({ access_token: 'b' }, 0, first)).toEqual({ accessToken: 'b', refreshToken: 'r' });
  expect(grantFrom({ access_token: 'b', refresh_token: 's' }, 0, first).refreshToken).toBe('s');
  expect(grantFrom({ access_token: 'a', expires_in: 0 }, 0).renewAt).toBe(MINUTE / 2);
  const endless = grantFrom({ access_token: 'a', expires_in: 1e306 }, 0);
  expect(grantSchema.parse(JSON.parse(JSON.stringify(endless)))).toEqual(endless);
});

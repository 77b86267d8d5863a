import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { type Api, startApi } from '../testing/start-api.ts';
import { createHostCheck } from './own-hosts.ts';

let api: Api | undefined;
afterEach(() => api?.close());

const ask = async (path: string, headers: Record<string, string>) => {
  const sent = request(`${api?.url}${path}`, { headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
};

test('a page whose name was made to resolve to this machine gets nothing', async () => {
  api = await startApi();
  const rebound = await ask('/api/v1/openapi.json', { host: 'evil.example:8787' });
  expect(rebound.status).toBe(421);
  expect(JSON.parse(rebound.body)).toMatchObject({
    code: 'request.misdirected',
    hint: expect.stringContaining('PUBLIC_URL'),
  });
  const claimed = { host: 'evil.example', 'x-forwarded-host': 'localhost' };
  expect((await ask('/api/v1/openapi.json', claimed)).status).toBe(421);
  expect((await ask('/api/v1/openapi.json', { host: 'localhost:1' })).status).toBe(200);
});

test('probes are answered whatever name they call', async () => {
  api = await startApi();
  for (const path of ['/health', '/ready']) expect((await ask(path, { host: '10.1.2.3:8787' })).status).toBe(200);
});

const loopback = ['localhost', 'LOCALHOST:8787', 'inbetwin.localhost', '127.0.0.1:80', '127.9.9.9', '[::1]:8787'];
const names = ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'a@localhost', 'evil/localhost', ''];
const addresses = ['192.168.1.5:8787', '[fe80::1]', '10.0.0.1'];

test.each([
  ['on loopback', { host: '127.0.0.1' }, [], [...addresses, 'crm.example.com']],
  ['at one address', { host: '192.168.1.5' }, ['192.168.1.5:8787'], ['10.0.0.1', '[fe80::1]']],
  ['at one address of IPv6', { host: 'fe80::1' }, ['[fe80::1]:8787'], ['10.0.0.1']],
  ['at a name', { host: 'crm.lan' }, ['crm.lan:8787', 'CRM.LAN.'], addresses],
  ['everywhere', { host: '0.0.0.0' }, addresses, ['crm.example.com']],
  ['everywhere in IPv6', { host: '::' }, addresses, ['crm.example.com']],
  [
    'everywhere under a public name',
    { host: '0.0.0.0', publicUrl: 'https://crm.example.com' },
    ['crm.example.com', 'crm.example.com:443'],
    [...addresses, 'sub.crm.example.com'],
  ],
])('a server that listens %s answers to its own names alone', (_place, settings, own, others) => {
  const isOwn = createHostCheck(settings);
  expect([...loopback, ...own].filter((host) => !isOwn(host))).toEqual([]);
  expect([...names, ...others].filter(isOwn)).toEqual([]);
});

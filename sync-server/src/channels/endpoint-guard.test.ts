import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { assertPublicEndpoint, isPublicAddress, publicLookup } from './endpoint-guard.ts';

test.each([
  ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.1.2.3', '100.64.0.1', '169.254.169.254', '172.16.0.1'],
  ...['172.31.255.255', '192.168.1.1', '198.18.0.1', '192.0.2.1', '224.0.0.1', '255.255.255.255', '240.0.0.1'],
  ...['::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1'],
  ...['fe80::1', 'fe80::1%eth0', 'fec0::1', 'fc00::1', 'fd12:3456::1', 'ff02::1', '2002:7f00:1::', '2001:db8::1'],
  ...['2001:0:4136:e378::1', '100::1', 'not an address', ''],
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  ...['8.8.8.8', '149.154.167.220', '172.15.255.255', '172.32.0.1', '100.63.255.255', '192.167.255.255'],
  ...['2001:67c:4e8:f004::9', '2606:4700::1111', '2a00:1450:4010::8b'],
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ...['http://127.0.0.1:8081', 'http://localhost:8081', 'http://2130706433', 'http://0x7f.1', 'http://0177.0.0.1'],
  ...['http://[::1]:80', 'http://[::ffff:10.0.0.1]/', 'https://169.254.169.254/latest', 'http://127.1'],
])('refuses %s', async (url) => {
  await expect(assertPublicEndpoint(url)).rejects.toMatchObject({ code: 'channel.private_endpoint' });
});

test('accepts a public address, and tells a name that does not exist', async () => {
  await expect(assertPublicEndpoint('https://149.154.167.220/bot-api')).resolves.toBeUndefined();
  await expect(assertPublicEndpoint('https://no-such-name.invalid')).rejects.toMatchObject({
    code: 'channel.unreachable',
  });
});

test('a connection to a name is refused when it is made, too', async () => {
  const server = createServer((_request, response) => response.end('secret'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const outcome = await new Promise((resolve) => {
    get({ host: 'localhost', port, lookup: publicLookup }, () => resolve('connected')).once('error', resolve);
  });
  server.close();
  expect(outcome).toMatchObject({ code: 'channel.private_endpoint' });
});

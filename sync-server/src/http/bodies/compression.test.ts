import { get } from 'node:http';
import { routes } from '@inbetwin/shared/contracts/http.ts';
import type { RouteDefinition } from '@inbetwin/shared/contracts/route.ts';
import { Router } from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type Api, startApi } from '../testing/start-api.ts';
import { holdsSecrets } from './compression.ts';

const long = 'The same words again. '.repeat(500);
const router = Router();
router.get('/long', (_request, response) => void response.json({ long }));
router.get('/short', (_request, response) => void response.json({ short: 'words' }));
router.get('/events', (_request, response) => {
  response.type('text/event-stream').write(`data: ${long}\n\n`);
});
router.get('/part', (_request, response) => {
  response
    .status(206)
    .set('Content-Range', `bytes 0-${long.length - 1}/${2 * long.length}`)
    .type('txt')
    .send(long);
});
router.get('/api/v1/auth/long', (_request, response) => void response.json({ accessToken: long }));

let api: Api;
beforeEach(async () => {
  api = await startApi({ routers: [router] });
});
afterEach(() => api.close());

const ask = async (path: string, encodings: string) => {
  const response = await api.send('GET', path, { headers: { 'accept-encoding': encodings } });
  return { encoding: response.headers.get('content-encoding'), vary: response.headers.get('vary'), response };
};

test('a long answer is compressed in the best form that the client takes, and says that it depends on that', async () => {
  for (const [accepted, used] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', null],
  ] as const) {
    const { encoding, vary, response } = await ask('/long', accepted);
    expect([accepted, encoding]).toEqual([accepted, used]);
    expect(vary).toContain('Accept-Encoding');
    expect(await response.json()).toEqual({ long });
  }
});

test('what is short, a part of a file, or holds secrets goes as it is', async () => {
  for (const path of ['/short', '/part', '/api/v1/auth/long', '/API/v1/Auth/long']) {
    const { encoding, response } = await ask(path, 'gzip, br');
    await response.text();
    expect([path, encoding]).toEqual([path, null]);
  }
});

test('every route that answers with a token is one whose answers are not compressed', () => {
  const telling = Object.values(routes as Record<string, RouteDefinition>).filter(({ response }) =>
    /token|password|secret/i.test(Object.keys(propertiesOf(response)).join()),
  );
  expect(telling.map(({ path }) => path)).toContain('/api/v1/auth/login');
  expect(telling.filter(({ path }) => !holdsSecrets(path))).toEqual([]);
});

const propertiesOf = (schema: z.ZodType): object => z.toJSONSchema(schema, { unrepresentable: 'any' }).properties ?? {};

test('events arrive one by one, uncompressed', async () => {
  const first = await new Promise<[string | undefined, string]>((resolve, reject) => {
    get(`${api.url}/events`, { headers: { 'accept-encoding': 'gzip, br' } }, (response) => {
      response.once('data', (bytes: Buffer) => {
        resolve([response.headers['content-encoding'], bytes.toString()]);
        response.destroy();
      });
    }).on('error', reject);
  });
  expect(first[0]).toBeUndefined();
  expect(first[1]).toContain('data: The same words');
});

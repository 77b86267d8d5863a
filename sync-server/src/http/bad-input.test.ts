import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrustedProxies } from '../network-config.ts';
import { type Api, readProblem, startApi } from './testing/start-api.ts';

let api: Api;
let owner: Session;

beforeAll(async () => {
  api = await startApi();
  owner = await api.register('owner');
});
afterAll(() => api.close());

const asOwner = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.send(method, path, { token: owner.accessToken, body, headers });

const json = { 'content-type': 'application/json' };
const text = { title: 'T', text: 'text', mediaType: 'text/plain' };

test('broken JSON', async () => {
  for (const body of ['{"email":', 'null', '"text"', '[1,', '{"a":1}}', '\u0000']) {
    const problem = await readProblem(await asOwner('POST', '/api/v1/rag/answer', body, json));
    expect(problem).toMatchObject({ status: 400, code: 'request.malformed' });
  }
});

test('every wrong field is named, wherever it came from', async () => {
  const register = await api.send('POST', '/api/v1/auth/register', {
    body: { email: 'no', password: 'short', name: 7 },
  });
  const problem = await readProblem(register);
  expect(problem).toMatchObject({ status: 422, code: 'request.invalid' });
  expect(problem.errors?.map((error) => error.path).sort()).toEqual(['email', 'name', 'password', 'team']);

  const query = await readProblem(await asOwner('GET', '/api/v1/leads?limit=many'));
  expect(query.errors?.map((error) => error.path)).toEqual(['query.limit']);
  const twice = await readProblem(await asOwner('GET', '/api/v1/leads?cursor=a&cursor=b'));
  expect(twice.errors?.map((error) => error.path)).toEqual(['query.cursor']);
  const params = await readProblem(await asOwner('GET', `/api/v1/leads/${'x'.repeat(201)}`));
  expect(params.errors?.map((error) => error.path)).toEqual(['params.id']);
  const nothing = await readProblem(await asOwner('POST', '/api/v1/rag/answer'));
  expect(nothing).toMatchObject({ status: 422, code: 'request.invalid' });
});

test('a body that is too large, also when it is only so after unpacking', async () => {
  const large = { question: 'x'.repeat(1024 * 1024) };
  expect(await readProblem(await asOwner('POST', '/api/v1/rag/answer', large))).toMatchObject({
    status: 413,
    code: 'request.too_large',
  });
  const { gzipSync } = await import('node:zlib');
  const packed = new Uint8Array(gzipSync(JSON.stringify(large)));
  const unpacked = await asOwner('POST', '/api/v1/rag/answer', packed, { ...json, 'content-encoding': 'gzip' });
  expect((await readProblem(unpacked)).code).toBe('request.too_large');

  const source = { ...text, text: 'x'.repeat(4_900_000) };
  expect((await asOwner('POST', '/api/v1/rag/sources', source)).status).toBe(201);
  const tooLong = { ...text, text: 'x'.repeat(7_000_000) };
  expect((await readProblem(await asOwner('POST', '/api/v1/rag/sources', tooLong))).code).toBe('request.too_large');
});

test('a file over 25 MB, a missing one, two of them, one in another field, and half an upload', async () => {
  const upload = (fields: Readonly<Record<string, readonly Blob[]>>) => {
    const form = new FormData();
    for (const [field, files] of Object.entries(fields)) for (const file of files) form.append(field, file, 'a.txt');
    return asOwner('POST', '/api/v1/rag/sources', form);
  };
  const small = new Blob(['small']);
  expect(await readProblem(await upload({ file: [new Blob([new Uint8Array(25 * 1024 * 1024 + 1)])] }))).toMatchObject({
    status: 413,
    code: 'request.too_large',
  });
  expect((await readProblem(await upload({}))).errors?.[0]?.path).toBe('file');
  expect((await readProblem(await upload({ file: [small, small] }))).code).toBe('request.invalid');
  expect((await readProblem(await upload({ other: [small] }))).code).toBe('request.invalid');

  const form = { 'content-type': 'multipart/form-data; boundary=x' };
  const half = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf';
  const broken = ['', '--x', half, '--x\r\nbad header\r\n\r\n--x--'];
  for (const body of broken) {
    const problem = await readProblem(await asOwner('POST', '/api/v1/rag/sources', body, form));
    expect(['request.malformed', 'request.invalid']).toContain(problem.code);
  }
  const noBoundary = { 'content-type': 'multipart/form-data' };
  expect((await readProblem(await asOwner('POST', '/api/v1/rag/sources', half, noBoundary))).code).toBe(
    'request.malformed',
  );
});

test('content of another kind than JSON', async () => {
  const asText = await asOwner('POST', '/api/v1/rag/answer', 'question=x', { 'content-type': 'text/plain' });
  expect(await readProblem(asText)).toMatchObject({ status: 415, code: 'request.unsupported_media' });
  const charset = { 'content-type': 'application/json; charset=klingon' };
  expect((await readProblem(await asOwner('POST', '/api/v1/rag/answer', '{}', charset))).status).toBe(415);
  const encoding = { ...json, 'content-encoding': 'secret' };
  expect((await readProblem(await asOwner('POST', '/api/v1/rag/answer', '{}', encoding))).status).toBe(415);
});

test('unknown addresses, other methods and broken escapes', async () => {
  expect((await readProblem(await asOwner('GET', '/api/v1/nothing'))).code).toBe('resource.not_found');
  expect((await readProblem(await asOwner('POST', '/'))).code).toBe('resource.not_found');
  const put = await asOwner('PUT', '/api/v1/leads');
  expect(put.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  expect(await readProblem(put)).toMatchObject({ status: 405, code: 'request.method_not_allowed' });
  expect((await asOwner('POST', '/health')).headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  expect((await asOwner('OPTIONS', '/api/v1/rag/sources')).headers.get('allow')).toBe('POST, GET, HEAD, OPTIONS');
  expect(await readProblem(await asOwner('GET', '/api/v1/leads/%E0%A4%A'))).toMatchObject({
    status: 400,
    code: 'request.malformed',
  });
});

test('halves of surrogate pairs become readable text instead of reaching the store', async () => {
  const body = '{"title":"half \\ud83d here","text":"and \\udc00","mediaType":"text/plain"}';
  const response = await asOwner('POST', '/api/v1/rag/sources', body, json);
  expect(await response.json()).toMatchObject({ title: 'half \ufffd here' });
  const deep = `{"question":"\\ud83d","deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  expect((await readProblem(await asOwner('POST', '/api/v1/rag/answer', deep, json))).code).toBe('request.malformed');
});

test('JSON that is nested without end is refused before anyone walks it', async () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  for (const row of [`{"id":"a","_deleted":true,"x":${deep}}`, `{"id":"a","_deleted":false,"x":${deep}}`]) {
    const body = `{"collection":"contacts","rows":[{"newDocumentState":${row}}]}`;
    const problem = await readProblem(await asOwner('POST', '/sync/v1/push', body, json));
    expect(problem).toMatchObject({ status: 400, code: 'request.malformed' });
  }
});

test('a store that fails says so and when to try again; an unforeseen error says nothing of its cause', async () => {
  const failing = async (error: Error) => {
    const broken = await startApi({ team: () => Promise.reject(error) });
    const { accessToken } = await broken.register('x');
    const response = await broken.send('GET', '/api/v1/leads', { token: accessToken });
    const problem = await readProblem(response);
    const alive = await broken.send('GET', '/health');
    await broken.close();
    return { problem, retryAfter: response.headers.get('retry-after'), alive: alive.status };
  };
  const down = await failing(new Failure('store.unavailable', 'The store does not answer.', 'Try again.'));
  expect(down).toMatchObject({ problem: { status: 503 }, retryAfter: '5', alive: 200 });
  const full = await failing(new Failure('store.full', 'The disk is full.', 'Free some space.'));
  expect(full).toMatchObject({ problem: { status: 507 }, alive: 200 });
  const limited = await failing(new Failure('channel.rate_limited', 'Wait.', 'Wait.', { retryAfter: 6.2 }));
  expect(limited).toMatchObject({ problem: { status: 429 }, retryAfter: '7' });
  const bug = await failing(new TypeError('password of postgres://secret'));
  expect(bug).toMatchObject({ problem: { status: 500, code: 'server.error' }, alive: 200 });
  expect(JSON.stringify(bug.problem)).not.toContain('secret');
});

test('a caller’s own word on its address counts for nothing without a proxy that is trusted', async () => {
  const perPair = { free: 100, first: 0, longest: 0, forgottenAfter: 0 };
  const authLimits = {
    perAddress: { points: 2, seconds: 60 },
    perPair,
    perEmail: { points: 100, seconds: 60 },
    newTeams: { perAddress: { points: 100, seconds: 60 }, inAll: { points: 100, seconds: 60 } },
  };
  const statuses = async (trustedProxies: TrustedProxies, headerOf: (n: number) => string) => {
    const strict = await startApi({ trustedProxies, authLimits });
    const found = [];
    for (let n = 0; n < 4; n++) {
      const body = { email: `nobody-${n}@example.com`, password: 'wrong password' };
      const headers = { 'x-forwarded-for': headerOf(n) };
      found.push((await strict.send('POST', '/api/v1/auth/login', { body, headers })).status);
    }
    await strict.close();
    return found;
  };
  const [all, two] = [
    [401, 401, 401, 401],
    [401, 401, 429, 429],
  ];
  const own = (n: number) => `203.0.113.${n}`;
  const forged = (n: number) => `192.0.2.${n}, 203.0.113.1`;
  expect(await statuses(0, own)).toEqual(two);
  expect(await statuses(['10.0.0.0/8'], own)).toEqual(two);
  expect(await statuses(1, own)).toEqual(all);
  expect(await statuses(1, forged)).toEqual(two);
  expect(await statuses(['loopback'], own)).toEqual(all);
  expect(await statuses(['loopback'], forged)).toEqual(two);
  // One proxy adds the port of each connection.
  expect(await statuses(1, (n) => `203.0.113.1:${5000 + n}`)).toEqual(two);
});

test('an upload of someone who may only read is refused without being read', async () => {
  const token = await api.tokenAs('viewer', owner);
  const body = '--x\r\nnot a form';
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const problem = await readProblem(await api.send('POST', '/api/v1/rag/sources', { token, body, headers }));
  expect(problem).toMatchObject({ status: 403, code: 'auth.forbidden' });
});

test('one person’s pulls and pushes are limited, apart from each other and from everybody else’s', async () => {
  const strict = await startApi({ accountLimits: { pull: 2, push: 1 } });
  const [anna, boris] = [await strict.register('anna'), await strict.register('boris')];
  const ask = async (route: 'pull' | 'push', { accessToken: token }: Session) => {
    const body =
      route === 'pull' ? { collection: 'leads', checkpoint: null, limit: 1 } : { collection: 'leads', rows: [] };
    return strict.send('POST', `/sync/v1/${route}`, { token, body });
  };
  const [first, second, third] = [await ask('pull', anna), await ask('pull', anna), await ask('pull', anna)];
  expect([first.status, second.status, third.status]).toEqual([200, 200, 429]);
  expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await readProblem(third)).code).toBe('request.too_many');
  expect([(await ask('push', anna)).status, (await ask('push', anna)).status]).toEqual([200, 429]);
  expect((await ask('pull', boris)).status).toBe(200);
  await strict.close();
});

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { VISITOR_HEADER } from '@inbetwin/bot/widget/protocol.ts';
import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { type Problem, problemSchema } from '@inbetwin/shared/contracts/errors.ts';
import { sourceSchema } from '@inbetwin/shared/entities/source.ts';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createAccessTokens } from './accounts/access-token.ts';
import { loadSecretKey } from './secrets/secret-key.ts';
import { type ApiClient, createApiClient } from './testing/api-client.ts';
import { createChatVisitor } from './testing/chat-visitor.ts';
import { type ServerProcess, startServer } from './testing/server-process.ts';

const secretKey = 'a secret key of the tests';
const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-bad-input-'));
const json = { 'content-type': 'application/json' };
const visitor = { [VISITOR_HEADER]: 'ab'.repeat(16) };

let server: ServerProcess;
let session: Session;
let api: ApiClient;

beforeAll(async () => {
  server = await startServer({ INBETWIN_DATA: folder, SECRET_KEY: secretKey });
  session = await createApiClient(server.url)('redeemLink', { body: { token: server.link.split('/').at(-1) } });
  api = createApiClient(server.url, session.accessToken);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => {
  expect(server.isAlive()).toBe(true);
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect((await api('searchKnowledge', { query: { q: 'парковка' } })).results).not.toEqual([]);
});

type Sent = {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData;
};

const send = (where: string, { method = 'POST', token = session.accessToken, headers = {}, body }: Sent = {}) =>
  fetch(`${server.url}${where}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body !== undefined && { body }),
  });

/** The whole of a refused request: problem document, matching status, something to do next. */
const problemOf = async (response: Response): Promise<Problem> => {
  const text = await response.text();
  expect(response.headers.get('content-type'), text).toMatch(/^application\/problem\+json/);
  const problem = problemSchema.parse(JSON.parse(text));
  expect(problem.status).toBe(response.status);
  expect(problem.hint.length).toBeGreaterThan(10);
  expect(text).not.toMatch(/node_modules|\.ts:\d+| {4}at /);
  return problem;
};

const filesIn = (directory: string) => readdirSync(directory, { recursive: true, withFileTypes: true });

/** All that a refused request could have changed. */
const takeStock = async () => ({
  sources: (await api('listSources', { query: { limit: '200' } })).items.map(({ id }) => id),
  leads: (await api('listLeads', { query: { limit: '200' } })).items.map(({ id }) => id),
  conversations: (await api('listConversations', { query: { limit: '200' } })).items,
  originals: filesIn(folder)
    .filter(({ name, parentPath }) => !name.startsWith('store.sqlite') && !parentPath.includes('snapshots'))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort(),
});

const unchanged = async (work: () => Promise<void>) => {
  const before = await takeStock();
  await work();
  expect(await takeStock()).toEqual(before);
};

const bodies: readonly (readonly [where: string, headers: Readonly<Record<string, string>>])[] = [
  ['/api/v1/auth/login', {}],
  ['/api/v1/rag/sources', {}],
  ['/api/v1/social/channels', {}],
  ['/sync/v1/push', {}],
  ['/chat/demo/messages', visitor],
];

test.each(bodies)('broken JSON and wrong types: POST %s', async (where, headers) => {
  await unchanged(async () => {
    for (const body of ['{"email":', '{"a":1}}', 'null', '\u0000\u0001', '{"text":"\\ud83']) {
      const problem = await problemOf(await send(where, { headers: { ...json, ...headers }, body }));
      expect([problem.status, problem.code]).toEqual([400, 'request.malformed']);
    }
    for (const body of ['{}', '[]', '{"id":7,"text":{"$ne":""},"email":[],"collection":"__proto__","rows":"all"}']) {
      const problem = await problemOf(await send(where, { headers: { ...json, ...headers }, body }));
      expect([problem.status, problem.code]).toEqual([422, 'request.invalid']);
    }
  });
});

test('a body that is too large, and an upload that is', async () => {
  await unchanged(async () => {
    for (const [where, size] of [
      ['/api/v1/rag/answer', 1_100_000],
      ['/api/v1/rag/sources', 6_500_000],
      ['/sync/v1/push', 10_600_000],
      ['/chat/demo/messages', 70_000],
    ] as const) {
      const body = JSON.stringify({ text: 'x'.repeat(size) });
      const problem = await problemOf(await send(where, { headers: { ...json, ...visitor }, body }));
      expect([problem.status, problem.code]).toEqual([413, 'request.too_large']);
    }
    expect(await upload('large.txt', new Uint8Array(25 * 1024 * 1024 + 1).fill(97))).toMatchObject({
      status: 413,
      code: 'request.too_large',
    });
    expect(await upload('large.txt', new Uint8Array(5_000_001).fill(97))).toMatchObject({
      status: 413,
      code: 'knowledge.too_large',
    });
  });
});

const uploadFile = (name: string, bytes: Uint8Array<ArrayBuffer>, type = 'application/octet-stream') => {
  const form = new FormData();
  form.append('file', new Blob([bytes], { type }), name);
  return send('/api/v1/rag/sources', { body: form });
};
const upload = async (...file: Parameters<typeof uploadFile>) => problemOf(await uploadFile(...file));

const talk = (text: string) => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => socket.destroy());
  socket.write(text);
  return socket;
};

const linesOf = (headers: Readonly<Record<string, string>>): string =>
  Object.entries({ host: 'localhost', authorization: `Bearer ${session.accessToken}`, ...json, ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');

test.each(bodies)('who announces too large a body is told before sending it: POST %s', async (where, headers) => {
  const socket = talk(`POST ${where} HTTP/1.1\r\n${linesOf({ ...headers, 'content-length': '1000000000' })}\r\n{"a":`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
  socket.destroy();
});

test.each(bodies)(
  'text that is no UTF-8 is refused instead of being stored as something else: POST %s',
  async (where, headers) => {
    const body = new Uint8Array(Buffer.from('{"id":"latin1-text","text":"\xcf\xf0\xe8\xe2\xe5\xf2"}', 'latin1'));
    await unchanged(async () => {
      const problem = await problemOf(await send(where, { headers: { ...json, ...headers }, body }));
      expect([problem.status, problem.code]).toEqual([400, 'request.malformed']);
    });
  },
);

test.each(bodies)('what is no JSON is refused by its type: POST %s', async (where, headers) => {
  const type = { 'content-type': 'text/plain' };
  const problem = await problemOf(await send(where, { headers: { ...type, ...headers }, body: '{"text":"hi"}' }));
  expect([problem.status, problem.code]).toEqual([415, 'request.unsupported_media']);
});

test('two Host headers are nobody’s name', async () => {
  const asked =
    'GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
  expect((await readText(talk(asked))).slice(0, 13)).toBe('HTTP/1.1 421 ');
});

test('what is no HTTP, and clients that hang up half-way', async () => {
  await unchanged(async () => {
    for (const noise of [
      '\u0016\u0003\u0001\u0002\u0000',
      'GET / HTTP/9.9\r\n\r\n',
      'GET / HTTP/1.1\r\nno colon\r\n\r\n',
    ]) {
      expect(await readText(talk(noise))).toMatch(/^HTTP\/1\.1 (400|505)/);
    }
    expect(await readText(talk(`GET /health HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`))).toMatch(
      /^HTTP\/1\.1 431/,
    );
    const head = `Host: localhost\r\nAuthorization: Bearer ${session.accessToken}\r\nContent-Length: 5000\r\n`;
    for (const type of ['application/json', 'multipart/form-data; boundary=b']) {
      const half = talk(`POST /api/v1/rag/sources HTTP/1.1\r\n${head}Content-Type: ${type}\r\n\r\n{"title":"half`);
      await once(half, 'connect');
      half.destroySoon();
      await once(half, 'close');
    }
  });
});

test('a team that is not there', async () => {
  await unchanged(async () => {
    const page = await fetch(`${server.url}/chat/nobody`, { headers: { 'accept-language': 'en' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('lang="en"');
    const body = '{"id":"message-1","text":"Hello"}';
    for (const request of [
      send('/chat/nobody/messages', { headers: { ...json, ...visitor }, body }),
      send('/chat/nobody/messages', { method: 'GET', headers: visitor }),
      send('/chat/nobody/stream', { method: 'GET', headers: visitor }),
      send('/chat/..%2Fdemo/messages', { method: 'GET', headers: visitor }),
    ]) {
      expect(await problemOf(await request)).toMatchObject({ status: 404, code: 'team.not_found' });
    }
  });
});

test('expired, forged, foreign and missing access tokens', async () => {
  const [header = '', claims = '', signature = ''] = session.accessToken.split('.');
  const ours = await loadSecretKey({ dataFolder: folder, secretKey });
  const caller = { userId: session.user.id, teamId: session.team.id, role: 'owner', sessionId: 'none' } as const;
  const issue = (key: Uint8Array, now: number) => createAccessTokens(key, () => now).issue(caller);
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const decoded: object = JSON.parse(Buffer.from(claims, 'base64url').toString());

  const invalid = [
    'nonsense',
    `${header}.${encode({ ...decoded, team: 'another' })}.${signature}`,
    `${encode({ alg: 'none', typ: 'at+jwt' })}.${claims}.`,
    await issue(randomBytes(32), Date.now()), // another server's key
    await issue(ours, Date.now()), // a session that does not exist
    session.refreshToken,
  ];
  const cases = [
    ...invalid.map((token) => [token, 'auth.token_invalid'] as const),
    [await issue(ours, Date.now() - 16 * 60_000), 'auth.token_expired'] as const,
    ['', 'auth.required'] as const,
  ];
  await unchanged(async () => {
    for (const [token, code] of cases) {
      for (const [method, where] of [
        ['GET', '/api/v1/leads'],
        ['GET', '/sync/v1/stream'],
        ['DELETE', '/api/v1/demo'],
      ] as const) {
        const response = await send(where, { method, token });
        expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
        expect(await problemOf(response)).toMatchObject({ status: 401, code });
      }
    }
  });
});

test('refresh tokens, links and passwords that are wrong', async () => {
  const tokens = ['x'.repeat(40), session.accessToken.slice(0, 400), `${session.refreshToken.slice(0, -4)}AAAA`];
  for (const refreshToken of tokens) {
    const refused = await send('/api/v1/auth/refresh', { headers: json, body: JSON.stringify({ refreshToken }) });
    expect(await problemOf(refused)).toMatchObject({ status: 401 });
  }
  const link = await send('/api/v1/auth/link', { headers: json, body: JSON.stringify({ token: 'x'.repeat(43) }) });
  expect(await problemOf(link)).toMatchObject({ status: 401, code: 'auth.link_used' });
  const credentials = JSON.stringify({ email: 'demo@inbetwin.local', password: '' });
  const login = await send('/api/v1/auth/login', { headers: json, body: credentials });
  expect(await problemOf(login)).toMatchObject({ status: 401, code: 'auth.wrong_credentials' });
  expect((await api('me')).user.id).toBe(session.user.id);
});

test('a table with bad rows: the good ones are found, the bad ones are named by their lines', async () => {
  const table = [
    'question,answer',
    'Есть ли вешалки для верхней одежды?,"Да, гардероб на 120 мест с номерками."',
    'Вопрос без ответа,',
    ',Ответ без вопроса',
    'Лишние,ячейки,в,строке',
    'Можно ли с собакой?,"Да, на террасу пускаем с собаками',
    'Сколько стоит сцена?,Сцена шесть на четыре метра стоит 18 000 рублей.',
  ].join('\n');
  const response = await uploadFile('вопросы.csv', new TextEncoder().encode(table), 'text/csv');
  expect(response.status).toBe(201);
  const source = sourceSchema.parse(await response.json());
  expect(source).toMatchObject({ state: 'ready', passageCount: 2, fileName: 'вопросы.csv' });
  expect(source.warnings.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
  const found = await api('answerQuestion', { body: { question: 'Сколько стоит сцена?' } });
  expect(found).toMatchObject({ answered: true, answer: expect.stringContaining('18 000') });
  await api('deleteSource', { params: { id: source.id } });
});

test('files that are no knowledge are refused, and nothing of them is kept', async () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...randomBytes(2000)]);
  const noise = new Uint8Array(randomBytes(5000));
  const nothing = new Uint8Array();
  const text = new TextEncoder().encode('Просто текст.');
  await unchanged(async () => {
    for (const [name, bytes, status, code] of [
      ['прайс.md', png, 422, 'knowledge.not_text'],
      ['notes.md', noise, 422, 'knowledge.not_text'],
      ['table.csv', noise, 422, 'knowledge.not_text'],
      ['empty.md', nothing, 422, 'knowledge.empty'],
      ['blank.txt', new TextEncoder().encode(' \n\t\r\n '), 422, 'knowledge.empty'],
      ['header.csv', new TextEncoder().encode('question,answer\n'), 422, 'knowledge.bad_csv'],
      ['no-pairs.csv', new TextEncoder().encode('a,\n,b\n'), 422, 'knowledge.bad_csv'],
      ['film.mp4', text, 415, 'knowledge.unsupported_type'],
      ['no-extension', text, 415, 'knowledge.unsupported_type'],
    ] as const) {
      expect(await upload(name, bytes), name).toMatchObject({ status, code });
    }
    const body = JSON.stringify({ title: 'T', text: 'text', mediaType: 'application/pdf' });
    const asJson = await send('/api/v1/rag/sources', { headers: json, body });
    expect(await problemOf(asJson)).toMatchObject({ status: 422, code: 'request.invalid' });
    const asXml = await send('/api/v1/rag/sources', { headers: { 'content-type': 'text/xml' }, body: '<a/>' });
    expect(await problemOf(asXml)).toMatchObject({ status: 415, code: 'request.unsupported_media' });
  });
});

test('addresses that lead nowhere or out of the folder', async () => {
  await unchanged(async () => {
    for (const where of [
      '/api/v1/nothing',
      '/assets/..%2f..%2f..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/package.json',
      '/chat-assets/assets/%E0%A4%A',
    ]) {
      const response = await send(where, { method: 'GET' });
      expect(response.status, where).toBe(404);
      expect(await response.text()).not.toContain('"workspaces"');
    }
  });
});

test('after all of that a customer is answered as ever', async () => {
  const customer = createChatVisitor(server.url);
  expect((await customer.write('Есть ли парковка у лофта?')).status).toBe(201);
  await vi.waitFor(async () => expect(await customer.answers()).toHaveLength(1), { interval: 50 });
  expect((await customer.answers())[0]?.sources).not.toEqual([]);
});

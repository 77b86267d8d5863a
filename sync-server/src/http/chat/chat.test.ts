import { hash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChannels } from '@inbetwin/bot/channels/registry.ts';
import { createWebChatHub } from '@inbetwin/bot/channels/web-chat/web-chat-hub.ts';
import { type History, historySchema } from '@inbetwin/bot/widget/protocol.ts';
import { problemSchema } from '@inbetwin/shared/contracts/errors.ts';

import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import express from 'express';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ChannelHost, createChannelHost } from '../../channels/channel-host.ts';
import { createTeamChats } from '../../channels/team-chats.ts';
import { openMessageFiles } from '../../files/message-files.ts';
import { createDiskBlobStore } from '../../store/blobs/disk-blob-store.ts';
import { answerProblem } from '../machinery/problem.ts';
import { createChatRoutes } from './chat.ts';
import type { ChatLimits } from './chat-limits.ts';

const anna = '0123456789abcdef0123456789abcdef';
const boris = 'fedcba9876543210fedcba9876543210';
const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };

let server: Server;
let url: string;
let folder: string;
let host: ChannelHost;
let storeIsDown: boolean;
let blobs: BlobStore;
let documents: ReturnType<typeof openTeamDocuments>;

const open = async (limits?: ChatLimits) => {
  const store = createMemoryStore();
  const clock = createRisingClock(Date.now, () => performance.now());
  const documentsOf = (teamId: string) => openTeamDocuments(store, teamId);
  const webChat = createWebChatHub();
  documents = documentsOf('team-1');
  const takeEvent = createTeamChats({
    store,
    documentsOf,
    clockOf: async () => clock,
    forgetFiles: async () => undefined,
  });
  host = createChannelHost({
    owners: { require: async () => undefined },
    channels: createChannels(webChat),
    store,
    secretBox: { seal: (plain) => plain, open: (sealed) => sealed },
    documentsOf,
    receive: async (...event) => {
      if (storeIsDown) throw new Error('disk on fire');
      await takeEvent(...event);
    },
    publicUrl: () => 'http://127.0.0.1',
    onConnected: () => undefined,
    allowPrivateEndpoints: false,
    clock,
    log,
  });
  const teams = new Map([
    ['cafe', { id: 'team-1', name: 'Кафе <«У Дома»>' }],
    ['bar', { id: 'team-2', name: 'Bar' }],
  ]);
  const app = express();
  const findTeamBySlug = async (slug: string) => teams.get(slug);
  blobs = createDiskBlobStore(path.join(folder, 'blobs'));
  const messageFilesOf = (teamId: string) => openMessageFiles({ store, blobs, teamId });
  const routes = { findTeamBySlug, documentsOf, messageFilesOf, webChat, channels: host, clock, pageFolder: folder };
  app.use(createChatRoutes(limits ? { ...routes, limits } : routes), answerProblem);
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
};

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-chat-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), '<title>%TEAM%</title>');
  writeFileSync(path.join(folder, 'not-found.html'), '<html lang="ru">');
  writeFileSync(path.join(folder, 'assets', 'page-B3xY9_aZ.js'), '"page"');
  storeIsDown = false;
  await open();
});
const close = async () => {
  server.closeAllConnections();
  server.close();
  await host.stop();
};
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (body: unknown, { visitor = anna, team = 'cafe', language = 'ru' } = {}) =>
  fetch(`${url}/chat/${team}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-visitor': visitor, 'accept-language': language },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const read = async (visitor = anna, { team = 'cafe', query = '' } = {}): Promise<History> =>
  historySchema.parse(
    await (await fetch(`${url}/chat/${team}/messages${query}`, { headers: { 'x-visitor': visitor } })).json(),
  );
const sendFile = (bytes: Buffer, query: Readonly<Record<string, string>>, visitor = anna) =>
  fetch(`${url}/chat/cafe/files?${new URLSearchParams({ name: 'план.pdf', ...query })}`, {
    method: 'POST',
    headers: { 'x-visitor': visitor, 'accept-language': 'ru' },
    body: new Uint8Array(bytes),
  });
const problem = async (response: Response) => problemSchema.parse(await response.json());
const conversationId = async () => (await stored())[0]?.conversationId ?? '';
const stored = async () => (await documents.messages.find({ index: ['createdAt'], equals: [], limit: 500 })).items;

const reply = async (text: string, changes: Partial<Message> = {}): Promise<void> => {
  const now = Date.now() + 60_000;
  await documents.messages.put({
    id: `reply-${text}`,
    conversationId: await conversationId(),
    direction: 'outbound',
    author: { kind: 'agent', id: 'rag' },
    text,
    citations: [{ passageId: 'p', sourceId: 's', title: 'Меню', quote: 'Кофе 200 ₽' }],
    delivery: { state: 'queued', attempts: 0, platformIds: [] },
    sentAt: now,
    createdAt: now,
    ...changes,
  });
};

/** Reads the live stream as text; `heard` resolves once it holds `what` so many times. */
const listen = async (visitor = anna, team = 'cafe') => {
  const ended = new AbortController();
  const response = await fetch(`${url}/chat/${team}/stream`, {
    headers: { 'x-visitor': visitor },
    signal: ended.signal,
  });
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  const count = (event: string) => text.split(`event:${event}\n`).length - 1;
  return {
    type: response.headers.get('content-type'),
    count,
    heard: (event: string, times = 1) => vi.waitFor(() => expect(count(event)).toBe(times)),
    end: async () => {
      ended.abort();
      await reading;
    },
  };
};

test('stores a message once, however often the page sends it', async () => {
  for (let attempt = 0; attempt < 3; attempt++) {
    const response = await write({ id: 'message-1', text: ' Сколько стоит кофе? ', name: 'Анна' });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ id: 'message-1' });
  }
  expect(await stored()).toMatchObject([
    { text: 'Сколько стоит кофе?', author: { kind: 'customer', name: 'Анна', language: 'ru' } },
  ]);
  expect((await read()).messages).toMatchObject([{ id: 'message-1', from: 'visitor', text: 'Сколько стоит кофе?' }]);
});

test('a pressed button is a message that names the question; a second press, in another window too, changes nothing', async () => {
  await write({ id: 'message-1', text: 'Сколько стоит кофе?' });
  const delivery = { state: 'sent' as const, attempts: 1, platformIds: ['reply-Ещё актуально?#0'] };
  await reply('Ещё актуально?', { choices: ['Да', 'Нет'], delivery });
  const asked = (await read()).messages.at(-1);
  expect(asked).toMatchObject({ from: 'agent', choices: ['Да', 'Нет'] });
  for (const text of ['Нет', 'Да']) {
    expect((await write({ id: 'choice-reply-1', text, choiceOf: asked?.id })).status).toBe(201);
  }
  const chosen = (await stored()).filter(({ choiceOf }) => choiceOf !== undefined);
  expect(chosen).toMatchObject([{ direction: 'inbound', text: 'Нет', choiceOf: asked?.id }]);
});

test('a visitor deletes a message of their own, and nobody else’s', async () => {
  await write({ id: 'message-1', text: 'Мой паспорт 4510' });
  const remove = (id: string, visitor = anna) =>
    fetch(`${url}/chat/cafe/messages/${id}`, { method: 'DELETE', headers: { 'x-visitor': visitor } });
  expect((await remove('message-1', boris)).status).toBe(204);
  expect((await stored())[0]?.text).toBe('Мой паспорт 4510');
  for (let attempt = 0; attempt < 2; attempt++) expect((await remove('message-1')).status).toBe(204);
  expect(JSON.stringify(await stored())).not.toContain('4510');
  expect((await read()).messages).toMatchObject([{ id: 'message-1', text: '', deleted: true }]);
});

test("the team never sees the visitor's secret, only who is who", async () => {
  await write({ id: 'message-1', text: 'Привет' });
  await write({ id: 'message-1', text: 'Hello' }, { visitor: boris, language: 'en' });
  const all = await stored();
  expect(all).toHaveLength(2);
  expect(JSON.stringify(all)).not.toContain(anna);
  expect(all.map(({ author }) => author.name)).toEqual([
    expect.stringMatching(/^Гость [0-9A-F]{4}$/),
    expect.stringMatching(/^Guest [0-9A-F]{4}$/),
  ]);
});

test('a visitor reads their own chat with this team and no other', async () => {
  await write({ id: 'message-1', text: 'Тайна' });
  expect((await read(boris)).messages).toEqual([]);
  expect((await read(anna, { team: 'bar' })).messages).toEqual([]);
});

test('shows who replied and from which sources, and hides what was never delivered', async () => {
  await write({ id: 'message-1', text: 'Сколько стоит кофе?' });
  await reply('200 рублей');
  await reply('Я помогу', { author: { kind: 'person', id: 'u', name: 'Ольга' }, citations: [] });
  await reply('не ушло', { delivery: { state: 'failed', attempts: 1, platformIds: [] } });
  const { messages, answering } = await read();
  expect(answering).toBe('agent');
  expect(messages).toMatchObject([
    { from: 'visitor' },
    { from: 'agent', text: '200 рублей', sources: [{ title: 'Меню', quote: 'Кофе 200 ₽' }] },
    { from: 'person', name: 'Ольга', text: 'Я помогу', sources: [] },
  ]);
});

test('a long history comes in pages', async () => {
  await write({ id: 'message-1', text: 'Первое' });
  for (let index = 0; index < 120; index++) {
    await reply(`ответ ${index}`, { createdAt: Date.now() + 60_000 + index });
  }
  const latest = await read();
  expect(latest.messages).toHaveLength(100);
  const before = await read(anna, { query: `?before=${encodeURIComponent(latest.earlier ?? '')}` });
  expect(before.messages).toHaveLength(21);
  expect(before.messages[0]?.text).toBe('Первое');
  expect(before.earlier).toBeUndefined();
});

test('the live stream tells of replies and typing to the one visitor they are for', async () => {
  await write({ id: 'message-1', text: 'Привет' });
  const chatId = (await conversationId()).split(':').at(-1) ?? '';
  const [mine, others, elsewhere] = [await listen(), await listen(boris), await listen(anna, 'bar')];
  expect(mine.type).toContain('text/event-stream');
  await Promise.all([mine.heard('ready'), others.heard('ready'), elsewhere.heard('ready')]);
  const site = host.connectionOf('team-1', 'web-chat', 'site');
  await site?.showTyping(chatId);
  await mine.heard('typing');
  await site?.send({ chatId, text: 'Здравствуйте', idempotencyKey: 'm#0' });
  await mine.heard('message');
  await write({ id: 'message-2', text: 'Из другого окна' });
  await mine.heard('message', 2);
  expect([others.count('message'), elsewhere.count('message')]).toEqual([0, 0]);
  await Promise.all([mine.end(), others.end(), elsewhere.end()]);
});

test.each([
  ['broken JSON', '{', 400, 'request.malformed'],
  ['no object', '[]', 422, 'request.invalid'],
  ['an empty text', { id: 'message-1', text: '  ' }, 422, 'request.invalid'],
  ['a long text', { id: 'message-1', text: 'я'.repeat(4001) }, 422, 'request.invalid'],
  ['a wrong type', { id: 'message-1', text: 5 }, 422, 'request.invalid'],
  ['an odd id', { id: '../../x:y', text: 'a' }, 422, 'request.invalid'],
  ['an unknown field', { id: 'message-1', text: 'a', role: 'agent' }, 422, 'request.invalid'],
  ['a huge body', { id: 'message-1', text: 'я'.repeat(100_000) }, 413, 'request.too_large'],
])('refuses %s with a clear error', async (_title, body, status, code) => {
  const response = await write(body);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(await problem(response)).toMatchObject({ code, hint: expect.stringMatching(/\w/) });
  expect(await stored()).toEqual([]);
});

test('refuses a visitor without a secret, and a team that does not exist', async () => {
  expect(await problem(await write({ id: 'message-1', text: 'a' }, { visitor: 'guess' }))).toMatchObject({
    code: 'request.invalid',
  });
  for (const [method, route] of [
    ['POST', 'messages'],
    ['GET', 'messages'],
    ['GET', 'stream'],
  ]) {
    const response = await fetch(`${url}/chat/nobody/${route}`, {
      method: method ?? '',
      headers: { 'x-visitor': anna },
    });
    expect(await problem(response)).toMatchObject({ code: 'team.not_found' });
  }
});

test('what could not be stored is not accepted', async () => {
  storeIsDown = true;
  const response = await write({ id: 'message-1', text: 'Важно' });
  expect(response.status).toBe(500);
  expect(await problem(response)).toMatchObject({ code: 'server.error' });
  storeIsDown = false;
  expect((await write({ id: 'message-1', text: 'Важно' })).status).toBe(201);
  expect(await stored()).toHaveLength(1);
});

test("a visitor's file is a message with the bytes in the team's files, once however often it is sent", async () => {
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(20_000, 1)]);
  for (let time = 0; time < 2; time++) {
    expect((await sendFile(png, { id: 'file-0001', name: '../план.png', type: 'image/png' })).status).toBe(201);
  }
  const [message, ...others] = await stored();
  expect(others).toEqual([]);
  const digest = hash('sha256', png);
  const file = { name: 'план.png', size: png.length };
  expect(message).toMatchObject({
    text: '',
    attachments: [{ ...file, kind: 'image', type: 'image/png', state: 'stored', digest }],
  });
  expect(Buffer.from((await blobs.get('team-1', digest)) ?? []).equals(png)).toBe(true);
  expect((await read()).messages).toMatchObject([{ id: 'file-0001', from: 'visitor', text: '', files: [file] }]);
  expect((await read(boris)).messages).toEqual([]);
});

test('a page that calls itself an image is kept as a file without a type', async () => {
  await sendFile(Buffer.from('<script>alert(1)</script>'), { id: 'file-0001', type: 'image/svg+xml' });
  const [message] = await stored();
  expect(message?.attachments?.[0]).not.toHaveProperty('type');
});

test.each([
  ['too large', Buffer.alloc(20 * 1024 * 1024 + 1), {}, 413, 'file.too_large'],
  ['without an id that fits', Buffer.from('a'), { id: '1' }, 422, 'request.invalid'],
])('a file %s is refused, and nothing is stored', async (_what, bytes, query, status, code) => {
  const response = await sendFile(bytes, { id: 'file-0001', ...query });
  expect([response.status, await problem(response)]).toMatchObject([status, { code }]);
  expect(await stored()).toEqual([]);
  expect(await blobs.usage('team-1')).toBe(0);
});

test('an upload that breaks off leaves neither a message nor bytes', async () => {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `POST /chat/cafe/files?id=file-0001&name=a HTTP/1.1\r\nhost: a\r\nx-visitor: ${anna}\r\ncontent-length: 50000\r\n\r\nhalf`,
  );
  await vi.waitFor(() => expect(existsSync(path.join(folder, 'blobs', '.parts'))).toBe(true));
  socket.destroy();
  expect((await sendFile(Buffer.from('whole'), { id: 'file-0002' })).status).toBe(201);
  await vi.waitFor(async () => expect(await blobs.usage('team-1')).toBe(5));
  expect((await stored()).map(({ id }) => id.split(':').at(-1))).toEqual(['file-0002']);
});

const replyWithFile = async (visitor: string, change: Partial<Message> = {}): Promise<Message> => {
  const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(40_000, 5)]);
  const conversationId = `web-chat:site:${hash('sha256', visitor).slice(0, 32)}`;
  const file = { kind: 'image', name: 'план.png', type: 'image/png', size: bytes.length } as const;
  const digest = await blobs.put('team-1', bytes);
  const message: Message = {
    id: 'person:anna:1',
    conversationId,
    direction: 'outbound',
    author: { kind: 'person', id: 'anna', name: 'Анна' },
    text: 'Вот план',
    attachments: [{ ...file, state: 'stored', digest }],
    citations: [],
    delivery: { state: 'queued', attempts: 0, platformIds: [] },
    sentAt: 1,
    createdAt: 1,
    ...change,
  };
  await documents.messages.put(message);
  return message;
};
const readFileOf = (path: string, visitor: string) =>
  fetch(`${url}/chat/cafe/${path}`, { headers: { 'x-visitor': visitor } });

test('a reply shows its files to its visitor, who alone can read them, as files that no page would run', async () => {
  const { attachments = [] } = await replyWithFile(anna);
  const [{ files = [] } = {}] = (await read()).messages;
  expect(files).toMatchObject([{ name: 'план.png', size: attachments[0]?.size, image: 'image/png' }]);
  const path = files[0]?.path ?? '';
  const response = await readFileOf(path, anna);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toBe('attachment');
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(hash('sha256', Buffer.from(await response.arrayBuffer()))).toBe(attachments[0]?.digest);
  expect((await read(boris)).messages).toEqual([]);
  expect((await readFileOf(path, boris)).status).toBe(404);
  expect((await fetch(`${url}/chat/cafe/${path}`)).status).toBe(422);
  expect((await fetch(`${url}/chat/bar/${path}`, { headers: { 'x-visitor': anna } })).status).toBe(404);
  for (const other of ['1', '-1', 'x', '0.5', '__proto__']) {
    expect((await readFileOf(path.replace(/0$/, other), anna)).status).toBe(404);
  }
});

test('a visitor reads back what they have sent themselves', async () => {
  const bytes = Buffer.from('%PDF-1.7 смета');
  await sendFile(bytes, { id: 'file-0001' });
  const path = (await read()).messages[0]?.files?.[0]?.path ?? '';
  expect(Buffer.from(await (await readFileOf(path, anna)).arrayBuffer()).equals(bytes)).toBe(true);
  expect((await readFileOf(path, boris)).status).toBe(404);
});

test('a reply whose files are not there yet, or never went out, is not shown, nor can they be read', async () => {
  const { attachments = [] } = await replyWithFile(anna, {
    attachments: [{ kind: 'file', name: 'a.pdf', state: 'waiting', digest: 'f'.repeat(64), size: 4 }],
  });
  expect((await read()).messages).toEqual([]);
  expect((await readFileOf('files/person%3Aanna%3A1/0', anna)).status).toBe(404);
  expect(attachments).toHaveLength(1);
  await replyWithFile(anna, { delivery: { state: 'failed', attempts: 1, platformIds: [] } });
  expect((await read()).messages).toEqual([]);
  expect((await readFileOf('files/person%3Aanna%3A1/0', anna)).status).toBe(404);
});

test('one visitor cannot flood the team, nor hold all the streams', async () => {
  await close();
  await open({
    messagesOfVisitor: 2,
    messagesOfAddress: 3,
    readsOfAddress: 50,
    streamsOfVisitor: 1,
    streamsOfAddress: 2,
    uploadsOfAddress: 1,
    kilobytesOfVisitor: 40,
    kilobytesOfAddress: 60,
  });
  await write({ id: 'message-1', text: 'a' });
  await write({ id: 'message-2', text: 'a' });
  const refused = await write({ id: 'message-3', text: 'a' });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await write({ id: 'message-1', text: 'a' }, { visitor: boris })).status).toBe(429);
  const stream = await listen();
  await stream.heard('ready');
  expect((await fetch(`${url}/chat/cafe/stream`, { headers: { 'x-visitor': anna } })).status).toBe(429);
  const another = await listen(boris);
  expect((await fetch(`${url}/chat/cafe/stream`, { headers: { 'x-visitor': 'c'.repeat(32) } })).status).toBe(429);
  await another.end();
  await stream.end();
  expect((await sendFile(Buffer.alloc(30_000), { id: 'file-0001' })).status).toBe(201);
  expect((await sendFile(Buffer.alloc(30_000), { id: 'file-0002' })).status).toBe(429);
  await vi.waitFor(async () => {
    const next = await listen(boris);
    await next.end();
    expect(next.type).toContain('text/event-stream');
  });
});

test('serves the page with the name of the team in it, and nothing foreign may run there', async () => {
  const response = await fetch(`${url}/chat/cafe`);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('<title>Кафе &lt;«У Дома»&gt;</title>');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
  const script = await fetch(`${url}/chat-assets/assets/page-B3xY9_aZ.js`);
  expect(await script.text()).toBe('"page"');
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${url}/chat-assets/assets/none.js`)).status).toBe(404);
});

test.each([
  ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
  ['en-GB', 'en'],
])('an unknown address has a friendly page for %s', async (accepted, language) => {
  const response = await fetch(`${url}/chat/nobody`, { headers: { 'accept-language': accepted } });
  expect(response.status).toBe(404);
  expect(await response.text()).toBe(`<html lang="${language}">`);
});

test('says plainly when the page is not built', async () => {
  rmSync(path.join(folder, 'index.html'));
  expect(await problem(await fetch(`${url}/chat/cafe`))).toMatchObject({ hint: /npm run build/ });
});

test('HEAD opens no stream, and another method is refused with those that there are', async () => {
  const headers = { 'X-Visitor': anna };
  const head = await fetch(`${url}/chat/cafe/stream`, { method: 'HEAD', headers });
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  const removal = await fetch(`${url}/chat/cafe/messages`, { method: 'DELETE', headers });
  expect([removal.status, removal.headers.get('allow')]).toEqual([405, 'POST, GET, HEAD, OPTIONS']);
});

import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { anna, boris, chat, conversationId, listen, problem, reopen, sendFile, useChat, write } from './chat.suite.ts';

useChat();

test('serves the page with the name of the team in it, and nothing foreign may run there', async () => {
  const response = await fetch(`${chat.url}/chat/cafe`);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('<title>Кафе &lt;«У Дома»&gt;</title>');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
  const script = await fetch(`${chat.url}/chat-assets/assets/page-B3xY9_aZ.js`);
  expect(await script.text()).toBe('"page"');
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${chat.url}/chat-assets/assets/none.js`)).status).toBe(404);
});

test.each([
  ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
  ['en-GB', 'en'],
])('an unknown address has a friendly page for %s', async (accepted, language) => {
  const response = await fetch(`${chat.url}/chat/nobody`, { headers: { 'accept-language': accepted } });
  expect(response.status).toBe(404);
  expect(await response.text()).toBe(`<html lang="${language}">`);
});

test('says plainly when the page is not built', async () => {
  rmSync(path.join(chat.folder, 'index.html'));
  expect(await problem(await fetch(`${chat.url}/chat/cafe`))).toMatchObject({ hint: /npm run build/ });
});

test('the live stream tells of replies and typing to the one visitor they are for', async () => {
  await write({ id: 'message-1', text: 'Привет' });
  const chatId = (await conversationId()).split(':').at(-1) ?? '';
  const [mine, others, elsewhere] = [await listen(), await listen(boris), await listen(anna, 'bar')];
  expect(mine.type).toContain('text/event-stream');
  await Promise.all([mine.heard('ready'), others.heard('ready'), elsewhere.heard('ready')]);
  const site = chat.host.connectionOf('team-1', 'web-chat', 'site');
  await site?.showTyping(chatId);
  await mine.heard('typing');
  await site?.send({ chatId, text: 'Здравствуйте', idempotencyKey: 'm#0' });
  await mine.heard('message');
  await write({ id: 'message-2', text: 'Из другого окна' });
  await mine.heard('message', 2);
  expect([others.count('message'), elsewhere.count('message')]).toEqual([0, 0]);
  await Promise.all([mine.end(), others.end(), elsewhere.end()]);
});

test('HEAD opens no stream, and another method is refused with those that there are', async () => {
  const headers = { 'X-Visitor': anna };
  const head = await fetch(`${chat.url}/chat/cafe/stream`, { method: 'HEAD', headers });
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  const removal = await fetch(`${chat.url}/chat/cafe/messages`, { method: 'DELETE', headers });
  expect([removal.status, removal.headers.get('allow')]).toEqual([405, 'POST, GET, HEAD, OPTIONS']);
});

test('one visitor cannot flood the team, nor hold all the streams', async () => {
  await reopen({
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
  expect((await fetch(`${chat.url}/chat/cafe/stream`, { headers: { 'x-visitor': anna } })).status).toBe(429);
  const another = await listen(boris);
  expect((await fetch(`${chat.url}/chat/cafe/stream`, { headers: { 'x-visitor': 'c'.repeat(32) } })).status).toBe(429);
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

import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  anna,
  boris,
  chat,
  chatIdOf,
  listen,
  openConversationOf,
  problem,
  reopen,
  reply,
  sendFile,
  useChat,
  write,
} from './chat.suite.ts';

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

test('the live stream tells of what is said to the one visitor whom it concerns', async () => {
  await write({ id: 'message-1', text: 'Привет' });
  const [mine, others, elsewhere] = [await listen(), await listen(boris), await listen(anna, 'bar')];
  expect(mine.type).toContain('text/event-stream');
  await Promise.all([mine.heard('ready'), others.heard('ready'), elsewhere.heard('ready')]);
  await write({ id: 'message-2', text: 'Из другого окна' });
  await mine.heard('message');
  await fetch(`${chat.url}/chat/cafe/messages/message-2`, { method: 'DELETE', headers: { 'x-visitor': anna } });
  await mine.heard('message', 2);
  expect([others.count('message'), elsewhere.count('message')]).toEqual([0, 0]);
  await Promise.all([mine.end(), others.end(), elsewhere.end()]);
});

test('an open page is told of a reply once, when it has been sent, whatever becomes of it', async () => {
  await write({ id: 'message-1', text: 'Привет' });
  const told = { mine: 0, others: 0 };
  await chat.pages.listen('team-1', chatIdOf(anna), () => {
    told.mine += 1;
  });
  await chat.pages.listen('team-1', chatIdOf(boris), () => {
    told.others += 1;
  });
  /** The feed is in order: once the other visitor's page is told, everything before has been reported. */
  const untilFollowed = async () => {
    const before = told.others;
    await write({ id: `message-${before}`, text: 'Я тоже тут' }, { visitor: boris });
    await vi.waitFor(() => expect(told.others).toBeGreaterThan(before));
  };
  const expected = { queued: 0, sending: 0, sent: 1, delivered: 1, read: 1, failed: 1 };
  for (const [state, times] of Object.entries(expected) as [keyof typeof expected, number][]) {
    await reply('Здравствуйте', { delivery: { state, attempts: 1, platformIds: [] } });
    await untilFollowed();
    expect([state, told.mine]).toEqual([state, times]);
  }
});

test('the live stream shows who waits that an agent is writing, and nobody else', async () => {
  await write({ id: 'message-1', text: 'Привет' });
  await write({ id: 'message-1', text: 'Привет' }, { visitor: boris });
  const [conversation, another] = [await openConversationOf(anna), await openConversationOf(boris, 'human')];
  const [mine, others] = [await listen(), await listen(boris)];
  await Promise.all([mine.heard('ready'), others.heard('ready')]);
  for (const { id } of [another, conversation]) {
    await chat.documents.runs.put({
      id: `run:${id}`,
      conversationId: id,
      messageId: `${id}:message-1`,
      state: 'running',
      steps: [],
      createdAt: 1,
      updatedAt: 1,
    });
  }
  await vi.waitFor(() => expect(mine.count('typing')).toBe(1), { timeout: 5000 });
  expect(others.count('typing')).toBe(0);
  await Promise.all([mine.end(), others.end()]);
});

test('pages of a team that another server serves are closed, and so are all when the server stops', async () => {
  const [here, elsewhere] = [await listen(), await listen(anna, 'bar')];
  await Promise.all([here.heard('ready'), elsewhere.heard('ready')]);
  chat.pages.leave('team-1');
  await here.ended;
  const again = await listen();
  await again.heard('ready');
  chat.pages.close();
  await Promise.all([again.ended, elsewhere.ended]);
  const response = await fetch(`${chat.url}/chat/cafe/stream`, { headers: { 'x-visitor': anna } });
  expect([response.status, (await problem(response)).code]).toEqual([503, 'server.stopping']);
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

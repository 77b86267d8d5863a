import { expect, test } from 'vitest';
import { anna, boris, chat, problem, read, reply, stored, useChat, write } from './chat.suite.ts';

useChat();

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
    fetch(`${chat.url}/chat/cafe/messages/${id}`, { method: 'DELETE', headers: { 'x-visitor': visitor } });
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
    const response = await fetch(`${chat.url}/chat/nobody/${route}`, {
      method: method ?? '',
      headers: { 'x-visitor': anna },
    });
    expect(await problem(response)).toMatchObject({ code: 'team.not_found' });
  }
});

test('what could not be stored is not accepted', async () => {
  chat.storeIsDown = true;
  const response = await write({ id: 'message-1', text: 'Важно' });
  expect(response.status).toBe(500);
  expect(await problem(response)).toMatchObject({ code: 'server.error' });
  chat.storeIsDown = false;
  expect((await write({ id: 'message-1', text: 'Важно' })).status).toBe(201);
  expect(await stored()).toHaveLength(1);
});

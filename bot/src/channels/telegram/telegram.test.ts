import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetful, shortTiming } from '../../testing/channel-rig.ts';
import { type FakeTelegram, startFakeTelegram } from '../../testing/fake-telegram.ts';
import type { ChannelConnection, ChannelContext, ChannelHealth, InboundMessage } from '../channel.ts';
import { telegram } from './telegram.ts';

let platform: FakeTelegram;
let received: string[];
let healths: ChannelHealth[];
let logged: string[];
const connections: ChannelConnection[] = [];

beforeEach(async () => {
  platform = await startFakeTelegram();
  received = [];
  healths = [];
  logged = [];
});
afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.stop()));
  await platform.stop();
});

const note = (values: object, message: string) => {
  logged.push(`${JSON.stringify(values)} ${message}`);
};

const messagesTo =
  (take: (message: InboundMessage) => unknown): ChannelContext['receive'] =>
  async (event) => {
    if (event.type === 'message') await take(event.message);
  };

type Given = Partial<ChannelContext> & { readonly token?: string; readonly apiRoot?: string };

const connect = async (given: Given = {}): Promise<ChannelConnection> => {
  const { token = platform.token, apiRoot = platform.apiRoot, ...context } = given;
  const surroundings = {
    receive: messagesTo(({ text }) => {
      received.push(text);
    }),
    onHealth: (health: ChannelHealth) => healths.push(health),
    memory: forgetful,
    timing: shortTiming,
    clock: Date.now,
    log: { debug: note, info: note, warn: note, error: note },
    ...context,
  } satisfies ChannelContext;
  const connection = await telegram.connect(surroundings, { token, apiRoot });
  connections.push(connection);
  return connection;
};

const reasonOf = (connection: ChannelConnection) => {
  const health = connection.health();
  return health.state === 'connected' ? 'connected' : health.reason.code;
};

test('asks Telegram who the bot is', async () => {
  const connection = await connect();
  expect(connection).toMatchObject({ account: '4200', name: '@fake_4200_bot' });
  expect(connection.health().state).toBe('connecting');
});

test('hands over what is said in a group as such, with the name of the bot that was asked', async () => {
  const groups: unknown[] = [];
  const connection = await connect({
    receive: messagesTo(async ({ group }) => {
      groups.push(group);
    }),
  });
  await connection.start();
  const chat = { id: -100, type: 'supergroup', title: 'Двор' };
  const entities = [{ type: 'mention', offset: 0, length: 14 }];
  platform.customerWrites({ chatId: -100, text: 'Кто завтра идёт?', message: { chat } });
  platform.customerWrites({ chatId: -100, text: '@fake_4200_bot сколько?', message: { chat, entities } });
  platform.customerWrites({ chatId: 7, text: 'Сколько?' });
  await vi.waitFor(() => expect(groups).toHaveLength(3));
  const group = { title: 'Двор', privateLink: 'https://t.me/fake_4200_bot' };
  expect(groups).toEqual([{ ...group, addressed: false }, { ...group, addressed: true }, undefined]);
});

test.each([
  ['an unknown token', { token: '1:unknown' }, 'channel.token_refused'],
  ['what is no token at all', { token: '../../admin' }, 'channel.token_refused'],
  ['an address where nobody answers', { apiRoot: 'http://127.0.0.1:1' }, 'channel.unreachable'],
])('refuses %s', async (_title, context, code) => {
  await expect(connect(context)).rejects.toMatchObject({ name: 'Failure', code });
});

test('tells a server that is not the Bot API from one that is', async () => {
  const other = createServer((_request, response) => response.end('{"ok":true,"result":[]}'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(connect({ apiRoot: `http://127.0.0.1:${port}/` })).rejects.toMatchObject({
    code: 'channel.unreachable',
  });
  other.close();
});

test('never follows a redirect, and reaches no name that the look-up refuses', async () => {
  const calls = platform.calls('getMe');
  const door = createServer((request, response) =>
    response.writeHead(307, { location: `${platform.apiRoot}${request.url}` }).end(),
  );
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as AddressInfo;
  await expect(connect({ apiRoot: `http://127.0.0.1:${port}` })).rejects.toMatchObject({ code: 'channel.unreachable' });
  door.close();
  const named = platform.apiRoot.replace('127.0.0.1', 'localhost');
  const refuse: NonNullable<ChannelContext['lookup']> = (_name, _options, done) => done(new Error('refused'), '', 4);
  await expect(connect({ apiRoot: named, lookup: refuse })).rejects.toMatchObject({ code: 'channel.unreachable' });
  expect(platform.calls('getMe')).toBe(calls);
});

test('a server that answers without end is cut instead of being kept in memory', async () => {
  let sent = 0;
  const endless = createServer(({ socket }, response) => {
    const chunk = Buffer.alloc(1_000_000, 'x');
    const more = (): void => {
      while (!socket.destroyed && sent < 200_000_000) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  });
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
  const { port } = endless.address() as AddressInfo;
  await expect(connect({ apiRoot: `http://127.0.0.1:${port}` })).rejects.toMatchObject({ code: 'channel.unreachable' });
  expect(sent).toBeLessThan(100_000_000);
  endless.closeAllConnections();
  endless.close();
});

test('neither a failure nor the log ever holds the token', async () => {
  const connection = await connect();
  await connection.start();
  platform.trouble({ kind: 'page' }, { method: 'getUpdates', times: 2 });
  platform.trouble({ kind: 'answer lost' });
  await vi.waitFor(() => expect(healths.map(({ state }) => state)).toContain('failing'));
  const failure = await connection.send({ chatId: '1', text: 'x', idempotencyKey: 'k' }).catch((error) => error);
  expect(failure).toBeInstanceOf(Failure);
  const secret = platform.token.split(':')[1] ?? '';
  expect(`${failure.stack}${JSON.stringify(failure)}${String(failure.cause)}`).not.toContain(secret);
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.join('\n')).not.toContain(secret);
});

test('takes a batch in the order of its numbers', async () => {
  for (const text of ['1', '2', '3']) platform.customerWrites({ chatId: 1, text });
  platform.reverseNext();
  await (await connect()).start();
  await vi.waitFor(() => expect(received).toEqual(['1', '2', '3']));
});

test('confirms what is stored and goes on at the message that was not', async () => {
  let down = true;
  for (const text of ['1', '2', '3']) platform.customerWrites({ chatId: 1, text });
  const connection = await connect({
    receive: messagesTo(async ({ text }) => {
      if (text === '2' && down) throw new Failure('store.full', 'full', 'make room');
      received.push(text);
    }),
  });
  await connection.start();
  await vi.waitFor(() => expect(reasonOf(connection)).toBe('store.full'));
  await vi.waitFor(() => expect(platform.unconfirmed()).toBe(2));
  down = false;
  await vi.waitFor(() => expect(received).toEqual(['1', '2', '3']));
  await vi.waitFor(() => expect(platform.unconfirmed()).toBe(0));
  expect(reasonOf(connection)).toBe('connected');
});

test('a message that is invalid for good is left out after some tries; any other error is not', async () => {
  let tries = 0;
  let bug = true;
  for (const text of ['poison', 'bug', 'good']) platform.customerWrites({ chatId: 1, text });
  const connection = await connect({
    receive: messagesTo(async ({ text }) => {
      if (text === 'poison') {
        tries += 1;
        throw new Failure('request.invalid', 'odd', 'never');
      }
      if (text === 'bug' && bug) throw new TypeError('undefined is not a function');
      received.push(text);
    }),
  });
  await connection.start();
  await vi.waitFor(() => expect(reasonOf(connection)).toBe('server.error'));
  expect(tries).toBe(3);
  expect(received).toEqual([]);
  bug = false;
  await vi.waitFor(() => expect(received).toEqual(['bug', 'good']));
  expect(logged.join('\n')).toContain('request.invalid');
});

test('after a stop in the middle the unconfirmed messages come again', async () => {
  let release = (): void => undefined;
  for (const text of ['1', '2']) platform.customerWrites({ chatId: 1, text });
  const connection = await connect({
    receive: messagesTo(
      ({ text }) =>
        new Promise<void>((resolve) => {
          received.push(text);
          release = resolve;
        }),
    ),
  });
  await connection.start();
  await vi.waitFor(() => expect(received).toEqual(['1']));
  const stopped = connection.stop();
  release();
  await stopped;
  expect(received).toEqual(['1']);
  await (await connect()).start();
  await vi.waitFor(() => expect(received).toEqual(['1', '1', '2']));
});

test('a revoked token is told as the reason, and health returns by itself', async () => {
  const connection = await connect();
  await connection.start();
  await vi.waitFor(() => expect(reasonOf(connection)).toBe('connected'));
  platform.toggleToken();
  platform.customerWrites({ chatId: 1, text: 'ends the open poll' });
  await vi.waitFor(() => expect(reasonOf(connection)).toBe('channel.token_refused'));
  platform.toggleToken();
  await vi.waitFor(() => expect(reasonOf(connection)).toBe('connected'));
  expect(healths.map(({ state }) => state)).toEqual(['connected', 'failing', 'connected']);
});

test('a second program that polls the same bot is told as the reason', async () => {
  const connection = await connect();
  await connection.start();
  await vi.waitFor(() => expect(platform.calls('getUpdates')).toBeGreaterThan(1));
  const other = `${platform.apiRoot}/bot${platform.token}/getUpdates`;
  await fetch(other, { method: 'POST', body: new URLSearchParams({ timeout: '0' }) });
  await vi.waitFor(() => expect(healths).toContainEqual(expect.objectContaining({ state: 'failing' })));
  expect(healths.find(({ state }) => state === 'failing')).toMatchObject({ reason: { code: 'channel.conflict' } });
  await vi.waitFor(() => expect(reasonOf(connection)).toBe('connected'));
});

test('waits as long as Telegram asks before polling again', async () => {
  platform.trouble({ kind: 'error', status: 429, retryAfter: 1 }, { method: 'getUpdates' });
  const connection = await connect();
  const started = performance.now();
  await connection.start();
  await vi.waitFor(() => expect(reasonOf(connection)).toBe('connected'));
  expect(performance.now() - started).toBeGreaterThan(950);
});

test('answers into the topic that was asked in', async () => {
  const message = { message_thread_id: 9, is_topic_message: true };
  platform.customerWrites({ chatId: -5, text: 'Вопрос', message });
  const connection = await connect();
  await connection.send({ chatId: '-5/9', text: 'Ответ', idempotencyKey: 'k' });
  expect(platform.sent(-5)).toMatchObject([{ text: 'Ответ', topic: 9 }]);
});

test('a customer who blocked the bot is told in the words of Telegram', async () => {
  platform.customerWrites({ chatId: 5, text: 'Привет' });
  platform.block(5);
  const connection = await connect();
  const sending = connection.send({ chatId: '5', text: 'Ответ', idempotencyKey: 'k' });
  await expect(sending).rejects.toMatchObject({ code: 'channel.blocked', message: /blocked by the user/ });
});

test('a press on a button is answered and leaves a sign, and one that comes too late is a message all the same', async () => {
  const messages: InboundMessage[] = [];
  platform.customerWrites({ chatId: 5, text: 'Привет' });
  const connection = await connect({ receive: messagesTo((message) => messages.push(message)) });
  await connection.start();
  const send = () =>
    connection.send({ chatId: '5', text: 'Ещё актуально?', choices: ['Да', 'Нет'], idempotencyKey: 'k' });
  await vi.waitFor(() => expect(messages).toHaveLength(1));
  await send();
  platform.customerPresses({ chatId: 5, choice: 'Нет' });
  await vi.waitFor(() => expect(platform.sent(5).at(-1)?.buttons).toEqual(['✓ Нет']));
  expect(messages.at(-1)?.text).toBe('Нет');
  await send();
  const tooOld = { kind: 'error' as const, status: 400, description: 'Bad Request: query is too old' };
  platform.trouble(tooOld, { method: 'answerCallbackQuery' });
  platform.customerPresses({ chatId: 5, choice: 'Да' });
  await vi.waitFor(() => expect(messages.at(-1)?.text).toBe('Да'));
  await vi.waitFor(() => expect(platform.unconfirmed()).toBe(0));
});

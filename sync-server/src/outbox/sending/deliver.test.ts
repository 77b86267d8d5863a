import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { conversations } from '@inbetwin/shared/entities/conversation.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { expect, test } from 'vitest';
import { account, conversationId, createConnection, startLife, until } from '../outbox.suite.ts';

const outbound = (id: string, change: Partial<Message> = {}): Message => ({
  id,
  conversationId,
  direction: 'outbound',
  author: { kind: 'person', id: 'u1', name: 'Илья' },
  text: `Ответ ${id}`,
  citations: [],
  delivery: { state: 'queued', attempts: 0, platformIds: [] },
  sentAt: 1,
  createdAt: Number(id.replace(/\D/g, '')) || 1,
  ...change,
});

const unreachable = () => new Failure('channel.unreachable', 'no route', 'Wait.');
const rejected = () => new Failure('channel.rejected', 'The customer blocked the bot.', 'Write elsewhere.');
const limited = (retryAfter: number) => new Failure('channel.rate_limited', 'slow down', 'Wait.', { retryAfter });

test('a platform that asks to wait is waited for, and nothing is sent meanwhile', async () => {
  const times: number[] = [];
  const { connection, sent } = createConnection((_part, attempt) => {
    times.push(performance.now());
    if (attempt === 1) throw limited(0.12);
  });
  const life = startLife({ connectionOf: () => connection });
  await life.documents.messages.put(outbound('m1'));
  await until(async () =>
    expect(await life.documents.messages.get('m1')).toMatchObject({
      delivery: { state: 'queued', reason: { code: 'channel.rate_limited' } },
    }),
  );
  life.dispatcher.wake('crew', 'telegram', account);
  await until(async () => expect(sent).toHaveLength(1));
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(115);
  await until(async () => {
    const message = await life.documents.messages.get('m1');
    expect(message?.delivery).toEqual({ state: 'sent', attempts: 2, platformIds: ['p1'] });
  });
});

test('an unreachable platform is tried again, and the order of the conversation is kept', async () => {
  const { connection, sent } = createConnection((_part, attempt) => {
    if (attempt <= 4) throw unreachable();
  });
  const life = startLife({ connectionOf: () => connection });
  for (const id of ['m1', 'm2', 'm3']) await life.documents.messages.put(outbound(id));
  await until(async () => expect(sent.map(({ text }) => text)).toEqual(['Ответ m1', 'Ответ m2', 'Ответ m3']));
});

test('a refused message fails with the reason, and the next one goes out', async () => {
  const { connection, sent } = createConnection((part) => {
    if (part.text === 'Ответ m1') throw rejected();
  });
  const life = startLife({ connectionOf: () => connection });
  for (const id of ['m1', 'm2']) await life.documents.messages.put(outbound(id));
  await until(async () => expect(sent.map(({ text }) => text)).toEqual(['Ответ m2']));
  expect((await life.documents.messages.get('m1'))?.delivery).toMatchObject({
    state: 'failed',
    reason: { code: 'channel.rejected', message: 'The customer blocked the bot.' },
  });
});

test('a chat that takes no messages of ours is known as such, until one arrives', async () => {
  let blocked = true;
  const { connection, sent } = createConnection(() => {
    if (blocked) throw new Failure('channel.blocked', 'Blocked by the user.', 'Write elsewhere.');
  });
  const life = startLife({ connectionOf: () => connection });
  await life.documents.conversations.put({ ...conversations.samples.stored, id: conversationId });
  const reach = async () => (await life.documents.conversations.get(conversationId))?.reach?.state;
  await life.documents.messages.put(outbound('m1'));
  await until(async () => expect(await reach()).toBe('blocked'));
  await until(async () =>
    expect((await life.documents.messages.get('m1'))?.delivery.reason?.code).toBe('channel.blocked'),
  );
  blocked = false;
  await life.documents.messages.put(outbound('m2'));
  await until(async () => expect(sent).toHaveLength(1));
  await until(async () => expect(await reach()).toBe('open'));
});

test('choices go out with the last part of a text where there are buttons, and as lines elsewhere', async () => {
  const choices = ['Да', 'Не напоминать'];
  for (const capabilities of [{ buttons: { max: 2, maxLength: 20 } }, {}]) {
    const { connection, sent } = createConnection();
    const life = startLife({ connectionOf: () => connection, maxTextLength: 60, capabilities });
    const text = `${'Мы возвращаемся к разговору. '.repeat(4)}Ещё актуально?`;
    await life.documents.messages.put(outbound('m1', { text, choices }));
    await until(async () => expect((await life.documents.messages.get('m1'))?.delivery.state).toBe('sent'));
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.at(-1)?.choices).toEqual(capabilities.buttons && choices);
    expect(sent.slice(0, -1).some((part) => part.choices)).toBe(false);
    expect(sent.some((part) => part.text.includes('• Да'))).toBe(!capabilities.buttons);
  }
});

test('a person sends a failed message once more', async () => {
  let blocked = true;
  const { connection, sent } = createConnection(() => {
    if (blocked) throw rejected();
  });
  const life = startLife({ connectionOf: () => connection });
  await life.documents.messages.put(outbound('m1'));
  await until(async () => expect((await life.documents.messages.get('m1'))?.delivery.state).toBe('failed'));
  blocked = false;
  await life.documents.messages.update('m1', (message) => ({
    ...message,
    delivery: { ...message.delivery, state: 'queued' },
  }));
  await until(async () => expect(sent).toHaveLength(1));
});

test('a long text goes out in parts, and a failing one resumes behind those sent', async () => {
  const text = Array.from({ length: 40 }, (_, index) => `Предложение номер ${index}.`).join(' ');
  const { connection, sent } = createConnection((_part, attempt) => {
    if (attempt === 2) throw unreachable();
    if (attempt === 4) throw limited(0.01);
  });
  const life = startLife({ connectionOf: () => connection, maxTextLength: 300 });
  await life.documents.messages.put(outbound('m1', { text }));
  await until(async () => expect((await life.documents.messages.get('m1'))?.delivery.state).toBe('sent'));
  expect(sent.map((part) => part.text).join(' ')).toBe(text);
  expect(sent.map(({ idempotencyKey }) => idempotencyKey)).toEqual(sent.map((_, index) => `m1#${index}`));
  expect((await life.documents.messages.get('m1'))?.delivery.platformIds).toEqual(
    sent.map((_, index) => `p${index + 1}`),
  );
});

test.each([
  ['resend', undefined],
  ['resend-once-marked', true],
] as const)('a part whose outcome a crash left unknown: %s', async (unknownOutcome, resent) => {
  const { connection, sent } = createConnection();
  const life = startLife({ connectionOf: () => connection, unknownOutcome, maxTextLength: 20 });
  const delivery = { state: 'sending' as const, attempts: 1, platformIds: ['x1'] };
  await life.documents.messages.put(outbound('m1', { text: 'Первое слово сказано. Второе тоже.', delivery }));
  await until(async () => expect((await life.documents.messages.get('m1'))?.delivery.state).toBe('sent'));
  expect(sent.map(({ idempotencyKey }) => idempotencyKey)[0]).toBe('m1#1');
  const message = await life.documents.messages.get('m1');
  expect(message?.delivery.resent).toBe(resent);
  expect(message?.delivery.platformIds[0]).toBe('x1');
});

test('without a channel a message waits, through restarts and in its order, until one is connected', async () => {
  const first = startLife();
  for (const id of ['m1', 'm2']) await first.documents.messages.put(outbound(id));
  const checkpoint = () => first.store.collection('server/checkpoints').get('outbox:crew');
  await until(async () =>
    expect((await checkpoint())?.body.sequence).toBe(await first.documents.messages.stored.sequence()),
  );
  await first.dispatcher.stop();

  let isConnected = false;
  const { connection, sent } = createConnection();
  const second = startLife({ store: first.store, connectionOf: () => (isConnected ? connection : undefined) });
  await second.documents.messages.put(outbound('m3'));
  await until(async () =>
    expect(await second.store.collection('server/waiting-deliveries').get('crew:m3')).toBeDefined(),
  );
  expect(sent).toEqual([]);
  expect((await second.documents.messages.get('m1'))?.delivery).toEqual({
    state: 'queued',
    attempts: 0,
    platformIds: [],
  });
  isConnected = true;
  second.dispatcher.wake('crew', 'telegram', 'another');
  second.dispatcher.wake('crew', 'telegram', account);
  await until(async () => expect(sent.map(({ text }) => text)).toEqual(['Ответ m1', 'Ответ m2', 'Ответ m3']));
  await until(async () => {
    const left = await second.store.collection('server/waiting-deliveries').getMany(['crew:m1', 'crew:m2', 'crew:m3']);
    expect(left.every(({ deleted }) => deleted)).toBe(true);
  });
});

test('an error of our own while sending fails the message after some tries and lets the rest go out', async () => {
  const { connection, sent } = createConnection((part) => {
    if (part.text === 'Ответ m1') throw new TypeError('bug');
  });
  const life = startLife({ connectionOf: () => connection });
  for (const id of ['m1', 'm2']) await life.documents.messages.put(outbound(id));
  await until(async () => expect(sent.map(({ text }) => text)).toEqual(['Ответ m2']));
  expect((await life.documents.messages.get('m1'))?.delivery).toMatchObject({
    state: 'failed',
    reason: { code: 'server.error' },
  });
});

test('a bot whose token is refused keeps its messages until it is connected anew', async () => {
  let isRefused = true;
  const { connection, sent, attempts } = createConnection(() => {
    if (isRefused) throw new Failure('channel.token_refused', 'Unauthorized', 'Connect the bot again.');
  });
  const life = startLife({ connectionOf: () => connection });
  await life.documents.messages.put(outbound('m1'));
  await until(async () => expect(attempts()).toBeGreaterThan(5));
  expect((await life.documents.messages.get('m1'))?.delivery.state).not.toBe('failed');
  isRefused = false;
  await until(async () => expect(sent).toHaveLength(1));
});

test('a platform that asks to wait for years is not asked all the time', async () => {
  const { connection, sent, attempts } = createConnection(({ chatId }) => {
    if (chatId === '7') throw limited(1e9);
  });
  const life = startLife({ connectionOf: () => connection });
  await life.documents.messages.put(outbound('m1'));
  for (let at = 2; at < 40; at++)
    await life.documents.messages.put(outbound(`m${at}`, { conversationId: 'telegram:42:8' }));
  await until(async () => expect(sent).toHaveLength(38));
  expect(attempts()).toBe(39);
});

test('a reply dated by a clock that is ahead hides no later message of the customer', async () => {
  const life = startLife({ connectionOf: () => createConnection().connection });
  await life.receive();
  await until(async () => expect(await life.replies()).toHaveLength(1));
  await life.documents.messages.put(outbound('m1', { createdAt: Date.now() + 3_600_000 }));
  await until(async () =>
    expect(await life.documents.conversations.get(conversationId)).toMatchObject({
      mode: 'human',
      lastMessage: { id: 'm1' },
    }),
  );
  const { message } = await life.receive({ text: 'Спасибо' });
  await until(async () =>
    expect(await life.documents.conversations.get(conversationId)).toMatchObject({ lastMessage: { id: message.id } }),
  );
});

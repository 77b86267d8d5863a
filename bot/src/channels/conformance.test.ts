import type { ErrorCode } from '@inbetwin/shared/contracts/errors.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { fillTemplate, placeholdersOf } from '@inbetwin/shared/entities/template.ts';
import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ChannelRig } from '../testing/channel-rig.ts';
import { createChannelRigs } from '../testing/channel-rigs.ts';
import type { ChannelConnection, ChannelEvent, InboundMessage, OutboundFile } from './channel.ts';
import { splitText } from './split-text.ts';

/** Bytes that tell when some of them are lost, doubled or out of order. */
const patternOf = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) % 251);

type Given = Pick<OutboundFile, 'kind' | 'name' | 'type'> & {
  readonly bytes: Uint8Array;
  readonly open?: () => AsyncIterable<Uint8Array>;
};
const inChunks = async function* (bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 7000) yield bytes.subarray(at, at + 7000);
};
const fileOf = ({ bytes, open = () => inChunks(bytes), ...file }: Given) => ({
  bytes,
  file: { ...file, size: bytes.length, open: async () => open() } satisfies OutboundFile,
});

const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };

describe.each(Object.entries(createChannelRigs))('the channel %s', (_kind, createRig) => {
  let rig: ChannelRig | undefined;
  let connection: ChannelConnection | undefined;

  afterEach(async () => {
    await connection?.stop();
    await rig?.stop();
    connection = undefined;
    rig = undefined;
  });

  const begin = async (receive: (event: ChannelEvent) => Promise<void>) => {
    const made = await createRig();
    rig = made;
    const opened = await made.connect({ receive, clock: createFixedClock(), log });
    connection = opened;
    await opened.start();
    await vi.waitFor(() => expect(opened.health().state).toBe('connected'));
    return { rig: made, connection: opened };
  };

  const collect = async () => {
    const received: InboundMessage[] = [];
    const events: ChannelEvent[] = [];
    const parts = await begin(async (event) => {
      events.push(event);
      if (event.type === 'message') received.push(event.message);
    });
    return { ...parts, received, events };
  };

  test('hands a text over with who wrote it, where and when', async () => {
    const { rig, received, connection } = await collect();
    const chatId = await rig.customerWrites('Сколько стоит доставка?');
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received[0]).toMatchObject({ account: connection.account, chatId, text: 'Сколько стоит доставка?' });
    expect(received[0]?.sender.externalId).not.toBe('');
    expect(received[0]?.messageId).not.toBe('');
    expect(received[0]?.sentAt).toBeGreaterThan(0);
  });

  test('a redelivered message keeps its id, so that storing it again is a no-op', async () => {
    const { rig, received } = await collect();
    await rig.customerWrites('Раз');
    await vi.waitFor(() => expect(received).toHaveLength(1));
    await rig.redeliverLast();
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received[1]).toEqual(received[0]);
  });

  test('two messages of a chat keep their order and have two ids', async () => {
    const { rig, received } = await collect();
    await rig.customerWrites('Раз');
    await rig.customerWrites('Два');
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received.map(({ text }) => text)).toEqual(['Раз', 'Два']);
    expect(received[0]?.messageId).not.toBe(received[1]?.messageId);
    expect(received[0]?.chatId).toBe(received[1]?.chatId);
  });

  test('a message is not acknowledged before it is stored: while the store is down it stays with its sender', async () => {
    const stored: string[] = [];
    let storeIsDown = true;
    const { rig } = await begin(async (event) => {
      if (storeIsDown) throw new Failure('store.unavailable', 'down', 'wait');
      if (event.type === 'message' && !stored.includes(event.message.text)) stored.push(event.message.text);
    });
    await rig.customerWrites('Важно').catch(() => undefined);
    await vi.waitFor(async () => expect(await rig.unacknowledged()).toBe(true));
    storeIsDown = false;
    await rig.senderTriesAgain();
    await vi.waitFor(() => expect(stored).toEqual(['Важно']));
    await vi.waitFor(async () => expect(await rig.unacknowledged()).toBe(false));
  });

  test('a long text arrives whole, in parts that the platform takes', async () => {
    const { rig, connection, received } = await collect();
    const chatId = await rig.customerWrites('Расскажите всё');
    await vi.waitFor(() => expect(received).toHaveLength(1));
    const text = 'Предложение с 😀. '.repeat(1000).trim();
    const parts = splitText(text, rig.channel.capabilities.maxTextLength);
    expect(parts.length).toBeGreaterThan(1);
    const platformIds = new Set<string>();
    for (const [index, part] of parts.entries()) {
      const sent = await connection.send({ chatId, text: part, idempotencyKey: `m#${index}` });
      platformIds.add(sent.platformId);
    }
    expect(platformIds.size).toBe(parts.length);
    expect(await rig.arrived(chatId)).toBe(parts.length);
  });

  test('shows that somebody is typing', async (context) => {
    const { rig, connection } = await collect();
    expect(connection.showTyping !== undefined).toBe(rig.channel.capabilities.typingMs !== undefined);
    if (!connection.showTyping) return context.skip('It shows nobody typing');
    const chatId = await rig.customerWrites('Привет');
    await connection.showTyping(chatId);
    await vi.waitFor(async () => expect(await rig.typingShown(chatId)).toBe(1));
  });

  test('names its troubles when sending, and sends again when they are over', async () => {
    const { rig, connection } = await collect();
    const chatId = await rig.customerWrites('Привет');
    for (const { make, code, retryAfter } of rig.sendingTroubles) {
      await make();
      const failure = await connection.send({ chatId, text: 'Ответ', idempotencyKey: 'm#0' }).catch((error) => error);
      expect(failure).toBeInstanceOf(Failure);
      expect(failure).toMatchObject({ code, retryAfter } satisfies { code: ErrorCode; retryAfter: number | undefined });
    }
    await connection.send({ chatId, text: 'Ответ', idempotencyKey: 'm#0' });
    expect(await rig.arrived(chatId)).toBeGreaterThanOrEqual(1);
  });

  test('tells that the customer takes no messages of ours any more, refuses to send, and tells when they do again', async (context) => {
    const { rig, connection, events } = await collect();
    if (!rig.reach) return context.skip('Nobody is blocked there');
    const chatId = await rig.customerWrites('Привет');
    await rig.reach.block();
    const told = () => events.flatMap((event) => (event.type === 'reach' ? [event.change] : []));
    await vi.waitFor(() => expect(told()).toHaveLength(1));
    expect(told()[0]).toMatchObject({ account: connection.account, chatId, state: 'blocked' });
    expect(told()[0]?.at).toBeGreaterThan(0);
    const part = { chatId, text: 'Ответ', idempotencyKey: 'm#0' };
    await expect(connection.send(part)).rejects.toMatchObject({ code: 'channel.blocked' });
    await rig.reach.unblock();
    await vi.waitFor(() => expect(told()[1]).toMatchObject({ chatId, state: 'open' }));
    await connection.send(part);
    expect(await rig.arrived(chatId)).toBe(1);
  });

  test('a file arrives byte by byte under its name, behind the text and before the next file', async () => {
    const { rig, connection } = await collect();
    const chatId = await rig.customerWrites('Пришлите смету');
    const { maxBytesOut } = rig.channel.capabilities.files;
    const files = [
      fileOf({ kind: 'file', name: 'Смета; «лето» "2026".pdf', bytes: patternOf(Math.min(maxBytesOut, 300_000)) }),
      fileOf({ kind: 'image', name: 'зал.png', type: 'image/png', bytes: patternOf(1) }),
    ];
    await connection.send({ chatId, text: 'Вот', idempotencyKey: 'm#0' });
    for (const [at, { file }] of files.entries()) {
      await connection.send({ chatId, text: '', file, idempotencyKey: `m#${at + 1}` });
    }
    const arrived = await rig.filesArrived(chatId);
    expect(arrived.map(({ bytes }) => Buffer.from(bytes))).toEqual(files.map(({ bytes }) => Buffer.from(bytes)));
    expect(arrived[0]?.name).toMatch(/^Смета; «лето» .2026.\.pdf$/);
    expect(arrived[1]?.name).toBe('зал.png');
    expect(await rig.arrived(chatId)).toBe(3);
  });

  test('names its troubles with a file as well, and reads it from the beginning when it is sent again', async () => {
    const { rig, connection } = await collect();
    const chatId = await rig.customerWrites('Пришлите смету');
    const { file, bytes } = fileOf({ kind: 'file', name: 'смета.pdf', bytes: patternOf(50_000) });
    for (const { make, code, retryAfter } of rig.sendingTroubles) {
      await make();
      const failure = await connection.send({ chatId, text: '', file, idempotencyKey: 'm#0' }).catch((error) => error);
      expect(failure).toBeInstanceOf(Failure);
      expect(failure).toMatchObject({ code, retryAfter } satisfies { code: ErrorCode; retryAfter: number | undefined });
    }
    await connection.send({ chatId, text: '', file, idempotencyKey: 'm#0' });
    expect(Buffer.from((await rig.filesArrived(chatId)).at(-1)?.bytes ?? [])).toEqual(Buffer.from(bytes));
  });

  test('a file whose bytes cannot be read is not sent, and the trouble is told as the store names it', async () => {
    const { rig, connection } = await collect();
    const chatId = await rig.customerWrites('Пришлите смету');
    const broken = async function* () {
      yield patternOf(1000);
      throw new Failure('store.unavailable', 'The disk is gone.', 'Try again.');
    };
    const { file } = fileOf({ kind: 'file', name: 'смета.pdf', bytes: patternOf(2000), open: broken });
    const failure = await connection.send({ chatId, text: '', file, idempotencyKey: 'm#0' }).catch((error) => error);
    expect(failure).toMatchObject({ code: 'store.unavailable' });
    expect(await rig.filesArrived(chatId)).toEqual([]);
  });

  test('shows choices as buttons; the first press is a message of the customer, and another changes nothing', async (context) => {
    const { rig, connection, received } = await collect();
    if (!rig.channel.capabilities.buttons) return context.skip('There are no buttons');
    const { choices } = rig;
    if (!choices) throw new Error('A rig of a kind with buttons shows and presses them.');
    const chatId = await rig.customerWrites('Привет');
    await vi.waitFor(() => expect(received).toHaveLength(1));
    const offered = ['Да, ещё актуально', 'Не напоминать'];
    const part = { chatId, text: 'Ещё актуально?', choices: offered, idempotencyKey: 'm#0' };
    const { platformId } = await connection.send(part);
    expect(await choices.shown()).toEqual(offered);
    await choices.press('Не напоминать');
    await vi.waitFor(() => expect(received).toHaveLength(2));
    const [asked, pressed] = received;
    expect(pressed).toMatchObject({ chatId, text: 'Не напоминать', chosenIn: platformId, sender: asked?.sender });
    expect(pressed?.messageId).not.toBe(asked?.messageId);
    await choices.press('Да, ещё актуально');
    await vi.waitFor(() => expect(received).toHaveLength(3));
    expect(received[2]?.messageId).toBe(pressed?.messageId);
    await vi.waitFor(async () => expect(await rig.unacknowledged()).toBe(false));
  });

  test('tells that the customer deleted a message, by the id under which it came', async (context) => {
    const { rig, connection, received, events } = await collect();
    if (!rig.customerDeletesLast) return context.skip('The platform does not tell');
    await rig.customerWrites('Лишнее');
    await vi.waitFor(() => expect(received).toHaveLength(1));
    await rig.customerDeletesLast();
    await vi.waitFor(() => expect(events.at(-1)?.type).toBe('deleted'));
    const { chatId, messageId } = received[0] ?? {};
    expect(events.at(-1)).toMatchObject({ deletion: { account: connection.account, chatId, messageId } });
  });

  test('says who a customer is, and nothing of somebody whom the platform does not know', async (context) => {
    const { rig, connection, received } = await collect();
    if (!connection.profile) return context.skip('Messages come with names');
    await rig.customerWrites('Привет');
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(rig.customerName).toBeTruthy();
    const profile = await connection.profile(received[0]?.sender.externalId ?? '');
    expect(profile?.name).toBe(rig.customerName);
    expect(await connection.profile('nobody')).toBeUndefined();
  });

  test('lists its templates, sends one filled in, and says so when the platform sends it no more', async (context) => {
    const { rig, connection } = await collect();
    if (!rig.channel.capabilities.templates) return context.skip('It sends no templates');
    if (!connection.templates || !rig.pauseTemplate) throw new Error('A kind with templates lists them.');
    const chatId = await rig.customerWrites('Привет');
    const [template] = await connection.templates();
    if (!template) throw new Error('The platform of the rig has a template.');
    const parameters = placeholdersOf(template).map((name) => ({ name, value: `«${name}»` }));
    const { name, language } = template;
    const text = fillTemplate(template, parameters);
    const part = { chatId, text, template: { name, language, parameters }, idempotencyKey: 'm#0' };
    const { platformId } = await connection.send(part);
    expect(await connection.send(part)).toEqual({ platformId });
    expect(await rig.arrived(chatId)).toBe(1);
    const unknown = { ...part, template: { ...part.template, name: 'nobody-knows' }, idempotencyKey: 'm#1' };
    await expect(connection.send(unknown)).rejects.toMatchObject({ code: 'channel.template_unavailable' });
    rig.pauseTemplate(name);
    const paused = { ...part, idempotencyKey: 'm#2' };
    await expect(connection.send(paused)).rejects.toMatchObject({ code: 'channel.template_unavailable' });
    expect((await connection.templates()).map((one) => one.name)).not.toContain(name);
    expect(await rig.arrived(chatId)).toBe(1);
  });

  test('asks for another access token when the platform takes one no more, and sends all the same', async (context) => {
    const { rig, connection } = await collect();
    if (!rig.access) return context.skip('It is connected without OAuth');
    const chatId = await rig.customerWrites('Привет');
    rig.access.expire();
    await connection.send({ chatId, text: 'Ответ', idempotencyKey: 'm#0' });
    expect(await rig.arrived(chatId)).toBe(1);
  });

  test('says that the account must be connected again, receives meanwhile, and sends once it is', async (context) => {
    const { rig, connection, received } = await collect();
    if (!rig.access) return context.skip('It is connected without OAuth');
    const chatId = await rig.customerWrites('Привет');
    rig.access.revoke();
    const part = { chatId, text: 'Ответ', idempotencyKey: 'm#0' };
    await expect(connection.send(part)).rejects.toMatchObject({ code: 'channel.signed_out' });
    await rig.customerWrites('Ау?');
    await vi.waitFor(() => expect(received).toHaveLength(2));
    rig.access.agree();
    await connection.send(part);
    expect(await rig.arrived(chatId)).toBe(1);
  });

  test('handles webhook requests without being started and without calling the platform, beside the connection that is', async (context) => {
    const { rig, connection, received } = await collect();
    if (!connection.webhook) return context.skip('It polls');
    if (!rig.platformCalls) throw new Error('A rig of a kind with a webhook counts calls.');
    const calls = rig.platformCalls();
    const { account, name } = connection;
    const arrived: ChannelEvent[] = [];
    const receive = async (event: ChannelEvent) => void arrived.push(event);
    const unstarted = await rig.connect({ receive, clock: createFixedClock(), log, known: { account, name } });
    expect(unstarted).toMatchObject({ account, name });
    const chatId = await rig.customerWrites('Привет');
    expect(await rig.unacknowledged()).toBe(false);
    expect(arrived).toMatchObject([{ type: 'message', message: { account, chatId, text: 'Привет' } }]);
    expect(received).toEqual([]);
    expect(rig.platformCalls()).toBe(calls);
    await unstarted.stop();
  });

  test('odd input is passed by, and what comes after it arrives', async () => {
    const { rig, received } = await collect();
    await rig.sendOddInput();
    await rig.customerWrites('После');
    await vi.waitFor(() => expect(received.map(({ text }) => text)).toContain('После'));
  });

  test('stops at once while it listens, and receives nothing after', async () => {
    const { rig, connection, received } = await collect();
    await rig.untilListening();
    const started = performance.now();
    await connection.stop();
    // One that waits for the platform's answer takes 25 seconds.
    expect(performance.now() - started).toBeLessThan(20_000);
    await rig.customerWrites('Поздно').catch(() => undefined);
    expect(received).toEqual([]);
  });
});

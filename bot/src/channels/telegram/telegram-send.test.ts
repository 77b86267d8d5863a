import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forgetful, shortTiming } from '../../testing/channel-rig.ts';
import { type FakeTelegram, startFakeTelegram } from '../../testing/fake-telegram.ts';
import type { ChannelConnection, ChannelEvent, OutboundFile } from '../channel.ts';
import { telegram } from './telegram.ts';

let platform: FakeTelegram;
let connection: ChannelConnection;
let told: ChannelEvent[];

beforeEach(async () => {
  platform = await startFakeTelegram();
  told = [];
  connection = await telegram.connect(
    {
      receive: async (event) => {
        told.push(event);
      },
      onHealth: () => undefined,
      memory: forgetful,
      timing: shortTiming,
      clock: Date.now,
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    { token: platform.token, apiRoot: platform.apiRoot },
  );
});
afterEach(async () => {
  await connection.stop();
  await platform.stop();
});

const bytes = new Uint8Array(70_000).fill(7);
let opened = 0;
const fileOf = (file: Partial<OutboundFile>): OutboundFile => ({
  kind: 'file',
  name: 'смета.pdf',
  size: bytes.length,
  open: async () => {
    opened += 1;
    return (async function* () {
      for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
    })();
  },
  ...file,
});
const send = (file: OutboundFile, chatId = '77') => connection.send({ chatId, text: '', file, idempotencyKey: 'm#0' });
const methodsFor = (chatId = 77) => platform.sent(chatId).map(({ method }) => method);

describe('a file is sent in the way in which Telegram shows it', () => {
  test.each([
    ['sendPhoto', { kind: 'image', type: 'image/jpeg', name: 'зал.jpg' }],
    ['sendAnimation', { kind: 'image', type: 'image/gif', name: 'танец.gif' }],
    ['sendDocument', { kind: 'image', type: 'image/png', name: 'план.png', size: 11 * 1024 * 1024 }],
    ['sendVoice', { kind: 'voice', name: 'voice.ogg' }],
    ['sendAudio', { kind: 'audio', name: 'песня.mp3' }],
    ['sendDocument', { kind: 'audio', name: 'песня.wav' }],
    ['sendVideo', { kind: 'video', name: 'зал.mp4' }],
    ['sendDocument', { kind: 'video', name: 'зал.mkv' }],
    ['sendDocument', { kind: 'file', name: 'смета.pdf' }],
  ] as const)('%s for %j', async (method, file) => {
    platform.customerWrites({ chatId: 77, text: 'Да' });
    await send(fileOf(file));
    expect(methodsFor()).toEqual([method]);
  });
});

test('what Telegram refuses to show as a photo goes as a document, read anew', async () => {
  platform.customerWrites({ chatId: 77, text: 'Да' });
  platform.trouble(
    { kind: 'error', status: 400, description: 'Bad Request: PHOTO_INVALID_DIMENSIONS' },
    { method: 'sendPhoto' },
  );
  opened = 0;
  await send(fileOf({ kind: 'image', type: 'image/png', name: 'лента.png' }));
  expect(methodsFor()).toEqual(['sendDocument']);
  expect(platform.sent(77)[0]?.file?.bytes).toEqual(bytes);
  expect(opened).toBe(2);
});

test('a customer who blocked the bot is no reason to try the photo as a document', async () => {
  platform.customerWrites({ chatId: 77, text: 'Да' });
  platform.block(77);
  await expect(send(fileOf({ kind: 'image', name: 'зал.png' }))).rejects.toMatchObject({ code: 'channel.blocked' });
  expect(platform.calls('sendDocument')).toBe(0);
});

test('is told to wait while the file is still on its way, and sends it whole the next time', async () => {
  platform.customerWrites({ chatId: 77, text: 'Да' });
  platform.trouble({ kind: 'error', status: 429, description: 'Too Many Requests', retryAfter: 3, early: true });
  const failure = await send(fileOf({})).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({ code: 'channel.rate_limited', retryAfter: 3 });
  expect(platform.sent(77)).toEqual([]);
  await send(fileOf({}));
  expect(platform.sent(77)[0]?.file?.bytes).toEqual(bytes);
});

test('a file goes into the topic that was asked in, as an answer to the question', async () => {
  const { messageId } = platform.customerWrites({ chatId: -100, text: 'Смета?' });
  await connection.send({
    chatId: '-100/7',
    text: '',
    file: fileOf({}),
    replyTo: String(messageId),
    idempotencyKey: 'm#0',
  });
  expect(platform.sent(-100)).toMatchObject([{ topic: 7, replyTo: messageId, file: { name: 'смета.pdf' } }]);
});

test('a file for a group that has become a supergroup follows it there', async () => {
  platform.customerWrites({ chatId: -5, text: 'Смета?' });
  platform.upgradeGroup(-5, -1005, { silently: true });
  await send(fileOf({}), '-5');
  expect(platform.sent(-1005)[0]?.file?.bytes).toEqual(bytes);
  expect(told).toMatchObject([{ type: 'chat', change: { chatId: '-5', movedTo: '-1005' } }]);
});

import { buffer } from 'node:stream/consumers';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetful, shortTiming } from '../../testing/channel-rig.ts';
import { type FakeTelegram, startFakeTelegram } from '../../testing/fake-telegram.ts';
import type { ChannelConnection, ChannelContext } from '../channel.ts';
import { telegram } from './telegram.ts';

const bytes = Buffer.from('The plan of the hall. '.repeat(20_000));
const signal = new AbortController().signal;

let platform: FakeTelegram;
let connection: ChannelConnection;

const nothing = () => undefined;
const connect = (context: Partial<ChannelContext> = {}, apiRoot = platform.apiRoot) =>
  telegram.connect(
    {
      receive: async () => undefined,
      onHealth: nothing,
      memory: forgetful,
      timing: shortTiming,
      clock: Date.now,
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      ...context,
    },
    { token: platform.token, apiRoot },
  );

beforeEach(async () => {
  platform = await startFakeTelegram();
  connection = await connect();
});
afterEach(async () => {
  await connection.stop();
  await platform.stop();
});

const read = async (fileId: string): Promise<Buffer> => buffer(await connection.download(fileId, signal));
const failing = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

test('the bytes of a file come as they are', async () => {
  expect((await read(platform.addFile(bytes))).equals(bytes)).toBe(true);
  expect(await read(platform.addFile(Buffer.alloc(0)))).toHaveLength(0);
});

test.each([
  ['half a body', { kind: 'answer lost' }, 'channel.unreachable'],
  ['silence', { kind: 'hang' }, 'channel.unreachable'],
  ['an error of the server', { kind: 'error', status: 502 }, 'channel.unreachable'],
  ['too many requests', { kind: 'error', status: 429 }, 'channel.rate_limited'],
  ['a file that is gone from its place', { kind: 'error', status: 404 }, 'file.gone'],
] as const)('%s has its code, holds no token, and the next try succeeds', async (_what, trouble, code) => {
  const fileId = platform.addFile(bytes);
  platform.trouble(trouble, { method: 'file' });
  const failure = await failing(read(fileId));
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({ code });
  const { stack, cause } = failure as Failure;
  expect(`${stack}${JSON.stringify(failure)}${String(cause)}`).not.toContain(platform.token.split(':')[1]);
  expect((await read(fileId)).equals(bytes)).toBe(true);
});

test('a file that Telegram has forgotten, or does not hand out, is not worth another try', async () => {
  const fileId = platform.addFile(bytes);
  platform.removeFile(fileId);
  expect(await failing(read(fileId))).toMatchObject({ code: 'file.gone' });
  const large = platform.addFile(Buffer.alloc(20 * 1024 * 1024 + 1));
  expect(await failing(read(large))).toMatchObject({
    code: 'file.too_large',
    message: expect.stringContaining('20 MB'),
  });
});

test('a download goes through the guarded lookup, and asks for nothing that it refuses', async () => {
  const fileId = platform.addFile(bytes);
  let isRefused = false;
  const lookup: NonNullable<ChannelContext['lookup']> = (_name, options, done) => {
    if (isRefused) return done(new Error('private'), '', 4);
    if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
    else done(null, '127.0.0.1', 4);
  };
  const guarded = await connect({ lookup }, platform.apiRoot.replace('127.0.0.1', 'localhost'));
  isRefused = true;
  await platform.stop();
  platform = await startFakeTelegram({ port: Number(new URL(platform.apiRoot).port) });
  expect(await failing(guarded.download(fileId, signal))).toMatchObject({ code: 'channel.unreachable' });
  expect(platform.calls('getFile') + platform.calls('file')).toBe(0);
  await guarded.stop();
});

test('a reader that goes away ends the download', async () => {
  const chunks = await connection.download(platform.addFile(Buffer.alloc(8_000_000)), signal);
  for await (const chunk of chunks) {
    expect(chunk.length).toBeLessThan(8_000_000);
    break;
  }
  expect((await read(platform.addFile(bytes))).equals(bytes)).toBe(true);
});

import type { ChannelConnection } from '@inbetwin/bot/channels/channel.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { withFilesWaiting } from '@inbetwin/shared/conversations/messages/fetch-again.ts';
import type { Attachment } from '@inbetwin/shared/entities/attachment.ts';
import { expect, test } from 'vitest';
import { digestOf } from '../store/blobs/blob-digest.ts';
import { withQuota } from '../store/blobs/with-quota.ts';
import { createConnection, newBlobs, startLife, until } from './outbox.suite.ts';

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(50_000, 7)]);
const page = Buffer.from('<!doctype html><script>alert(1)</script>');
const photo = { kind: 'image', name: 'план.png', type: 'image/png', reference: 'f1' } as const;

async function* inChunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384);
}

async function* half(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, bytes.length / 2);
  throw new Failure('channel.unreachable', 'The connection broke.', 'It is tried again.');
}

const failing = (code: 'file.gone' | 'channel.unreachable' | 'channel.token_refused') => async () => {
  throw new Failure(code, 'No.', 'Later.');
};

/** A platform whose downloads do what `answers` says, one after the other, the last one for ever. */
const platformOf = (...answers: readonly ChannelConnection['download'][]) => {
  const asked: string[] = [];
  const { connection } = createConnection(undefined, async (reference, signal) => {
    asked.push(reference);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (!answer) throw new Error('Nothing is said of downloads.');
    return answer(reference, signal);
  });
  return { connectionOf: () => connection, asked };
};
const giving = (bytes: Buffer) => async () => inChunks(bytes);

type Life = ReturnType<typeof startLife>;

const filesOf = async ({ documents }: Life, id = 'telegram:42:7:1'): Promise<readonly Attachment[]> =>
  (await documents.messages.get(id))?.attachments ?? [];
const untilSettled = (life: Life) =>
  until(async () => expect((await filesOf(life)).map(({ state }) => state)).not.toContain('waiting'));

test('the message is there at once, and its file after it: by digest, typed by its bytes', async () => {
  const { connectionOf, asked } = platformOf(giving(png));
  const life = startLife({ connectionOf });
  const { message } = await life.receive({ text: '', attachments: [photo] });
  expect(message.attachments).toMatchObject([{ state: 'waiting' }]);
  await untilSettled(life);
  const digest = digestOf(png);
  expect(await filesOf(life)).toEqual([
    { kind: 'image', name: 'план.png', type: 'image/png', size: png.length, digest, state: 'stored' },
  ]);
  expect(Buffer.from((await life.blobs.get('crew', digest)) ?? []).equals(png)).toBe(true);
  expect(asked).toEqual(['f1']);
});

test('what only says that it is an image is kept as a file without a type', async () => {
  const life = startLife({ connectionOf: platformOf(giving(page)).connectionOf });
  await life.receive({ text: '', attachments: [photo] });
  await untilSettled(life);
  expect(await filesOf(life)).toEqual([
    { kind: 'image', name: 'план.png', size: page.length, digest: digestOf(page), state: 'stored' },
  ]);
});

test('trouble of the platform is waited out, half a body included, and nothing half is kept', async () => {
  const { connectionOf, asked } = platformOf(failing('channel.unreachable'), async () => half(png), giving(png));
  const life = startLife({ connectionOf });
  await life.receive({ text: '', attachments: [photo] });
  await untilSettled(life);
  expect(await filesOf(life)).toMatchObject([{ state: 'stored', digest: digestOf(png) }]);
  expect(asked).toHaveLength(3);
  expect(await life.blobs.usage('crew')).toBe(png.length);
});

test.each([
  ['is gone', platformOf(failing('file.gone')), {}, 'file.gone'],
  ['is larger than the channel hands out', platformOf(giving(png)), { maxBytesIn: 40_000 }, 'file.too_large'],
  ['has no room in the team', platformOf(giving(png)), { quota: 10_000 }, 'knowledge.quota'],
])(
  'a file that %s is told as failed, and is not asked for again',
  async (_what, { connectionOf, asked }, {
    quota = 1e9,
    ...options
  }: { quota?: number; maxBytesIn?: number }, reason) => {
    const life = startLife({ connectionOf, blobs: withQuota(newBlobs(), quota), ...options });
    await life.receive({ text: 'Вот план', attachments: [photo] });
    await untilSettled(life);
    const [{ reference, ...failed } = photo] = await filesOf(life);
    expect(failed).toEqual({ kind: 'image', name: 'план.png', type: 'image/png', state: 'failed', reason });
    // With more room a person may ask for it again.
    expect(reference).toBe(reason === 'knowledge.quota' ? 'f1' : undefined);
    expect(asked).toHaveLength(1);
    const { documents } = await life.store
      .collection('server/waiting-files')
      .find({ index: ['teamId', 'createdAt'], equals: ['crew'], limit: 10 });
    expect(documents).toEqual([]);
  },
);

test('a size beyond the limit is believed without a download', async () => {
  const { connectionOf, asked } = platformOf(giving(png));
  const life = startLife({ connectionOf });
  await life.receive({ text: '', attachments: [{ ...photo, size: 30_000_000 }] });
  await untilSettled(life);
  expect(await filesOf(life)).toMatchObject([{ state: 'failed', reason: 'file.too_large' }]);
  expect(asked).toEqual([]);
});

test('a platform that has not answered for a day is given up; a refused token is waited for', async () => {
  let now = 1_000_000;
  const { connectionOf, asked } = platformOf(async (reference) => {
    now += 7 * 3_600_000;
    throw new Failure(reference === 'f1' ? 'channel.unreachable' : 'channel.token_refused', 'No.', 'Later.');
  });
  const life = startLife({ connectionOf, now: () => now });
  await life.receive({ text: '', attachments: [photo] });
  await untilSettled(life);
  expect(await filesOf(life)).toMatchObject([{ state: 'failed', reason: 'channel.unreachable' }]);
  expect(asked).toHaveLength(4);
  await life.receive({ text: '', attachments: [{ ...photo, reference: 'f2' }] });
  await until(async () => expect(asked.length).toBeGreaterThan(12));
  expect(await filesOf(life, 'telegram:42:7:2')).toMatchObject([{ state: 'waiting' }]);
});

test('a life that ends before the file is there leaves it to the next one, without its feed', async () => {
  const away = platformOf(failing('channel.unreachable'));
  const blobs = newBlobs();
  const first = startLife({ ...away, blobs });
  await first.receive({ text: '', attachments: [photo] });
  await until(async () => expect(away.asked.length).toBeGreaterThan(1));
  await first.dispatcher.stop();
  const { connectionOf } = platformOf(giving(png));
  const second = startLife({ store: first.store, blobs, connectionOf, clock: first.clock });
  await untilSettled(second);
  expect(await filesOf(second)).toMatchObject([{ state: 'stored' }]);
});

test('while no account is connected the file waits, and comes when one is', async () => {
  const { connectionOf } = platformOf(giving(png));
  let isConnected = false;
  const life = startLife({ connectionOf: () => (isConnected ? connectionOf() : undefined) });
  await life.receive({ text: '', attachments: [photo] });
  await until(async () =>
    expect(await life.store.collection('server/waiting-files').get('crew:telegram:42:7:1')).toBeDefined(),
  );
  expect(await filesOf(life)).toMatchObject([{ state: 'waiting' }]);
  isConnected = true;
  life.dispatcher.wake('crew', 'telegram', '42');
  await untilSettled(life);
  expect(await filesOf(life)).toMatchObject([{ state: 'stored' }]);
});

test('a file that never comes holds up neither other files nor the answers of others', async () => {
  const { connectionOf } = platformOf(async (reference) => {
    if (reference === 'f1') throw new Failure('channel.unreachable', 'No.', 'Later.');
    return inChunks(png);
  });
  const life = startLife({ connectionOf });
  await life.receive({ text: '', attachments: [photo] });
  await life.receive({ text: '', attachments: [{ ...photo, reference: 'f2' }] });
  await life.receive({ text: 'Какая предоплата?', chatId: '8' });
  await until(async () => expect(await filesOf(life, 'telegram:42:7:2')).toMatchObject([{ state: 'stored' }]));
  await until(async () => expect(await life.replies('8')).toMatchObject([{ delivery: { state: 'sent' } }]));
  expect(await filesOf(life)).toMatchObject([{ state: 'waiting' }]);
});

test('a file that had no room comes when a person asks for it again, and one that is gone does not', async () => {
  const { connectionOf, asked } = platformOf(giving(png));
  const blobs = newBlobs();
  let quota = 1000;
  const life = startLife({
    connectionOf,
    blobs: { ...blobs, putStream: (...put) => withQuota(blobs, quota).putStream(...put) },
  });
  await life.receive({ text: '', attachments: [photo] });
  await untilSettled(life);
  expect((await filesOf(life))[0]?.reason).toBe('knowledge.quota');
  quota = 1e9;
  await life.documents.messages.update('telegram:42:7:1', withFilesWaiting);
  await until(async () => expect((await filesOf(life))[0]?.state).toBe('stored'));
  expect(asked).toEqual(['f1', 'f1']);
  const gone = { kind: 'file', name: 'a', state: 'failed', reason: 'file.gone' } as const;
  const stored = await life.documents.messages.get('telegram:42:7:1');
  const message = stored && { ...stored, attachments: [gone] };
  expect(message && withFilesWaiting(message)).toBe(message);
});

import { buffer } from 'node:stream/consumers';
import type { OutboundPart } from '@inbetwin/bot/channels/channel.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { fileRevisionOf, MAX_FILE_BYTES, ORIGINAL } from '@inbetwin/shared/contracts/files.ts';
import type { Attachment } from '@inbetwin/shared/entities/attachment.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import { expect, test } from 'vitest';
import { createTeamFiles } from '../../files/team-files.ts';
import { digestOf } from '../../store/blobs/blob-digest.ts';
import { withQuota } from '../../store/blobs/with-quota.ts';
import { conversationId, createConnection, newBlobs, startLife, until } from '../outbox.suite.ts';

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(50_000, 7)]);
const pdf = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(90_000, 3)]);

const fileOf = (bytes: Buffer, name: string): Attachment => ({
  kind: 'file',
  name,
  size: bytes.length,
  state: 'waiting',
  digest: digestOf(bytes),
});
const plan = fileOf(png, 'план.png');
const estimate = fileOf(pdf, 'смета.pdf');

const replyWith = (attachments: readonly Attachment[], change: Partial<Message> = {}): Message => ({
  id: 'person:anna:1',
  conversationId,
  direction: 'outbound',
  author: { kind: 'person', id: 'anna', name: 'Анна' },
  text: 'Вот смета и план',
  attachments: [...attachments],
  citations: [],
  delivery: { state: 'queued', attempts: 0, platformIds: [] },
  sentAt: Date.now(),
  createdAt: Date.now(),
  ...change,
});

/** A platform that reads each file to its end, as platforms do. */
const createPlatform = (behave: (part: OutboundPart, attempt: number) => void = () => undefined) => {
  const got: { readonly key: string; readonly text: string; readonly name?: string; readonly bytes?: Buffer }[] = [];
  const { connection } = createConnection(async ({ idempotencyKey: key, text, file }, attempt) => {
    const bytes = file && (await buffer(await file.open()));
    behave({ chatId: '7', text, idempotencyKey: key, ...(file && { file }) }, attempt);
    got.push({ key, text, ...(file && { name: file.name }), ...(bytes && { bytes }) });
  });
  return { got, connectionOf: () => connection };
};

type Life = ReturnType<typeof startLife>;
const read = async ({ documents }: Life, id = 'person:anna:1') => documents.messages.get(id);
const isWaiting = async (life: Life) =>
  (await life.store.collection('server/waiting-deliveries').get('crew:person:anna:1'))?.deleted === false;
const untilState = (life: Life, state: Message['delivery']['state']) =>
  until(async () => expect((await read(life))?.delivery.state).toBe(state));

test('a reply goes out as its text and then its files, each a part with a key of its own', async () => {
  const { got, connectionOf } = createPlatform();
  const life = startLife({ connectionOf });
  for (const bytes of [png, pdf]) await life.blobs.put('crew', bytes);
  await life.documents.messages.put(replyWith([estimate, plan]));
  await untilState(life, 'sent');
  expect(got.map(({ key, text, name }) => [key, text, name])).toEqual([
    ['person:anna:1#0', 'Вот смета и план', undefined],
    ['person:anna:1#1', '', 'смета.pdf'],
    ['person:anna:1#2', '', 'план.png'],
  ]);
  expect(got[1]?.bytes?.equals(pdf) && got[2]?.bytes?.equals(png)).toBe(true);
  expect(await read(life)).toMatchObject({
    delivery: { state: 'sent', attempts: 1, platformIds: ['p1', 'p2', 'p3'] },
    attachments: [
      { kind: 'file', name: 'смета.pdf', size: pdf.length, state: 'stored' },
      { kind: 'image', name: 'план.png', type: 'image/png', state: 'stored' },
    ],
  });
});

test('a reply waits for its files, what is written after it does not, and it goes out when they are there', async () => {
  const { got, connectionOf } = createPlatform();
  const life = startLife({ connectionOf });
  await life.documents.messages.put(replyWith([estimate]));
  await until(async () => expect(await isWaiting(life)).toBe(true));
  await life.documents.messages.put({ ...replyWith([], { id: 'person:anna:2', text: 'И ещё' }) });
  await until(async () => expect(got.map(({ text }) => text)).toEqual(['И ещё']));
  expect(await read(life)).toMatchObject({ delivery: { state: 'queued' }, attachments: [{ state: 'waiting' }] });
  await openFiles(life).store(sentAs(estimate.digest ?? '', pdf));
  await untilState(life, 'sent');
  expect(got.map(({ name }) => name)).toEqual([undefined, undefined, 'смета.pdf']);
  expect(await isWaiting(life)).toBe(false);
});

test('a server that was killed while a file was awaited sends the reply when it has come', async () => {
  const first = createPlatform();
  const life = startLife({ connectionOf: first.connectionOf });
  await life.documents.messages.put(replyWith([estimate]));
  await until(async () => expect(await isWaiting(life)).toBe(true));
  await life.dispatcher.stop();
  await life.blobs.put('crew', pdf);
  const second = createPlatform();
  const next = startLife({ store: life.store, blobs: life.blobs, connectionOf: second.connectionOf });
  await untilState(next, 'sent');
  expect(first.got).toEqual([]);
  expect(second.got.map(({ key }) => key)).toEqual(['person:anna:1#0', 'person:anna:1#1']);
});

test('a platform that fails between two files is sent the rest alone, read from the beginning', async () => {
  const { got, connectionOf } = createPlatform((_part, attempt) => {
    if (attempt === 3) throw new Failure('channel.rate_limited', 'Slow down.', 'Wait.', { retryAfter: 0.01 });
  });
  const life = startLife({ connectionOf });
  for (const bytes of [png, pdf]) await life.blobs.put('crew', bytes);
  await life.documents.messages.put(replyWith([estimate, plan]));
  await untilState(life, 'sent');
  expect(got.map(({ key }) => key.slice(-1))).toEqual(['0', '1', '2']);
  expect(got[2]?.bytes?.equals(png)).toBe(true);
});

test('a file in flight at a crash is in doubt like a text: it is sent once more and marked', async () => {
  const { got, connectionOf } = createPlatform();
  const life = startLife({ connectionOf });
  await life.blobs.put('crew', pdf);
  const delivery = { state: 'sending', attempts: 1, platformIds: ['p0'] } as const;
  await life.documents.messages.put(
    replyWith([{ ...estimate, state: 'stored' }], { delivery: { ...delivery, platformIds: ['p0'] } }),
  );
  await untilState(life, 'sent');
  expect(got.map(({ key }) => key)).toEqual(['person:anna:1#1']);
  expect((await read(life))?.delivery).toMatchObject({ resent: true, platformIds: ['p0', 'p1'] });
});

test('a file that nobody sends for days fails the reply, with the reason at both', async () => {
  const { got, connectionOf } = createPlatform();
  const fourDays = 4 * 24 * 3_600_000;
  const life = startLife({ connectionOf });
  await life.documents.messages.put(replyWith([estimate], { createdAt: Date.now() - fourDays }));
  await untilState(life, 'failed');
  expect(await read(life)).toMatchObject({
    delivery: { reason: { code: 'file.gone' } },
    attachments: [{ state: 'failed', reason: 'file.gone', name: 'смета.pdf' }],
  });
  expect(got).toEqual([]);
});

const openFiles = (life: Life, blobs = life.blobs) =>
  createTeamFiles({
    teamId: 'crew',
    blobs,
    documents: life.documents,
    messageFiles: life.files,
  });
const sentAs = (_id: string, bytes: Buffer) => ({
  _id,
  _rev: fileRevisionOf(_id),
  _attachments: { [ORIGINAL]: { data: bytes.toString('base64') } },
});

test('a file for which the team has no room fails the reply when its device sends it', async () => {
  const { got, connectionOf } = createPlatform();
  const life = startLife({ connectionOf });
  await life.documents.messages.put(replyWith([estimate]));
  await until(async () => expect(await isWaiting(life)).toBe(true));
  const refused = await openFiles(life, withQuota(life.blobs, 1000)).store(sentAs(estimate.digest ?? '', pdf));
  expect(refused).toMatchObject({ code: 'knowledge.quota' });
  expect(await read(life)).toMatchObject({
    delivery: { state: 'failed', reason: { code: 'knowledge.quota' } },
    attachments: [{ state: 'failed', reason: 'knowledge.quota' }],
  });
  await until(async () => expect(await isWaiting(life)).toBe(false));
  expect(got).toEqual([]);
});

test('a file that is too large fails the reply when its device sends it, and no other bytes under its name do', async () => {
  const { got, connectionOf } = createPlatform();
  const life = startLife({ connectionOf });
  const tooLarge = Buffer.alloc(MAX_FILE_BYTES + 1, 5);
  await life.documents.messages.put(replyWith([fileOf(tooLarge, 'видео.mp4')]));
  await until(async () => expect(await isWaiting(life)).toBe(true));
  const others = Buffer.alloc(MAX_FILE_BYTES + 1, 6);
  const refused = await openFiles(life).store(sentAs(digestOf(tooLarge), others));
  expect(refused).toMatchObject({ code: 'file.digest' });
  expect(await read(life)).toMatchObject({ delivery: { state: 'queued' }, attachments: [{ state: 'waiting' }] });
  expect(await openFiles(life).store(sentAs(digestOf(tooLarge), tooLarge))).toMatchObject({
    code: 'request.too_large',
  });
  expect(await read(life)).toMatchObject({
    delivery: { state: 'failed', reason: { code: 'file.too_large' } },
    attachments: [{ state: 'failed', reason: 'file.too_large' }],
  });
  expect(got).toEqual([]);
});

test.each([
  ['takes none', { maxBytesOut: 0 }, 'channel.no_files'],
  ['takes smaller ones', { maxBytesOut: 1000 }, 'file.too_large'],
] as const)('a file for a channel that %s fails the reply before anything of it is sent', async (_, bounds, code) => {
  const { got, connectionOf } = createPlatform();
  const life = startLife({ connectionOf, ...bounds });
  await life.blobs.put('crew', pdf);
  await life.documents.messages.put(replyWith([estimate]));
  await untilState(life, 'failed');
  expect((await read(life))?.delivery.reason?.code).toBe(code);
  expect(got).toEqual([]);
});

test('a file that was deleted before it could go out fails the reply behind the parts that went', async () => {
  const { got, connectionOf } = createPlatform();
  const life = startLife({ connectionOf });
  await life.documents.messages.put(replyWith([{ ...estimate, state: 'stored' }]));
  await untilState(life, 'failed');
  expect((await read(life))?.delivery).toMatchObject({ platformIds: ['p1'], reason: { code: 'file.gone' } });
  expect(got).toHaveLength(1);
});

test('whatever was opened of a file is closed, also when the platform fails in the middle', async () => {
  let open = 0;
  let opened = 0;
  const blobs = newBlobs();
  const counted: BlobStore = {
    ...blobs,
    open: async (...place) => {
      const blob = await blobs.open(...place);
      if (!blob) return undefined;
      open += 1;
      opened += 1;
      return {
        ...blob,
        close: async () => {
          open -= 1;
          await blob.close();
        },
      };
    },
  };
  const { connection } = createConnection(async ({ file }, attempt) => {
    for await (const _ of (await file?.open()) ?? []) {
      if (attempt < 3) throw new Failure('channel.unreachable', 'The connection broke.', 'It is tried again.');
      break;
    }
  });
  const life = startLife({ connectionOf: () => connection, blobs: counted });
  await life.blobs.put('crew', pdf);
  await life.documents.messages.put(replyWith([estimate], { text: '' }));
  await untilState(life, 'sent');
  expect(opened).toBeGreaterThanOrEqual(3);
  expect(open).toBe(0);
});

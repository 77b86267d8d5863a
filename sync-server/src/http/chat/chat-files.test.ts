import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { expect, test, vi } from 'vitest';
import { anna, boris, chat, problem, read, sendFile, stored, useChat } from './chat.suite.ts';

useChat();

test("a visitor's file is a message with the bytes in the team's files, once however often it is sent", async () => {
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(20_000, 1)]);
  for (let time = 0; time < 2; time++) {
    expect((await sendFile(png, { id: 'file-0001', name: '../план.png', type: 'image/png' })).status).toBe(201);
  }
  const [message, ...others] = await stored();
  expect(others).toEqual([]);
  const digest = hash('sha256', png);
  const file = { name: 'план.png', size: png.length };
  expect(message).toMatchObject({
    text: '',
    attachments: [{ ...file, kind: 'image', type: 'image/png', state: 'stored', digest }],
  });
  expect(Buffer.from((await chat.blobs.get('team-1', digest)) ?? []).equals(png)).toBe(true);
  expect((await read()).messages).toMatchObject([{ id: 'file-0001', from: 'visitor', text: '', files: [file] }]);
  expect((await read(boris)).messages).toEqual([]);
});

test('a page that calls itself an image is kept as a file without a type', async () => {
  await sendFile(Buffer.from('<script>alert(1)</script>'), { id: 'file-0001', type: 'image/svg+xml' });
  const [message] = await stored();
  expect(message?.attachments?.[0]).not.toHaveProperty('type');
});

test.each([
  ['too large', Buffer.alloc(20 * 1024 * 1024 + 1), {}, 413, 'file.too_large'],
  ['without an id that fits', Buffer.from('a'), { id: '1' }, 422, 'request.invalid'],
])('a file %s is refused, and nothing is stored', async (_what, bytes, query, status, code) => {
  const response = await sendFile(bytes, { id: 'file-0001', ...query });
  expect([response.status, await problem(response)]).toMatchObject([status, { code }]);
  expect(await stored()).toEqual([]);
  expect(await chat.blobs.usage('team-1')).toBe(0);
});

test('an upload that breaks off leaves neither a message nor bytes', async () => {
  const { port } = new URL(chat.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `POST /chat/cafe/files?id=file-0001&name=a HTTP/1.1\r\nhost: a\r\nx-visitor: ${anna}\r\ncontent-length: 50000\r\n\r\nhalf`,
  );
  await vi.waitFor(() => expect(existsSync(path.join(chat.folder, 'blobs', '.parts'))).toBe(true));
  socket.destroy();
  expect((await sendFile(Buffer.from('whole'), { id: 'file-0002' })).status).toBe(201);
  await vi.waitFor(async () => expect(await chat.blobs.usage('team-1')).toBe(5));
  expect((await stored()).map(({ id }) => id.split(':').at(-1))).toEqual(['file-0002']);
});

const replyWithFile = async (visitor: string, change: Partial<Message> = {}): Promise<Message> => {
  const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(40_000, 5)]);
  const conversationId = `web-chat:site:${hash('sha256', visitor).slice(0, 32)}`;
  const file = { kind: 'image', name: 'план.png', type: 'image/png', size: bytes.length } as const;
  const digest = await chat.blobs.put('team-1', bytes);
  const message: Message = {
    id: 'person:anna:1',
    conversationId,
    direction: 'outbound',
    author: { kind: 'person', id: 'anna', name: 'Анна' },
    text: 'Вот план',
    attachments: [{ ...file, state: 'stored', digest }],
    citations: [],
    delivery: { state: 'queued', attempts: 0, platformIds: [] },
    sentAt: 1,
    createdAt: 1,
    ...change,
  };
  await chat.documents.messages.put(message);
  return message;
};

const readFileOf = (path: string, visitor: string) =>
  fetch(`${chat.url}/chat/cafe/${path}`, { headers: { 'x-visitor': visitor } });

test('a reply shows its files to its visitor, who alone can read them, as files that no page would run', async () => {
  const { attachments = [] } = await replyWithFile(anna);
  const [{ files = [] } = {}] = (await read()).messages;
  expect(files).toMatchObject([{ name: 'план.png', size: attachments[0]?.size, image: 'image/png' }]);
  const path = files[0]?.path ?? '';
  const response = await readFileOf(path, anna);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toBe('attachment');
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(hash('sha256', Buffer.from(await response.arrayBuffer()))).toBe(attachments[0]?.digest);
  expect((await read(boris)).messages).toEqual([]);
  expect((await readFileOf(path, boris)).status).toBe(404);
  expect((await fetch(`${chat.url}/chat/cafe/${path}`)).status).toBe(422);
  expect((await fetch(`${chat.url}/chat/bar/${path}`, { headers: { 'x-visitor': anna } })).status).toBe(404);
  for (const other of ['1', '-1', 'x', '0.5', '__proto__']) {
    expect((await readFileOf(path.replace(/0$/, other), anna)).status).toBe(404);
  }
});

test('a visitor reads back what they have sent themselves', async () => {
  const bytes = Buffer.from('%PDF-1.7 смета');
  await sendFile(bytes, { id: 'file-0001' });
  const path = (await read()).messages[0]?.files?.[0]?.path ?? '';
  expect(Buffer.from(await (await readFileOf(path, anna)).arrayBuffer()).equals(bytes)).toBe(true);
  expect((await readFileOf(path, boris)).status).toBe(404);
});

test('a reply whose files are not there yet, or never went out, is not shown, nor can they be read', async () => {
  const { attachments = [] } = await replyWithFile(anna, {
    attachments: [{ kind: 'file', name: 'a.pdf', state: 'waiting', digest: 'f'.repeat(64), size: 4 }],
  });
  expect((await read()).messages).toEqual([]);
  expect((await readFileOf('files/person%3Aanna%3A1/0', anna)).status).toBe(404);
  expect(attachments).toHaveLength(1);
  await replyWithFile(anna, { delivery: { state: 'failed', attempts: 1, platformIds: [] } });
  expect((await read()).messages).toEqual([]);
  expect((await readFileOf('files/person%3Aanna%3A1/0', anna)).status).toBe(404);
});

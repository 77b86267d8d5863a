import { expect, test } from 'vitest';
import type { Attachment } from '../../entities/attachment.ts';
import { type Message, messages } from '../../entities/message.ts';
import { awaitedDigests, withKeptFiles, withoutFiles } from './awaited-files.ts';

const plan = 'a'.repeat(64);
const price = 'b'.repeat(64);
const awaited = (digest: string): Attachment => ({ kind: 'file', name: 'x.pdf', digest, size: 7, state: 'waiting' });
const reply = (...attachments: Attachment[]): Message => ({
  ...messages.samples.stored,
  direction: 'outbound',
  author: { kind: 'person', id: 'anna' },
  delivery: { state: 'queued', attempts: 0, platformIds: [] },
  ...(attachments.length > 0 && { attachments }),
});

test('only a reply waits for files, and only for those that are not stored', () => {
  expect(awaitedDigests(reply(awaited(plan), { ...awaited(price), state: 'stored' }))).toEqual([plan]);
  expect(awaitedDigests({ ...reply(awaited(plan)), direction: 'inbound' })).toEqual([]);
  expect(awaitedDigests(reply())).toEqual([]);
});

test('a file that has arrived is stored as what its bytes show, and the others still wait', () => {
  const message = reply(awaited(plan), awaited(price));
  const kept = withKeptFiles(message, [{ digest: plan, size: 9, type: 'image/png' }]);
  expect(kept.attachments).toEqual([
    { kind: 'image', name: 'x.pdf', digest: plan, size: 9, type: 'image/png', state: 'stored' },
    awaited(price),
  ]);
  expect(withKeptFiles(message, [])).toBe(message);
  const plain = reply();
  expect(withKeptFiles(plain, [{ digest: plan, size: 9 }])).toBe(plain);
});

test('a reply fails with the file that never comes, and its other files stay as they are', () => {
  const failed = withoutFiles(reply(awaited(plan), awaited(price)), 'file.gone', [plan]);
  expect(failed.attachments).toMatchObject([{ digest: plan, state: 'failed', reason: 'file.gone' }, awaited(price)]);
  expect(failed.delivery).toMatchObject({ state: 'failed', reason: { code: 'file.gone' } });
});

test('a file that never comes changes nothing for a reply that is sent already, or that does not wait for it', () => {
  const other = reply(awaited(price));
  expect(withoutFiles(other, 'file.gone', [plan])).toBe(other);
  const sent: Message = { ...reply(awaited(plan)), delivery: { state: 'sent', attempts: 1, platformIds: ['1'] } };
  expect(withoutFiles(sent, 'file.gone', [plan])).toBe(sent);
});

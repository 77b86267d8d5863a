import { expect, test } from 'vitest';
import { chooseStorage, openVisitorStorage } from './visitor-storage.ts';

const random = () => Uint8Array.from({ length: 16 }, (_, index) => index * 16);
const blocked = () =>
  chooseStorage(() => {
    throw new DOMException('denied', 'SecurityError');
  });

test('a visitor stays the same between visits, and is another one to every team', () => {
  const storage = blocked();
  const first = openVisitorStorage(storage, 'cafe', random);
  expect(first.visitor).toBe('00102030405060708090a0b0c0d0e0f0');
  expect(openVisitorStorage(storage, 'cafe', () => new Uint8Array(16)).visitor).toBe(first.visitor);
  expect(openVisitorStorage(storage, 'bar', () => new Uint8Array(16)).visitor).toBe('0'.repeat(32));
});

test('a damaged secret is replaced', () => {
  const storage = blocked();
  storage.setItem('inbetwin-chat:cafe:visitor', 'oops');
  expect(openVisitorStorage(storage, 'cafe', random).visitor).toHaveLength(32);
});

test('what was not sent survives a closed page, in its order; what cannot be read is passed by', () => {
  const storage = blocked();
  const before = openVisitorStorage(storage, 'cafe', random);
  before.savePending({ id: 'b', text: 'второе', writtenAt: 2, state: 'waiting' });
  before.savePending({ id: 'a', text: 'первое', writtenAt: 1, state: 'sending' });
  before.saveDraft('недописан');
  storage.setItem('inbetwin-chat:cafe:pending:x', '{');
  storage.setItem('inbetwin-chat:cafe:pending:y', '{"id":5}');
  const after = openVisitorStorage(storage, 'cafe', random);
  expect(after.pending().map(({ text }) => text)).toEqual(['первое', 'второе']);
  expect(after.draft()).toBe('недописан');
  after.removePending('a');
  after.saveDraft('');
  expect(after.pending()).toHaveLength(1);
  expect(after.draft()).toBe('');
  expect(openVisitorStorage(storage, 'bar', random).pending()).toEqual([]);
});

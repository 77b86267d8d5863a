// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { ChatState } from '../chat-store.ts';
import { emptyConversation } from '../conversation.ts';
import type { ChatMessage } from '../protocol.ts';
import { wordsOf } from '../words.ts';
import { rowsOf } from './conversation-rows.ts';

const noon = new Date(2026, 0, 15, 12).getTime();
const DAY = 86_400_000;
const actions = {
  now: () => noon,
  choose: () => undefined,
  removeSent: () => undefined,
  retry: () => undefined,
  remove: () => undefined,
  readFile: () => Promise.reject(new Error('not read here')),
};
const message = (id: string, change: Partial<ChatMessage> = {}): ChatMessage => ({
  id,
  from: 'agent',
  text: id,
  sentAt: noon,
  sources: [],
  ...change,
});
const rows = (change: Partial<ChatState>) =>
  rowsOf({ ...emptyConversation, connection: 'connected', awaited: undefined, ...change }, wordsOf('en'), actions);
const keys = (change: Partial<ChatState>) => rows(change).map(({ key }) => key.replace(/^day-.*/, 'day'));

test('each day begins with its own row, what is not sent comes last', () => {
  const messages = [message('a', { sentAt: noon - DAY }), message('b'), message('c')];
  const pending = [{ id: 'd', text: 'd', writtenAt: noon, state: 'sending' }] as const;
  expect(keys({ messages, pending })).toEqual(['day', 'a', 'day', 'b', 'c', 'd']);
});

test('a row changes with what the visitor sees of it, and not with how far the message came', () => {
  const signatureOf = (change: Partial<ChatMessage>) => rows({ messages: [message('a', change)] })[1]?.signature;
  expect(signatureOf({ delivery: 'read' })).toBe(signatureOf({ delivery: 'sent' }));
  expect(signatureOf({ text: 'edited' })).not.toBe(signatureOf({}));
});

test('the author is shown again after somebody else', () => {
  const signaturesAfter = (from: ChatMessage['from']) =>
    rows({ messages: [message('a', { from }), message('b')] }).at(-1)?.signature;
  expect(signaturesAfter('agent')).not.toBe(signaturesAfter('visitor'));
});

test('choices stand below the last message until the visitor has answered', () => {
  const messages = [message('a', { choices: ['Yes', 'No'] })];
  expect(keys({ messages })).toEqual(['day', 'a', 'choices-a']);
  const pending = [{ id: 'b', text: 'Yes', writtenAt: noon, state: 'sending' }] as const;
  expect(keys({ messages, pending })).toEqual(['day', 'a', 'b']);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  awaitedAnswer,
  choiceIdOf,
  emptyConversation,
  openChoices,
  withEarlier,
  withLatest,
  withPending,
  withSent,
} from './conversation.ts';
import { type ChatMessage, type History, newMessageSchema } from './protocol.ts';

const message = (number: number, from: ChatMessage['from'] = 'visitor'): ChatMessage => ({
  id: `m${number}`,
  from,
  text: `text ${number}`,
  sentAt: number,
  sources: [],
});
const page = (from: number, to: number, answering: History['answering'] = 'agent'): History => ({
  messages: Array.from({ length: to - from }, (_, index) => message(from + index)),
  ...(from > 0 && { earlier: String(from) }),
  answering,
});
const numbers = (messages: readonly ChatMessage[]) => messages.map(({ sentAt }) => sentAt);

test('however often and far the history is read, each message is there once and in order', () => {
  const reads = fc.array(
    fc
      .tuple(fc.nat(200), fc.integer({ min: 1, max: 100 }))
      .map(([end, length]) => page(Math.max(0, end - length), end)),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(reads, (histories) => {
      const { messages } = histories.reduce(withLatest, emptyConversation);
      expect(numbers(messages)).toEqual([...new Set(numbers(messages))].sort((a, b) => a - b));
      for (const { id } of histories.at(-1)?.messages ?? []) expect(messages.map((one) => one.id)).toContain(id);
    }),
  );
});

test('earlier pages are put before, and a gap after a long absence is never hidden', () => {
  const first = withLatest(emptyConversation, page(100, 200));
  const longer = withEarlier(first, page(0, 100));
  expect(numbers(longer.messages)).toHaveLength(200);
  expect(longer.earlier).toBeUndefined();
  const afterAbsence = withLatest(longer, page(500, 600));
  expect(numbers(afterAbsence.messages)).toEqual(numbers(page(500, 600).messages));
  expect(afterAbsence.earlier).toBe('500');
});

test('a pending message gives way to its confirmed twin', () => {
  const pending = { id: 'm5', text: 'text 5', writtenAt: 1, state: 'sending' } as const;
  const other = { ...pending, id: 'm6' };
  const conversation = [pending, other].reduce(withPending, emptyConversation);
  const after = withLatest(conversation, page(0, 6));
  expect(after.pending).toEqual([other]);
  expect(after.messages.filter(({ id }) => id === 'm5')).toHaveLength(1);
});

test('a pending message changes its state in its place', () => {
  const one = { id: 'a', text: 'a', writtenAt: 1, state: 'sending' } as const;
  const conversation = [one, { ...one, id: 'b' }, { ...one, state: 'refused' as const }].reduce(
    withPending,
    emptyConversation,
  );
  expect(conversation.pending.map(({ id, state }) => `${id} ${state}`)).toEqual(['a refused', 'b sending']);
});

test('a message that was taken is shown once, before and after the server tells of it', () => {
  const pending = { id: 'm5', text: 'text 5', writtenAt: 1, state: 'sending' } as const;
  const taken = withSent(withPending(withLatest(emptyConversation, page(0, 5)), pending), pending, 1);
  expect(taken.pending).toEqual([]);
  expect(taken.messages.at(-1)).toMatchObject({ id: 'm5', from: 'visitor' });
  expect(withSent(taken, pending, 1).messages).toEqual(taken.messages);
  expect(numbers(withLatest(taken, page(0, 6)).messages)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('tells who is awaited, and does not pretend for ever', () => {
  const asked = withLatest(emptyConversation, page(0, 5));
  expect(awaitedAnswer(asked, true)).toBe('agent');
  expect(awaitedAnswer(asked, false)).toBeUndefined();
  expect(awaitedAnswer(withLatest(emptyConversation, page(0, 5, 'person')), false)).toBe('person');
  const answered = { ...page(0, 5), messages: [message(1), message(2, 'agent')] };
  expect(awaitedAnswer(withLatest(emptyConversation, answered), true)).toBeUndefined();
});

test('choices are open below the last message until the visitor answers, and each has one answer', () => {
  const asked: ChatMessage = { ...message(5, 'agent'), choices: ['Да', 'Нет'] };
  const offered = withLatest(emptyConversation, { messages: [message(1), asked], answering: 'agent' });
  expect(openChoices(offered)?.id).toBe('m5');
  const pending = { id: choiceIdOf('m5'), text: 'Да', choiceOf: 'm5', writtenAt: 6, state: 'sending' } as const;
  const answered = withPending(offered, pending);
  expect(openChoices(answered)).toBeUndefined();
  expect(openChoices(withSent(answered, pending, 6))).toBeUndefined();
  const long = `run:web-chat:site:${'0'.repeat(32)}:message-1:reply`;
  expect(newMessageSchema.safeParse({ id: choiceIdOf(long), text: 'Да', choiceOf: long }).success).toBe(true);
});

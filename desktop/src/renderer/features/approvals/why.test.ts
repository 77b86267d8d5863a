import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import { sampleApproval, sampleReply } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { expect, test } from 'vitest';
import { whyOf } from './why.ts';

const said = (kind: Message['author']['kind'], text: string, createdAt: number): Message => ({
  ...sampleReply(`m${createdAt}`),
  direction: kind === 'customer' ? 'inbound' : 'outbound',
  author: { kind },
  text,
  createdAt,
});

const approval = sampleApproval({ createdAt: 50 });
const messages = [
  said('customer', 'Здравствуйте', 10),
  said('agent', 'Чем помочь?', 20),
  said('customer', 'Хочу лофт', 30),
  said('customer', 'на четыре часа', 31),
  said('agent', 'Секунду', 60),
  said('customer', 'Или на пять', 70),
];

test('what the customer wrote in one go stands before what was written since', () => {
  const { asked, since } = whyOf(approval, { messages, run: undefined });
  expect(asked.map(({ text }) => text)).toEqual(['Хочу лофт', 'на четыре часа']);
  expect(since.map(({ text }) => text)).toEqual(['Или на пять']);
});

const turn = (index: number, agent: string, text: string): Step => ({
  index,
  agent,
  kind: 'model',
  name: 'test-model',
  state: 'done',
  input: {},
  output: { text, toolCalls: [] },
  startedAt: 40,
});

test('the agent’s own words on the way to the call say more than its last answer', () => {
  const run = {
    steps: [
      turn(0, 'rag', 'Оформляю'),
      turn(1, 'scoring', 'Бюджет есть'),
      turn(2, 'rag', ' '),
      turn(4, 'rag', 'Готово'),
    ],
  } as unknown as Run;
  expect(whyOf(approval, { messages, run }).said).toBe('Оформляю');
  expect(whyOf(approval, { messages, run: null }).said).toBe('Чем помочь?');
  expect(whyOf(approval, { messages: [], run: null })).toEqual({ asked: [], said: undefined, since: [] });
});

import { crashingStore } from '@inbetwin/shared/agents/runs/run.suite.ts';
import { answeringOf, waitsForReply } from '@inbetwin/shared/conversations/answering.ts';
import { handBack } from '@inbetwin/shared/conversations/hand-back.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { raiseClock } from '../teams/raise-clock.ts';
import { conversationId, createConnection, startLife, until } from './outbox.suite.ts';

type Life = ReturnType<typeof startLife>;

/** As at a start of the server: later than all that an earlier life has stored. */
const raisedClock = async (store: DocumentStore) => {
  const clock = createRisingClock(Date.now, () => performance.now());
  await raiseClock(clock, openTeamDocuments(store, 'crew', clock));
  return clock;
};

const read = async ({ documents }: Pick<Life, 'documents'>): Promise<Conversation> => {
  const conversation = await documents.conversations.get(conversationId);
  if (!conversation) throw new Error('There is no conversation.');
  return conversation;
};
const change = ({ documents }: Life, next: (current: Conversation) => Conversation) =>
  documents.conversations.as('u1').update(conversationId, next);

/** A customer whose question nobody has answered, since a person has the conversation. */
const openQuestion = async (life: Life): Promise<void> => {
  await life.receive({ text: 'Здравствуйте' });
  await until(async () => expect(await life.replies()).toMatchObject([{ delivery: { state: 'sent' } }]));
  await change(life, (current) => ({ ...current, mode: 'human', assigneeId: 'u1' }));
  const { message } = await life.receive({ text: 'Какая предоплата?' });
  await until(async () => {
    expect(await life.documents.runs.get(`run:${message.id}`)).toMatchObject({ state: 'done', outcome: 'silent' });
  });
};

test('a question that nobody answered is answered once it is handed back, and waits until then', async () => {
  const { connection, sent } = createConnection();
  let isHeld = true;
  const held: (() => void)[] = [];
  const life = startLife({
    connectionOf: () => connection,
    holdHandedBack: () => (isHeld ? new Promise<void>((resolve) => held.push(resolve)) : undefined),
  });
  await openQuestion(life);
  expect(answeringOf(await read(life))).toEqual({ by: 'human', waitsFor: 'person' });
  await change(life, (current) => handBack(current, 'agent', 1));
  await until(async () => expect(held).toHaveLength(1));
  expect(answeringOf(await read(life))).toEqual({ by: 'agent', waitsFor: 'agent' });
  isHeld = false;
  for (const release of held) release();
  await until(async () => expect(sent).toHaveLength(2));
  expect(sent[1]?.text).toContain('30 %');
  expect(waitsForReply(await read(life))).toBe(false);
  expect(await read(life)).not.toHaveProperty('handedBack');
});

test('handed back for drafts, the agents prepare one for the question that waits', async () => {
  const { connection, sent } = createConnection();
  const life = startLife({ connectionOf: () => connection });
  await openQuestion(life);
  await change(life, (current) => handBack(current, 'draft', 1));
  await until(async () => {
    const { items } = await life.documents.work.find({ index: ['updatedAt'], equals: [], limit: 100 });
    expect(items.filter(({ kind }) => kind === 'suggestion')).toMatchObject([
      { suggestion: { text: expect.stringContaining('30 %') } },
    ]);
  });
  expect(sent).toHaveLength(1);
  expect(answeringOf(await read(life))).toEqual({ by: 'draft', waitsFor: 'person' });
});

test('handed back twice, one of them late from a device that was offline, the question is answered once', async () => {
  const { connection, sent } = createConnection();
  const life = startLife({ connectionOf: () => connection });
  await openQuestion(life);
  const taken = await read(life);
  await change(life, (current) => handBack(current, 'agent', 1));
  await change(life, (current) => handBack(current, 'agent', 2));
  await until(async () => expect(sent).toHaveLength(2));
  await until(async () => expect(await read(life)).not.toHaveProperty('handedBack'));
  // As the merge leaves it: the note of the offline device is the last writer's.
  const { handedBack } = handBack(taken, 'agent', 3);
  await change(life, (current) => ({ ...current, ...(handedBack && { handedBack }) }));
  await until(async () => expect(await read(life)).not.toHaveProperty('handedBack'));
  await life.receive({ text: 'Спасибо' });
  await until(async () => expect((await life.replies()).at(-1)?.inReplyTo).not.toBe(handedBack?.messageId));
  expect(sent.filter(({ text }) => text.includes('30 %'))).toHaveLength(1);
});

test('a crash at any write behind the handing back leaves the question to the next start, which answers it once', async () => {
  for (let at = 1; ; at++) {
    const store = createMemoryStore();
    const { connection, sent } = createConnection();
    const first = startLife({ store, connectionOf: () => connection });
    await openQuestion(first);
    await first.dispatcher.stop();
    await change(first, (current) => handBack(current, 'agent', 1));
    const crashing = crashingStore(store, at, at % 2 === 0 ? 'lost' : 'stored');
    const dying = startLife({ store: crashing.store, clock: await raisedClock(store), connectionOf: () => connection });
    await until(async () => expect(crashing.crashed() || sent.length === 2).toBe(true));
    await dying.dispatcher.stop();
    const next = startLife({ store, clock: await raisedClock(store), connectionOf: () => connection });
    await until(async () => expect(waitsForReply(await read(next))).toBe(false));
    await until(async () => expect(await next.replies()).toHaveLength(2));
    await until(async () => expect((await next.replies()).at(-1)).toMatchObject({ delivery: { state: 'sent' } }));
    await next.dispatcher.stop();
    if (!crashing.crashed()) break;
  }
});

test('a device cannot have another conversation’s message answered here', async () => {
  const { connection, sent } = createConnection();
  const life = startLife({ connectionOf: () => connection });
  await openQuestion(life);
  const { message } = await life.receive({ chatId: '9', text: 'Какая предоплата?' });
  await until(async () => expect(sent).toHaveLength(2));
  await change(life, (current) => ({ ...current, mode: 'agent', handedBack: { messageId: message.id, at: 1 } }));
  await until(async () => expect(await read(life)).not.toHaveProperty('handedBack'));
  await life.receive({ text: 'Спасибо' });
  await until(async () => expect(sent).toHaveLength(3));
  expect(sent.filter(({ chatId, text }) => chatId === '7' && text.includes('30 %'))).toEqual([]);
});

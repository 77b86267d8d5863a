import { setImmediate as nextTurn } from 'node:timers/promises';
import { executeRun } from '@inbetwin/shared/agents/runs/execute-run.ts';
import { crashingStore } from '@inbetwin/shared/agents/runs/run.suite.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { runIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { DocumentCollection, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { replyAsPerson } from '@inbetwin/shared/testing/reply-as-person.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openCouchStore } from '../store/couch/couch-store.ts';
import { startFakeCouch } from '../store/testing/fake-couch.ts';
import { createRandom } from '../testing/random.ts';
import { anySearch, conversationId, createConnection, quick, startLife, until } from './outbox.suite.ts';

test('a message becomes a conversation, a run and one delivered reply, and the inbox shows it', async () => {
  const { connection, sent } = createConnection();
  const life = startLife({ connectionOf: () => connection });
  await life.receive();
  await life.receive({ messageId: '1' });
  await until(async () =>
    expect((await life.replies())[0]).toMatchObject({ delivery: { state: 'sent', platformIds: ['p1'] } }),
  );
  expect(sent).toHaveLength(1);
  const [reply] = await life.replies();
  const text = `${reply?.text}\n\nИсточник: ${reply?.citations[0]?.title}`;
  expect(sent[0]).toEqual({ chatId: '7', text, idempotencyKey: `${reply?.id}#0` });
  expect(await life.documents.conversations.get(conversationId)).toMatchObject({ lastMessage: { id: reply?.id } });
});

test('in a group what the members say to one another is stored and shown, and only what is said to us is answered', async () => {
  const { connection, sent } = createConnection();
  const life = startLife({ connectionOf: () => connection });
  const group = { title: 'Двор', addressed: false };
  const { message: aside } = await life.receive({ group, text: 'Ребята, сколько предоплата?' });
  await until(async () =>
    expect(await life.documents.conversations.get(conversationId)).toMatchObject({
      audience: 'group',
      lastMessage: { id: aside.id },
    }),
  );
  await life.receive({ group: { ...group, addressed: true } });
  await until(async () => expect(sent).toHaveLength(1));
  expect(await life.documents.runs.get(runIdOf(aside.id))).toBeUndefined();
});

test('messages of one chat are answered in their order while many chats are served at once', async () => {
  const { connection, sent } = createConnection();
  let running = 0;
  let most = 0;
  const perChat = new Map<string, number>();
  const life = startLife({
    connectionOf: () => connection,
    runAgents: async (message, { signal }) => {
      const { conversationId } = message;
      expect(perChat.get(conversationId) ?? 0).toBe(0);
      perChat.set(conversationId, 1);
      most = Math.max(most, ++running);
      await nextTurn();
      const run = await executeRun(life.dependencies, message, { signal });
      running -= 1;
      perChat.set(conversationId, 0);
      return run;
    },
  });
  const chats = Array.from({ length: 12 }, (_, index) => String(index + 1));
  for (let round = 0; round < 5; round++) {
    await Promise.all(
      chats.map((chatId) => life.receive({ chatId, messageId: `m${round}`, text: `Предоплата ${round}?` })),
    );
    await until(async () => expect(sent).toHaveLength(12 * (round + 1)));
  }
  for (const chatId of chats) {
    const inbound = (await life.messages(chatId)).filter(({ direction }) => direction === 'inbound');
    const replies = await life.replies(chatId);
    expect(replies.map(({ inReplyTo }) => inReplyTo)).toEqual(inbound.map(({ id }) => id));
    const out = sent.filter((part) => part.chatId === chatId).map(({ idempotencyKey }) => idempotencyKey);
    expect(out).toEqual(replies.map(({ id }) => `${id}#0`));
  }
  expect(most).toBeGreaterThan(1);
});

test('a burst of messages is answered once, and not once per line', async () => {
  const { connection, sent } = createConnection();
  const life = startLife({ connectionOf: () => connection });
  const lines = ['Здравствуйте', 'у меня вопрос', 'какая предоплата?', 'и спасибо'];
  for (const [at, text] of lines.entries()) await life.receive({ messageId: `m${at}`, text });
  await until(async () => expect(sent).toHaveLength(1));
  await life.receive({ messageId: 'later', text: 'А предоплата точно такая?' });
  await until(async () => expect(sent).toHaveLength(2));
  const [first, ...others] = await life.replies();
  expect(first?.inReplyTo).toContain('m3');
  expect(first?.text).toContain('30 %');
  expect(others).toHaveLength(1);
});

test('a person who writes while the agents work silences them at once', async () => {
  const { connection, sent } = createConnection();
  const life = startLife({
    connectionOf: () => connection,
    runAgents: async (message, { signal }) => {
      await replyAsPerson(life.documents, { conversationId, text: 'Отвечаю сам' }, life.clock);
      await until(async () =>
        expect(await life.documents.conversations.get(conversationId)).toMatchObject({ mode: 'human' }),
      );
      return executeRun(life.dependencies, message, { signal });
    },
  });
  await life.receive();
  await until(async () =>
    expect(await life.documents.runs.get('run:telegram:42:7:1')).toMatchObject({ outcome: 'silent' }),
  );
  await until(async () => expect(sent.map(({ text }) => text)).toEqual(['Отвечаю сам']));
});

test('sample messages are left alone', async () => {
  const life = startLife();
  const { message } = await life.receive({ messageId: 'sample' });
  await life.dispatcher.stop();
  await life.documents.messages.put({ ...message, id: 'demo:1', demo: true });
  const next = startLife({ store: life.store });
  await next.receive({ messageId: 'real' });
  await until(async () => expect((await next.replies()).at(-1)?.inReplyTo).toContain('real'));
  expect(await next.documents.runs.get('run:demo:1')).toBeUndefined();
});

test('a message whose run always breaks is given up with a plain reply, and the feed goes on', async () => {
  const { connection, sent } = createConnection();
  const life = startLife({
    connectionOf: () => connection,
    runAgents: async (message, { signal }) => {
      if (message.text === 'яд') throw new TypeError('poisoned');
      return executeRun(life.dependencies, message, { signal });
    },
  });
  await life.receive({ text: 'яд' });
  await life.receive({ text: 'Какая предоплата?' });
  await until(async () => expect(sent).toHaveLength(2));
  expect(await life.documents.runs.get('run:telegram:42:7:1')).toMatchObject({
    state: 'failed',
    outcome: 'handed-over',
  });
  expect(sent[0]?.text).toContain('коллеге');
  expect(life.log.filter(({ level }) => level === 'error')).toHaveLength(1);
  await until(async () => expect(await checkpointOf(life.store)).toBe(await life.documents.messages.stored.sequence()));
});

test('a stored message that does not fit is passed over', async () => {
  const { connection, sent } = createConnection();
  const life = startLife({ connectionOf: () => connection });
  await life.documents.messages.stored.write([{ id: 'broken', body: { id: 'broken', direction: 'sideways' } }]);
  await life.receive();
  await until(async () => expect(sent).toHaveLength(1));
  expect(life.log.filter(({ level }) => level === 'error')).toHaveLength(1);
});

test('a checkpoint passes only what is handled, and the next start does the rest', async () => {
  const { connection, sent } = createConnection();
  const held = Promise.withResolvers<void>();
  const life = startLife({
    connectionOf: () => connection,
    runAgents: async (message, { signal }) => {
      if (message.text === 'долго') await held.promise;
      return executeRun(life.dependencies, message, { signal });
    },
  });
  await life.receive({ chatId: '1', messageId: 'a' });
  await until(async () => expect(sent).toHaveLength(1));
  await until(async () => expect(await checkpointOf(life.store)).toBeDefined());
  await life.receive({ chatId: '2', text: 'долго' });
  const before = await life.documents.messages.stored.sequence();
  await life.receive({ chatId: '3' });
  await until(async () => expect(sent).toHaveLength(2));
  held.resolve();
  await life.dispatcher.stop();
  expect(Number(await checkpointOf(life.store))).toBeLessThanOrEqual(Number(before));

  const next = startLife({ store: life.store, connectionOf: () => connection });
  await until(async () => expect(sent.map(({ chatId }) => chatId).sort()).toEqual(['1', '2', '3']));
  await until(async () => expect(await checkpointOf(life.store)).toBe(await next.documents.messages.stored.sequence()));
});

const checkpointOf = async (store: DocumentStore) =>
  (await store.collection('server/checkpoints').get('outbox:crew'))?.body.sequence;

test('a checkpoint of another backend is not gone by', async () => {
  const { connection, sent } = createConnection();
  const store = createMemoryStore();
  const foreign = { id: 'outbox:crew', backendId: 'another', sequence: '999' };
  await store.collection('server/checkpoints').write([{ id: foreign.id, body: foreign }]);
  const life = startLife({ store, connectionOf: () => connection });
  await life.receive();
  await until(async () => expect(sent).toHaveLength(1));
});

test('a store that fails for a while loses and doubles nothing', async () => {
  const store = createMemoryStore();
  const random = createRandom(7);
  const flaky = (database: DocumentCollection): DocumentCollection => ({
    ...database,
    write: async (rows) => {
      if (random() < 0.3) throw new Failure('store.unavailable', 'busy', 'Try again.');
      return database.write(rows);
    },
  });
  const { connection, sent } = createConnection();
  const life = startLife({
    store: { ...store, collection: (name, options) => flaky(store.collection(name, options)) },
    connectionOf: () => connection,
  });
  for (let at = 1; at <= 6; at++) {
    const message = { messageId: `m${at}`, chatId: String(at), text: `Предоплата ${at}?` };
    await until(() => life.receive(message).then(() => undefined));
  }
  await until(async () => {
    const all = (await Promise.all([1, 2, 3, 4, 5, 6].map((at) => life.replies(String(at))))).flat();
    expect(all.map(({ delivery }) => delivery.state)).toEqual(Array.from({ length: 6 }, () => 'sent'));
  });
  expect(sent).toHaveLength(6);
});

test('goes on within seconds of the return of a CouchDB that was down, however patient it is with platforms', async () => {
  const couch = await startFakeCouch();
  const store = openCouchStore({ url: couch.url, random: () => 0 });
  onTestFinished(async () => {
    await store.close();
    await couch.close();
  });
  const { connection, sent } = createConnection();
  const hour = 3_600_000;
  const timing = { ...quick, firstRetryMs: hour, longestRetryMs: hour };
  const life = startLife({ store, connectionOf: () => connection, timing });
  await life.receive({ text: 'Какая предоплата?' });
  await until(async () => expect(sent).toHaveLength(1));

  await life.receive({ text: 'А перенос?' });
  couch.spoil(/_bulk_docs/, 503, 1000);
  const isRetried = () => life.log.some(({ message }) => message === 'A message is tried again later');
  await until(async () => expect(isRetried()).toBe(true));
  couch.forgive();
  await vi.waitFor(() => expect(sent.length).toBeGreaterThan(1), { interval: 50 });
});

test('stopping is quick though a model and a platform hang, and the next start finishes the work', async () => {
  const hanging = createConnection(() => Promise.withResolvers<void>().promise);
  const life = startLife({
    connectionOf: () => hanging.connection,
    runAgents: async (message: Message, { signal }) => {
      const model = { name: 'slow', complete: () => Promise.withResolvers<never>().promise };
      const dependencies = message.text === 'медленно' ? { ...life.dependencies, model } : life.dependencies;
      return executeRun(dependencies, message, { signal });
    },
  });
  await life.receive({ chatId: '1' });
  await life.receive({ chatId: '2', text: 'медленно' });
  await until(async () => expect(hanging.attempts()).toBe(1));
  // Neither ever answers: whoever waits for one of them does not return.
  await life.dispatcher.stop();

  const { connection, sent } = createConnection();
  const next = startLife({ store: life.store, connectionOf: () => connection });
  await until(async () => expect(sent.map(({ chatId }) => chatId).sort()).toEqual(['1', '2']));
  await until(async () =>
    expect((await next.replies('1'))[0]?.delivery).toMatchObject({ state: 'sent', resent: true }),
  );
});

test('a search that breaks does not leave the customer in silence', async () => {
  const { connection, sent } = createConnection();
  const search = { ...anySearch, answer: () => Promise.reject(new TypeError('broken index')) };
  const life = startLife({
    connectionOf: () => connection,
    runAgents: (message, execution) => executeRun({ ...life.dependencies, search }, message, execution),
  });
  await life.receive();
  await until(async () => expect(sent).toHaveLength(1));
  expect(await life.documents.conversations.get(conversationId)).toMatchObject({ handover: { reason: 'no_answer' } });
});

test.each(['lost', 'stored'] as const)(
  'a crash at any write (%s) ends in one reply, and twice sent only if marked',
  async (fate) => {
    for (let at = 1, isWhole = false; !isWhole; at++) {
      const store = createMemoryStore();
      const { connection, sent } = createConnection();
      const before = startLife({ store, connectionOf: () => connection });
      await before.dispatcher.stop();
      await before.receive({ text: 'Какая предоплата? Мой телефон +7 912 345-67-89' });

      const dying = crashingStore(store, at, fate);
      const first = startLife({ store: dying.store, connectionOf: () => connection });
      await until(async () => {
        const isDelivered = (await first.replies())[0]?.delivery.state === 'sent';
        expect(dying.crashed() || (isDelivered && (await hasEnded(first)))).toBe(true);
      });
      isWhole = !dying.crashed();
      await first.dispatcher.stop();

      const second = startLife({ store, connectionOf: () => connection });
      await until(async () => {
        expect(await hasEnded(second)).toBe(true);
        expect(
          (await second.replies()).map(({ delivery }) => delivery.state),
          `crash at ${at}`,
        ).toEqual(['sent']);
      });
      const [reply] = await second.replies();
      expect(sent.length, `crash at ${at}`).toBeLessThanOrEqual(reply?.delivery.resent ? 2 : 1);
      await second.dispatcher.stop();
    }
  },
);

const hasEnded = async ({ documents }: ReturnType<typeof startLife>) =>
  (await documents.runs.get('run:telegram:42:7:1'))?.state === 'done';

test('the score of a lead falls when waiting is due, although nobody writes', async () => {
  const store = createMemoryStore();
  const documents = openTeamDocuments(store, 'crew');
  const times = { createdAt: 1, updatedAt: 1 };
  await documents.contacts.put({ id: 'c', kind: 'person', name: 'Анна', identities: [], ...times });
  await documents.leads.put({
    ...{ id: 'l', contactId: 'c', title: 'Зал', stage: 'new', score: 15, scoreReasons: [] },
    ...{ bant: { timing: '10 марта 2020' }, scoreDueAt: 2, ...times },
  });
  startLife({ store });
  await until(async () => expect(await documents.leads.get('l')).toMatchObject({ score: 0 }));
});

import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { conversationIdOf, leadIdOf, replyIdOf } from '../../conversations/ids.ts';
import { openConversation } from '../../conversations/open-conversation.ts';
import { receiveMessage } from '../../conversations/receive.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { replyAsPerson } from '../../testing/reply-as-person.ts';
import { tools } from '../../tools/registry.ts';
import { defineTool } from '../../tools/tool.ts';
import { executeRun } from './execute-run.ts';
import {
  allMessages,
  crashingStore,
  createTeam,
  customerMessage,
  delivery,
  deposit,
  sampleSearch,
  scriptedModel,
  toolCall,
} from './run.suite.ts';

const conversationId = conversationIdOf({ channel: 'telegram', account: '42', chatId: '7' });
const question = 'Какая у вас предоплата? Меня зовут Анна, мой телефон +7 912 345-67-89';

test('a known question is answered once, with its source, and the customer is remembered', async () => {
  const team = createTeam();
  const message = await team.write(question);
  const run = await team.run(message);

  expect(run).toMatchObject({ state: 'done', outcome: 'replied' });
  const [, reply, ...more] = await team.messages();
  expect(more).toEqual([]);
  expect(reply).toMatchObject({
    id: replyIdOf(run.id),
    direction: 'outbound',
    author: { kind: 'agent' },
    delivery: { state: 'queued' },
    inReplyTo: message.id,
    runId: run.id,
    citations: [{ passageId: deposit.passageId, sourceId: deposit.sourceId, quote: deposit.text }],
  });
  expect(reply?.text).toContain('30 %');
  expect(reply?.text).not.toContain('[1]');
  expect(reply?.citations.map(({ title }) => title)).toEqual(['Прайс']);
  const conversation = await team.documents.conversations.get(conversationId);
  expect(await team.documents.contacts.get(conversation?.contactId ?? '')).toMatchObject({
    name: 'Анна',
    phone: '+79123456789',
  });
  const lead = await team.documents.leads.get(leadIdOf(conversationId));
  expect(lead?.score).toBeGreaterThan(0);
  expect(lead?.scoreReasons.map(({ code }) => code)).toContain('has_phone');
});

test('a question without an answer calls a person, and the agent goes on answering what it knows', async () => {
  const team = createTeam();
  const run = await team.run(await team.write('Do you have a helicopter for rent?'));
  expect(run).toMatchObject({ state: 'done', outcome: 'handed-over' });
  expect(await team.documents.conversations.get(conversationId)).toMatchObject({
    mode: 'agent',
    handover: { reason: 'no_answer' },
  });
  await team.run(await team.write('Is there a deposit?'));
  const replies = (await team.messages()).filter(({ direction }) => direction === 'outbound');
  expect(replies).toHaveLength(2);
  expect(replies[1]?.citations.map(({ title }) => title)).toEqual(['Прайс']);
});

test('several questions are answered in one reply, each from its source, and what is left goes to a person', async () => {
  const team = createTeam();
  await team.run(await team.write('Какая предоплата и сколько идёт доставка?'));
  const run = await team.run(await team.write('Есть ли вертолёт и какая предоплата?'));
  expect(run).toMatchObject({ state: 'done', outcome: 'handed-over' });
  const [both, partly] = (await team.messages()).filter(({ direction }) => direction === 'outbound');
  expect(both?.text).toBe(`${deposit.text} [1]\n${delivery.text} [2]`);
  expect(both?.citations.map(({ passageId }) => passageId)).toEqual([deposit.passageId, delivery.passageId]);
  expect(partly?.text).toMatch(/^Предоплата составляет 30 % от суммы заказа\.\n.*у коллег/u);
  expect(partly?.citations.map(({ quote }) => quote)).toEqual([deposit.text]);
  expect((await team.documents.conversations.get(conversationId))?.handover?.summary).toBe('Есть ли вертолёт');
});

test('a request for a person is confirmed, and then the agent is silent while it goes on learning', async () => {
  const team = createTeam();
  expect(await team.run(await team.write('Позовите менеджера, пожалуйста'))).toMatchObject({ outcome: 'handed-over' });
  expect(await team.documents.conversations.get(conversationId)).toMatchObject({
    mode: 'human',
    handover: { reason: 'asked_for_person' },
  });
  expect(await team.run(await team.write('А какая предоплата? Моя почта anna@example.com'))).toMatchObject({
    outcome: 'silent',
  });
  expect((await team.messages()).filter(({ direction }) => direction === 'outbound')).toHaveLength(1);
  const conversation = await team.documents.conversations.get(conversationId);
  expect(await team.documents.contacts.get(conversation?.contactId ?? '')).toMatchObject({ email: 'anna@example.com' });
});

test('a person who takes over in mid-run silences the agent', async () => {
  const team = createTeam();
  const message = await team.write('Какая предоплата?');
  const takeOver = () => replyAsPerson(team.documents, { conversationId, text: 'Отвечаю сам' }, team.clock);
  const search = {
    ...sampleSearch,
    search: (query: string, limit: number) => takeOver().then(() => sampleSearch.search(query, limit)),
  };
  const run = await executeRun({ ...team.dependencies, search }, message, {
    signal: new AbortController().signal,
  });
  expect(run).toMatchObject({ state: 'done', outcome: 'silent' });
  expect((await team.messages()).map(({ author }) => author.kind)).toEqual(['customer', 'person']);
});

test.each(['lost', 'stored'] as const)(
  'a crash at any write (%s) leaves one reply, one lead and each effect once',
  async (fate) => {
    const whole = createTeam();
    await whole.run(await whole.write(question));
    const expected = await snapshot(whole);
    let crashes = 0;
    for (let at = 1; ; at++) {
      const store = createMemoryStore();
      const dying = crashingStore(store, at, fate);
      const work = async (over: typeof store) => {
        const team = createTeam({}, over);
        const { message } = await receiveMessage(
          team.documents,
          customerMessage({ text: question, messageId: 'm1' }),
          team.clock(),
        );
        await openConversation(team.documents, message);
        await team.run(message);
      };
      await work(dying.store).catch((error: unknown) => expect(error).toMatchObject({ code: 'store.unavailable' }));
      const isWhole = !dying.crashed();
      await work(store);
      await work(store);
      expect(await snapshot(createTeam({}, store)), `crash at write ${at}`).toEqual(expected);
      if (isWhole) break;
      crashes += 1;
    }
    expect(crashes).toBeGreaterThan(8);
  },
);

/** What must be the same whatever happened on the way; times of writing may differ. */
const snapshot = async ({ documents }: Pick<ReturnType<typeof createTeam>, 'documents'>) => {
  const page = { index: ['updatedAt'], equals: [], limit: 100 } as const;
  const [messages, leads, contacts, twins, runs] = await Promise.all([
    allMessages(documents),
    documents.leads.find(page),
    documents.contacts.find(page),
    documents.twins.find(page),
    documents.runs.find(page),
  ]);
  return {
    messages: messages.map(({ id, text, citations }) => ({ id, text, citations })),
    leads: leads.items.map(({ id, score, stage, title }) => ({ id, score, stage, title })),
    contacts: contacts.items.map(({ id, name, phone }) => ({ id, name, phone })),
    facts: twins.items.flatMap(({ facts }) => facts),
    runs: runs.items.map(({ id, state, outcome, steps }) => ({
      id,
      state,
      outcome,
      // Agents work at the same time: of one the order is sure.
      steps: steps
        .map(({ agent, kind, name, state }) => ({ agent, kind, name, state }))
        .toSorted((a, b) => a.agent.localeCompare(b.agent)),
    })),
  };
};

test.each(['lost', 'stored'] as const)(
  'an outward effect is never repeated, whatever write the process dies at (%s)',
  async (fate) => {
    for (let at = 1; at < 12; at++) {
      const effects: string[] = [];
      const callTaxi = defineTool({
        name: 'search_knowledge',
        description: 'Calls a taxi',
        effect: 'outward',
        arguments: z.strictObject({}),
        timeLimitMs: 1000,
        execute: async (_args, { idempotencyKey }) => {
          effects.push(idempotencyKey);
          return { called: true };
        },
      });
      const store = createMemoryStore();
      const first = createTeam({}, store);
      const message = await first.write('Вызовите такси');
      const options = (): Parameters<typeof createTeam>[0] => ({
        model: scriptedModel({ rag: [{ toolCalls: [toolCall('search_knowledge', {})] }, { text: 'Готово' }] }),
        tools: { ...tools, search_knowledge: callTaxi },
      });
      const dying = crashingStore(store, at, fate);
      await createTeam(options(), dying.store)
        .run(message)
        .catch(() => undefined);
      const run = await createTeam(options(), store).run(message);
      expect(run.state).toBe('done');
      expect(effects.length).toBeLessThanOrEqual(1);
      expect((await first.messages()).filter(({ direction }) => direction === 'outbound')).toHaveLength(1);
    }
  },
);

test('a tool that throws is a failed step, and the run goes on', async () => {
  const broken = {
    ...tools.save_user_info,
    prepare: () => async () => {
      throw new TypeError('cannot read properties of undefined');
    },
  };
  const team = createTeam({ tools: { ...tools, save_user_info: broken } });
  const run = await team.run(await team.write(question));
  expect(run).toMatchObject({ state: 'done', outcome: 'replied' });
  expect(run.steps.find(({ name }) => name === 'save_user_info')).toMatchObject({ state: 'failed' });
});

test('a bug in our own code ends the run as failed, with a plain reply and a person called', async () => {
  const boom = (): never => {
    throw new RangeError('boom');
  };
  const team = createTeam({ tools: { ...tools, search_knowledge: { ...tools.search_knowledge, prepare: boom } } });
  const run = await team.run(await team.write('Какая предоплата?'));
  expect(run).toMatchObject({ state: 'failed', outcome: 'handed-over' });
  expect(run.steps.at(-1)).toMatchObject({ kind: 'handover', error: { message: 'boom' } });
  expect((await team.messages())[1]?.text).toContain('коллег');
  expect(await team.documents.conversations.get(conversationId)).toMatchObject({ handover: { reason: 'other' } });
});

test('two executions of one run at once write one reply; the slower one steps back', async () => {
  const team = createTeam();
  const message = await team.write(question);
  const results = await Promise.allSettled([team.run(message), team.run(message)]);
  expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'document.conflict' });
  }
  expect((await team.messages()).filter(({ direction }) => direction === 'outbound')).toHaveLength(1);
});

test('a stopping server leaves the run to be resumed', async () => {
  const team = createTeam();
  const message = await team.write(question);
  await expect(team.run(message, AbortSignal.abort())).rejects.toMatchObject({ code: 'server.stopping' });
  expect(await team.run(message)).toMatchObject({ state: 'done', outcome: 'replied' });
});

test('a team that has switched off who answers leaves nobody in silence: a person is called, and the customer told', async () => {
  const team = createTeam();
  const setting = {
    id: 'agent:rag',
    updatedAt: 1,
    value: { kind: 'agent', name: 'rag' },
    agent: { enabled: false },
  } as const;
  await team.documents.settings.put(setting);
  const run = await team.run(await team.write('Какая предоплата?'));
  expect(run).toMatchObject({ state: 'done', outcome: 'handed-over' });
  expect((await team.messages())[1]?.text).toContain('коллег');
  expect(await team.documents.conversations.get(conversationId)).toMatchObject({ handover: { reason: 'no_answer' } });
});

test('a run that has ended leaves nothing on the signal of the server, which outlives all runs', async () => {
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, 'addEventListener');
  const removed = vi.spyOn(signal, 'removeEventListener');
  const team = createTeam();
  expect(await team.run(await team.write(question), signal)).toMatchObject({ outcome: 'replied' });
  expect(added.mock.calls.length).toBeGreaterThan(0);
  expect(removed.mock.calls.length).toBe(added.mock.calls.length);
});

test('what waits for a person is withdrawn when its run fails: nobody is asked for what has no effect', async () => {
  const risky = { ...tools.save_user_info, approval: 'always' as const };
  const boom = (): never => {
    throw new RangeError('boom');
  };
  const model = scriptedModel({
    intake: [{ toolCalls: [toolCall('save_user_info', { name: 'Анна' })] }],
    rag: [{ toolCalls: [toolCall('search_knowledge', { query: 'предоплата' })] }],
  });
  const team = createTeam({
    model,
    tools: { ...tools, save_user_info: risky, search_knowledge: { ...tools.search_knowledge, prepare: boom } },
  });
  const run = await team.run(await team.write('Какая предоплата?'));
  expect(run.state).toBe('failed');
  const open = { index: ['kind', 'state', 'dueAt'], equals: ['approval', 'open'], limit: 10 };
  expect((await team.documents.work.find(open)).items).toEqual([]);
  expect(run.steps.filter(({ state }) => state === 'waiting')).toEqual([]);
});

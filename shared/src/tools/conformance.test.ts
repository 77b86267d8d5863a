import { expect, test } from 'vitest';
import { z } from 'zod';
import { openConversation } from '../conversations/open-conversation.ts';
import { receiveMessage } from '../conversations/receive.ts';
import { collectionNames } from '../entities/registry.ts';
import { createRisingClock } from '../ports/clock.ts';
import { openTeamDocuments } from '../ports/team-documents.ts';
import { createFixedClock } from '../testing/fixed-clock.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { searchOver } from '../testing/search-over.ts';
import { type ToolName, tools } from './registry.ts';
import type { ToolContext } from './tool.ts';

const passage = { passageId: 'p', sourceId: 's', title: 'Прайс', text: 'Предоплата 30 %.' };
const search = searchOver(() => [passage]);

/** One good call of every tool: the compiler asks for one of a newcomer. */
const samples: Readonly<Record<ToolName, object>> = {
  save_user_info: {
    name: 'Анна',
    phone: '+7 912 345-67-89',
    facts: [{ group: 'needs', key: 'budget', value: '500 000 ₽', confidence: 0.9 }],
  },
  search_knowledge: { query: 'предоплата', limit: 3 },
  call_operator: { reason: 'asked_for_person', summary: 'Просит менеджера' },
  update_lead: {
    title: 'Свадьба',
    bant: { budget: '500 000 ₽' },
    amount: 500_000,
    currency: 'RUB',
    stage: 'qualified',
  },
};

const names = Object.keys(tools) as ToolName[];

const openTeam = async () => {
  const store = createMemoryStore();
  const documents = openTeamDocuments(store, 'crew');
  const clock = createRisingClock(createFixedClock());
  const write = async (chatId: string) => {
    const sender = { externalId: `u${chatId}`, name: 'anna_k' };
    const place = { channel: 'telegram', account: '42', chatId };
    const input = { ...place, messageId: '1', sender, text: 'Меня зовут Анна', sentAt: 1 };
    const { message } = await receiveMessage(documents, input, clock());
    return openConversation(documents, message);
  };
  const [own] = [await write('7'), await write('8')];
  const context: ToolContext = {
    documents,
    search,
    clock,
    run: { id: 'run:1', conversationId: own.id, messageId: `${own.id}:1` },
    idempotencyKey: 'run:1#0',
    signal: new AbortController().signal,
  };
  const written = async () => {
    const batches = await Promise.all(collectionNames.map((name) => documents[name].database.changes({ limit: 100 })));
    return batches.flatMap(({ changes }) => changes);
  };
  return {
    context,
    written,
    call: (name: ToolName, args: object) => tools[name].prepare(JSON.stringify(args))(context),
  };
};

test.each(names)('%s is described for a model under its own name', (name) => {
  const tool = tools[name];
  expect(tool.name).toBe(name);
  expect(tool.description.length).toBeGreaterThan(20);
  expect(tool.timeLimitMs).toBeGreaterThan(0);
  expect(z.toJSONSchema(tool.arguments)).toMatchObject({ type: 'object', additionalProperties: false });
});

test.each(names)('%s leaves the same state when it is called twice', async (name) => {
  const { call, written } = await openTeam();
  const first = await call(name, samples[name]);
  const state = await written();
  expect(await call(name, samples[name])).toEqual(first);
  expect(await written()).toEqual(state);
});

test.each(names)('%s touches nothing but its own customer, and nothing at all when it only reads', async (name) => {
  const { call, written } = await openTeam();
  const before = new Map((await written()).map(({ id, rev }) => [id, rev]));
  await call(name, samples[name]);
  const changed = (await written()).filter(({ id, rev }) => before.get(id) !== rev).map(({ id }) => id);
  expect(changed.length > 0).toBe(tools[name].effect !== 'read');
  for (const id of changed) expect(id).toMatch(/:42:u?7$/);
});

test.each(names)('%s refuses a target, and anything else it does not know', (name) => {
  const target = { ...samples[name], conversationId: 'telegram:42:8' };
  for (const text of [JSON.stringify(target), '', 'null', '[]', '{"a":', '{"__proto__": {"x": 1}, "b": 2}']) {
    expect(() => tools[name].prepare(text)).toThrow(expect.objectContaining({ code: 'tool.invalid_arguments' }));
  }
});

test('what a customer told stands in contact and twin, linked to its message', async () => {
  const { call, context } = await openTeam();
  await call('save_user_info', samples.save_user_info);
  const { documents, run } = context;
  expect(await documents.contacts.get('contact:telegram:42:u7')).toMatchObject({ name: 'Анна', phone: '+79123456789' });
  const twin = await documents.twins.get('contact:telegram:42:u7');
  expect(twin?.facts.map(({ key }) => key).sort()).toEqual(['budget', 'name', 'phone']);
  expect(twin?.facts.every(({ messageId }) => messageId === run.messageId)).toBe(true);
});

test('half a character in arguments does not reach the store', async () => {
  const { call, context } = await openTeam();
  await call('call_operator', { reason: 'other', summary: 'смайл \ud83d' });
  const conversation = await context.documents.conversations.get(context.run.conversationId);
  expect(conversation?.handover?.summary.isWellFormed()).toBe(true);
});

test('a tool that is called off ends', async () => {
  const { context } = await openTeam();
  const { promise: never } = Promise.withResolvers<never>();
  const execute = tools.search_knowledge.prepare('{"query":"x"}');
  const hanging = { ...context, search: { ...search, search: () => never } };
  const stopped = execute({ ...hanging, signal: AbortSignal.abort() });
  await expect(stopped).rejects.toMatchObject({ code: 'server.stopping' });
});

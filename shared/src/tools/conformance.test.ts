import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { Failure } from '../contracts/errors.ts';
import { collectionNames } from '../entities/registry.ts';
import { NEVER, type Work } from '../entities/work.ts';
import { orderNumberOf } from '../entities/work-kinds/order-number.ts';
import { editsOf } from '../merge/mergeable.ts';
import type { StoredDocument } from '../ports/document-store.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { controlOf, type ToolName, tools } from './registry.ts';
import { argumentsLike } from './testing/arguments-like.ts';
import { openToolWorkspace } from './testing/open-workspace.ts';
import { sampleItem } from './testing/sample-item.ts';
import { samples } from './testing/samples.ts';
import { controlSchemas, type Tool, type ToolContext, type ToolControl } from './tool.ts';

const names = Object.keys(tools) as ToolName[];

/** What the other customer told, and nobody else may hear. */
const SECRET = 'Тайна';
const othersOrder = (conversationId: string, contactId: string): Work => ({
  id: 'work:run:other#1:order',
  kind: 'order',
  state: 'open',
  title: `Заказ ${SECRET}`,
  conversationId,
  contactId,
  createdBy: 'agent:rag',
  dueAt: NEVER,
  order: {
    lines: [{ id: '1', productId: 'hall', title: SECRET, quantity: 1, priceMicros: 1 }],
    currency: 'RUB',
    number: orderNumberOf('work:run:other#1:order'),
  },
  createdAt: 1,
  updatedAt: 1,
});

const openTeam = async () => {
  const { documents, own, other, contextOf, call } = await openToolWorkspace({ own: 'Меня зовут Анна', other: SECRET });
  await documents.work.put(othersOrder(other.id, other.contactId));
  await documents.catalog.put(sampleItem('hall', { sku: 'HALL-1' }));
  await documents.catalog.put(sampleItem('old', { state: 'withdrawn' }));
  const context = contextOf('run:1#0');
  const written = async () => {
    const batches = await Promise.all(
      collectionNames.map(async (name) => {
        const { changes } = await documents[name].stored.changes({ limit: 1000 });
        return changes.map((change) => ({ ...change, collection: name }));
      }),
    );
    return batches.flat();
  };
  const changedSince = async (before: readonly StoredDocument[]) => {
    const revs = new Map(before.map(({ id, rev }) => [id, rev]));
    return (await written()).filter(({ id, rev }) => revs.get(id) !== rev);
  };
  return {
    own,
    other,
    context,
    written,
    changedSince,
    call: (name: ToolName, args: unknown) => call(tools[name], args, context),
  };
};

const isOf = (own: { readonly id: string; readonly contactId: string }, { id, body }: StoredDocument): boolean =>
  [body.contactId, id].includes(own.contactId) || [body.conversationId, id].includes(own.id);

test.each(names)('%s is described for a model under its own name, with arguments in draft-7', (name) => {
  const tool = tools[name];
  expect(tool.name).toBe(name);
  expect(tool.description.length).toBeGreaterThan(20);
  expect(tool.timeLimitMs).toBeGreaterThan(0);
  const exported = z.toJSONSchema(tool.arguments, { target: 'draft-7', io: 'input' });
  expect(exported).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
  });
  expect(JSON.stringify(exported)).not.toContain('$ref');
});

test.each(names)('%s leaves the same state when it is called twice', async (name) => {
  const { call, written } = await openTeam();
  const first = await call(name, samples[name]);
  const state = await written();
  expect(await call(name, samples[name])).toEqual(first);
  expect(await written()).toEqual(state);
});

test.each(names)(
  '%s either leaves work behind or names what an agent may say it has done, if it writes at all',
  async (name) => {
    const { call, written, changedSince } = await openTeam();
    const before = await written();
    await call(name, samples[name]);
    const leavesWork = (await changedSince(before)).some(({ collection }) => collection === 'work');
    const tool: Tool = tools[name];
    expect(leavesWork || (tool.recordedEffects ?? []).length > 0).toBe(tool.effect !== 'read');
  },
);

test.each(names.filter((name) => controlOf(name)))('%s tells its run what it does to it', async (name) => {
  const { call } = await openTeam();
  const control = controlOf(name) as ToolControl;
  expect(controlSchemas[control].safeParse(await call(name, samples[name])).success).toBe(true);
});

test.each(names)('%s leaves the same state when two of one call are under way at once', async (name) => {
  const { call, written, changedSince } = await openTeam();
  const before = await written();
  const results = await Promise.all([call(name, samples[name]), call(name, samples[name])]);
  expect(results[0]).toEqual(results[1]);
  const made = (await changedSince(before)).filter(({ collection }) => collection === 'work');
  expect(made.length).toBeLessThanOrEqual(1);
});

test.each(names)(
  '%s changes its own customer’s documents alone, under its agent’s name, and none when it reads',
  async (name) => {
    const { call, written, changedSince, own } = await openTeam();
    const before = await written();
    await call(name, samples[name]);
    const changed = await changedSince(before);
    expect(changed.length > 0).toBe(tools[name].effect !== 'read');
    for (const document of changed) {
      expect([document.id, isOf(own, document)]).toEqual([document.id, true]);
      if (document.collection === 'work') expect(document.body.createdBy).toBe('agent:tester');
      for (const { by } of Object.values(editsOf(document.body))) expect(by).toBe('agent:tester');
    }
  },
);

test.each(names)(
  '%s is checked beforehand without changing anything, and wrong arguments fail then as they would',
  async (name) => {
    const { context, written } = await openTeam();
    const before = await written();
    await tools[name].prepareCheck(JSON.stringify(samples[name]))(context);
    expect(() => tools[name].prepareCheck('[]')).toThrow(expect.objectContaining({ code: 'tool.invalid_arguments' }));
    expect(await written()).toEqual(before);
  },
);

test.each(names)('%s touches and tells nothing of another customer, whatever its arguments say', async (name) => {
  const { own, other, context, written, changedSince } = await openTeam();
  const before = await written();
  const foreign = [
    other.id,
    other.contactId,
    other.leadId,
    'work:run:other#1:order',
    orderNumberOf('work:run:other#1:order'),
  ];
  const texts = [
    ...foreign,
    'hall',
    'HALL-1',
    'old',
    'зал',
    '2026-01-17T10:00',
    '2026-01-17T11:00',
    'Europe/Moscow',
    '../8',
    '*',
  ];
  let calls = 0;
  let performed = 0;
  await fc.assert(
    fc.asyncProperty(argumentsLike(tools[name].arguments, { texts, sample: samples[name] }), async (args) => {
      const idempotencyKey = `run:1#${++calls}`;
      try {
        const result = await tools[name].prepare(JSON.stringify(args))({ ...context, idempotencyKey });
        expect(JSON.stringify(result)).not.toContain(SECRET);
        performed++;
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        expect(String(error)).not.toContain(SECRET);
      }
    }),
    { numRuns: 60 },
  );
  expect(performed).toBeGreaterThan(0);
  const strange = (await changedSince(before)).filter((document) => !isOf(own, document));
  expect(strange.map(({ id }) => id)).toEqual([]);
});

test.each(names)('%s refuses a target, and anything else it does not know', (name) => {
  const target = { ...samples[name], conversationId: 'telegram:42:8' };
  for (const text of [JSON.stringify(target), '', 'null', '[]', '{"a":', '{"__proto__": {"x": 1}, "b": 2}']) {
    expect(() => tools[name].prepare(text)).toThrow(expect.objectContaining({ code: 'tool.invalid_arguments' }));
  }
});

afterEach(() => {
  vi.useRealTimers();
});

const { promise: never } = Promise.withResolvers<never>();
const hanging = new Proxy({}, { get: () => () => never });
const hangingContext = (context: ToolContext): ToolContext => ({
  ...context,
  documents: new Proxy(context.documents, { get: () => hanging }) as TeamDocuments,
  search: { ...context.search, search: () => never, answer: () => never },
});

// Passing on asks neither: there is nothing that could hang.
test.each(names.filter((name) => name !== 'pass_on'))(
  '%s ends at its time limit when the store and the search hang',
  async (name) => {
    const { context } = await openTeam();
    vi.useFakeTimers();
    const outcome = tools[name]
      .prepare(JSON.stringify(samples[name]))(hangingContext(context))
      .catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(tools[name].timeLimitMs);
    expect(await outcome).toMatchObject({ code: 'run.limit' });
  },
);

test.each(names)('%s that is called off ends', async (name) => {
  const { context } = await openTeam();
  const execute = tools[name].prepare(JSON.stringify(samples[name]));
  const stopped = execute({ ...hangingContext(context), signal: AbortSignal.abort() });
  await expect(stopped).rejects.toMatchObject({ code: 'server.stopping' });
});

test('a person consents to each order, and to nothing else of what is built in', () => {
  expect(names.filter((name) => tools[name].approval === 'always')).toEqual(['create_order']);
});

test('what a customer told stands in contact and twin, linked to its message', async () => {
  const { call, context } = await openTeam();
  await call('save_user_info', samples.save_user_info);
  const { documents, run } = context;
  expect(await documents.contacts.get('contact:telegram:42:u7')).toMatchObject({ name: 'Анна', phone: '+79123456789' });
  const twin = await documents.twins.get('contact:telegram:42:u7');
  expect(twin?.facts.map(({ key }) => key).sort()).toEqual(['budget', 'name', 'phone']);
  expect(twin?.facts.every(({ messageId }) => messageId === run.message.id)).toBe(true);
});

test('a hand-over tells whether it happened, and which run it was', async () => {
  const { call, context } = await openTeam();
  expect(await call('call_operator', samples.call_operator)).toEqual({
    handedOver: true,
    mode: 'human',
    waiting: false,
  });
  const { documents, run } = context;
  expect((await documents.conversations.get(run.conversation.id))?.handover?.runId).toBe(run.id);
  await documents.conversations.update(run.conversation.id, ({ handover: _, ...taken }) => ({
    ...taken,
    mode: 'human',
  }));
  expect(await call('call_operator', samples.call_operator)).toEqual({
    handedOver: false,
    mode: 'human',
    waiting: false,
  });
});

test('half a character in arguments does not reach the store', async () => {
  const { call, context } = await openTeam();
  await call('call_operator', { reason: 'other', summary: 'смайл \ud83d' });
  const conversation = await context.documents.conversations.get(context.run.conversation.id);
  expect(conversation?.handover?.summary.isWellFormed()).toBe(true);
});

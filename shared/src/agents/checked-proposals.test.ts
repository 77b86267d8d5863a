import { expect, test } from 'vitest';
import { workIdOf } from '../conversations/ids.ts';
import { openConversation } from '../conversations/open-conversation.ts';
import type { CatalogItem } from '../entities/catalog-item.ts';
import type { Run } from '../entities/run.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import type { ScriptedReply } from '../testing/scripted-model.ts';
import { scheduleEvent } from '../tools/schedule-event.ts';
import { sampleItem } from '../tools/testing/sample-item.ts';
import { agents } from './registry.ts';
import { replayRun } from './replay/replay-run.ts';
import { resumeRun } from './runs/execute-run.ts';
import { crashingStore, createTeam, scriptedModel, toolCall } from './runs/run.suite.ts';
import type { RunDependencies } from './runs/session.ts';

const order = (...products: readonly string[]): ScriptedReply => ({
  toolCalls: [toolCall('create_order', { lines: products.map((product) => ({ product, quantity: 1 })) })],
});

const resume = (dependencies: RunDependencies, runId: string) =>
  resumeRun(dependencies, runId, { signal: new AbortController().signal });

const openShop = async (
  script: readonly ScriptedReply[],
  options: Partial<RunDependencies> = {},
  store = createMemoryStore(),
) => {
  const model = scriptedModel({ rag: script });
  const team = createTeam({ model, ...options }, store);
  const { documents } = team;
  await documents.catalog.put(sampleItem('hall'));
  await documents.catalog.put(sampleItem('old', { title: 'Старый зал', state: 'withdrawn' }));
  const workOf = async (kind: string) =>
    (await documents.work.find({ index: ['updatedAt'], equals: [], limit: 100 })).items.filter(
      (work) => work.kind === kind,
    );
  /** As it stands, or to something else. */
  const approve = async (run: Run, changed?: object): Promise<string> => {
    const step = run.steps.findIndex(({ state }) => state === 'waiting');
    const other = changed && { changed: JSON.stringify(changed) };
    await documents.work.update(workIdOf(run.id, step), (current) => {
      const { approval, createdAt } = current;
      if (!approval) throw new Error('This is no approval.');
      const decision = { decidedBy: 'anna', decidedAt: createdAt + 1, ...other };
      return { ...current, state: 'approved', approval: { ...approval, ...decision } };
    });
    return run.id;
  };
  return {
    ...team,
    workOf,
    approve,
    /** What the model was told of its calls when it was asked last. */
    told: () => {
      const asked = model.requests.filter(({ agent }) => agent === 'rag').at(-1);
      return asked?.messages.flatMap(({ role, content }) => (role === 'tool' ? [content] : [])) ?? [];
    },
    said: async () => (await team.messages()).filter(({ direction }) => direction === 'outbound').at(-1)?.text,
    change: (id: string, changes: Partial<CatalogItem>) =>
      documents.catalog.update(id, (item) => ({ ...item, ...changes })),
    decide: async (run: Run, changed?: object) => resume(team.dependencies, await approve(run, changed)),
  };
};

const ordersIn = (run: Run | undefined) =>
  (run?.steps ?? []).filter(({ name }) => name === 'create_order').map(({ state, error }) => [state, error?.code]);

test.each([
  ['was withdrawn', 'old', /old: not sold any more/],
  ['nobody has ever sold', 'dragon', /dragon: not in the catalog/],
])(
  'an order of what %s goes back to the model, which corrects itself, and is laid before nobody',
  async (_what, product, message) => {
    const shop = await openShop([order(product, 'hall'), order('hall'), { text: 'Заказ принят.' }]);
    const waiting = await shop.run(await shop.write('Хочу заказать зал'));
    expect(ordersIn(waiting)).toEqual([
      ['failed', 'tool.impossible'],
      ['waiting', undefined],
    ]);
    expect(shop.told().join()).toMatch(message);
    expect(await shop.workOf('approval')).toHaveLength(1);
    expect(await shop.decide(waiting)).toMatchObject({ state: 'done', outcome: 'replied' });
    expect(await shop.workOf('order')).toMatchObject([{ state: 'open', order: { lines: [{ productId: 'hall' }] } }]);
  },
);

test('a person is asked for no consent to more than may wait of one customer', async () => {
  const shop = await openShop([order('hall'), { text: 'Больше десяти заказов не бывает.' }]);
  const message = await shop.write('Хочу заказать зал');
  const conversation = await shop.documents.conversations.get(message.conversationId);
  for (let n = 0; n < 10; n++) {
    await shop.documents.work.put({
      id: `work:anna:${n}`,
      kind: 'order',
      state: 'open',
      title: 'Заказ',
      contactId: conversation?.contactId,
      createdBy: 'anna',
      dueAt: 1,
      createdAt: 1,
      updatedAt: 1,
    });
  }
  expect(await shop.run(message)).toMatchObject({ state: 'done', outcome: 'replied' });
  expect(await shop.workOf('approval')).toEqual([]);
  expect(shop.told().join()).toContain('10 orders of the customer wait');
});

test.each([
  ['its price', { priceMicros: 130_000_000_000 }, /Зал «Атриум» at 120.000.₽ is now Зал «Атриум» at 130.000.₽/],
  ['its currency', { currency: 'USD' }, /at 120.000.₽ is now Зал «Атриум» at 120.000.\$/],
  ['what it is', { title: 'Малый зал' }, /is now Малый зал/],
  ['whether it is sold', { state: 'withdrawn' }, /hall: not sold any more/],
] as const)(
  'after consent, when %s has changed, nothing is ordered, and the customer hears what the model then reads',
  async (_what, changes, message) => {
    const shop = await openShop([order('hall'), { text: 'За это время зал подорожал.' }]);
    const waiting = await shop.run(await shop.write('Хочу заказать зал'));
    await shop.change('hall', changes);
    const run = await shop.decide(waiting);
    expect(run).toMatchObject({ state: 'done', outcome: 'replied' });
    expect(ordersIn(run)).toEqual([['failed', 'tool.impossible']]);
    expect(shop.told().join()).toMatch(message);
    expect(await shop.said()).toBe('За это время зал подорожал.');
    expect(await shop.workOf('order')).toEqual([]);
  },
);

test('consent to something else is to what it says: what was added has the price of now, what stayed the price of then', async () => {
  const shop = await openShop([order('hall'), { text: 'Готово.' }, order('hall'), { text: 'Не вышло.' }]);
  await shop.documents.catalog.put(sampleItem('chair', { title: 'Стул', priceMicros: 1_000_000 }));
  const both = { lines: ['hall', 'chair'].map((product) => ({ product, quantity: 2 })) };
  const first = await shop.run(await shop.write('Хочу заказать зал'));
  await shop.change('chair', { priceMicros: 2_000_000 });
  expect(ordersIn(await shop.decide(first, both))).toEqual([['done', undefined]]);
  expect((await shop.workOf('order'))[0]?.order?.lines.map(({ priceMicros }) => priceMicros)).toEqual([
    120_000_000_000, 2_000_000,
  ]);
  const second = await shop.run(await shop.write('И ещё раз'));
  await shop.change('hall', { priceMicros: 1 });
  expect(ordersIn(await shop.decide(second, both))).toEqual([['failed', 'tool.impossible']]);
});

test.each(['lost', 'stored'] as const)(
  'killed at each write after consent (%s), and the price changed before it starts again: ordered at the old one, or not at all',
  async (fate) => {
    const outcomes = new Set<string>();
    for (let at = 1, crashed = true; crashed; at++) {
      const store = createMemoryStore();
      const shop = await openShop([order('hall')], {}, store);
      const waiting = await shop.run(await shop.write('Хочу заказать зал'));
      const dying = crashingStore(store, at, fate);
      const approved = await shop.approve(waiting);
      const answering = scriptedModel({ rag: [{ text: 'Вот что вышло.' }] });
      const killed = createTeam({ model: answering, clock: shop.clock }, dying.store);
      await resume(killed.dependencies, approved).catch(() => undefined);
      crashed = dying.crashed();
      await shop.change('hall', { priceMicros: 1 });
      const again = createTeam(
        { model: scriptedModel({ rag: [{ text: 'Вот что вышло.' }] }), clock: shop.clock },
        store,
      );
      const run = await resume(again.dependencies, approved);
      const orders = await shop.workOf('order');
      expect(run?.state).toBe('done');
      expect(ordersIn(run)).toEqual(orders.length > 0 ? [['done', undefined]] : [['failed', 'tool.impossible']]);
      for (const one of orders) expect(one.order?.lines[0]?.priceMicros).toBe(120_000_000_000);
      outcomes.add(`${orders.length} ordered`);
    }
    expect(outcomes).toEqual(new Set(['0 ordered', '1 ordered']));
  },
);

test('what a team wants to consent to itself is checked before too: a time that is taken is laid before nobody', async () => {
  const own = ['schedule_event'] as const;
  const rag = { ...agents.rag, tools: own, approvals: own };
  const event = { title: 'Показ', begins: '2026-01-16T15:00', ends: '2026-01-16T16:00', timeZone: 'Europe/Moscow' };
  const asked = { toolCalls: [toolCall('schedule_event', event)] };
  const shop = await openShop([asked, { text: 'Это время занято.' }], { agents: { ...agents, rag } });
  const message = await shop.write('Покажите зал');
  const conversation = await openConversation(shop.documents, message);
  await scheduleEvent.prepare(JSON.stringify(event))({
    documents: shop.documents,
    search: shop.dependencies.search,
    clock: shop.clock,
    calendar: shop.clock,
    timeZone: 'Europe/Moscow',
    lastCited: async () => [],
    run: { id: 'run:other', conversation, message },
    idempotencyKey: 'run:other#1',
    signal: new AbortController().signal,
  });
  expect(await shop.run(message)).toMatchObject({ state: 'done', outcome: 'replied' });
  expect(await shop.workOf('approval')).toEqual([]);
  expect(shop.told().join()).toContain('That time is taken. Free in Europe/Moscow');
});

test('in a replay an order that could not be made fails as it would, and one that could changes nothing', async () => {
  const shop = await openShop([{ text: 'Чем помочь?' }]);
  const run = await shop.run(await shop.write('Хочу заказать зал'));
  const replaying = {
    ...shop.dependencies,
    agents,
    model: scriptedModel({ rag: [order('old'), order('hall'), { text: 'Готово.' }] }),
  };
  const replay = await replayRun(run, replaying, new AbortController().signal);
  expect(ordersIn(replay)).toEqual([
    ['failed', 'tool.impossible'],
    ['done', undefined],
  ]);
  expect(await shop.workOf('order')).toEqual([]);
});

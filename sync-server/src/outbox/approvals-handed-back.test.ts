import { crashingStore } from '@inbetwin/shared/agents/runs/run.suite.ts';
import { answeringOf, waitsForReply } from '@inbetwin/shared/conversations/answering.ts';
import { handBack } from '@inbetwin/shared/conversations/hand-back.ts';
import { messageOfNotice } from '@inbetwin/shared/conversations/ids.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { replyAsPerson } from '@inbetwin/shared/testing/reply-as-person.ts';
import { createScriptedModel } from '@inbetwin/shared/testing/scripted-model.ts';
import { sampleItem } from '@inbetwin/shared/tools/testing/sample-item.ts';
import { expect, test } from 'vitest';
import { cancelRun } from '../teams/cancel-run.ts';
import { raiseClock } from '../teams/raise-clock.ts';
import { conversationId, createConnection, startLife, until } from './outbox.suite.ts';

const order = (product: string) => ({ name: 'create_order', arguments: { lines: [{ product, quantity: 1 }] } });

/** Asks for these orders, one run of the answering agent after the other, and says at the end of each run what came of it. */
const orderingModel = (...runs: readonly (readonly string[])[]) => {
  const left = [...runs];
  return createScriptedModel(({ agent, messages }) => {
    if (agent !== 'rag') return { text: '' };
    if (messages.at(-1)?.role === 'tool') return { text: 'Вот что вышло.' };
    const products = left.shift() ?? [];
    return products.length > 0 ? { toolCalls: products.map(order) } : { text: 'Отвечаю на вопрос.' };
  });
};

/** A customer whose order waits for a person, and who was told so. */
const openOrder = async (model = orderingModel(['hall'])) => {
  const store = createMemoryStore();
  const { connection, sent } = createConnection();
  const documents = openTeamDocuments(store, 'crew');
  /** Each life begins with a clock that is later than what is stored, as the server does. */
  const start = async (over: DocumentStore = store) => {
    const clock = createRisingClock(Date.now, () => performance.now());
    await raiseClock(clock, documents);
    return startLife({ store: over, clock, connectionOf: () => connection, model });
  };
  let life = await start();
  for (const id of ['hall', 'tent']) await documents.catalog.put(sampleItem(id, { title: id }));

  const read = async (): Promise<Conversation> => {
    const found = await documents.conversations.get(conversationId);
    if (!found) throw new Error('There is no conversation.');
    return found;
  };
  const works = async (kind: Work['kind']): Promise<readonly Work[]> => {
    const { items } = await documents.work.find({ index: ['updatedAt'], equals: [], limit: 100 });
    return items.filter((work) => work.kind === kind);
  };
  const change = (next: (current: Conversation) => Conversation) =>
    documents.conversations.as('u1').update(conversationId, next);
  const runs = async () =>
    (await documents.runs.find({ index: ['updatedAt'], equals: [], limit: 100 })).items.map(({ state }) => state);
  const openApprovals = async () => (await works('approval')).filter(({ state }) => state === 'open');
  const waiting = (count: number) => until(async () => expect(await openApprovals()).toHaveLength(count));

  const story = {
    sent,
    documents,
    store,
    read,
    works,
    waiting,
    life: () => life,
    takeOver: () => change((current) => ({ ...current, mode: 'human', assigneeId: 'u1' })),
    giveBack: (to: 'agent' | 'draft' = 'agent') => change((current) => handBack(current, to, life.clock())),
    /** A person decides, as a push of their device is stored; sent again it changes nothing. */
    decide: async (state: 'approved' | 'refused') => {
      const [open] = await openApprovals();
      const decided = { decidedBy: 'u1', decidedAt: life.clock() };
      await documents.work.update(open?.id ?? '', (current) =>
        current.approval && current.state === 'open'
          ? { ...current, state, approval: { ...current.approval, ...decided }, updatedAt: life.clock() }
          : current,
      );
    },
    speak: (text: string) => replyAsPerson(documents, { conversationId, text }, life.clock),
    restart: async (over?: DocumentStore) => {
      await life.dispatcher.stop();
      life = await start(over);
    },
    /** What the customer was told after the notice, by whom. */
    told: async () =>
      (await life.replies())
        .filter(({ id }) => messageOfNotice(id) === undefined)
        .map(({ author, text, delivery }) => [author.kind, text, delivery.state]),
    /** Nothing waits, nothing hangs, and all that was said was sent once. */
    settled: async () => {
      await until(async () => expect((await runs()).filter((state) => state !== 'done')).toEqual([]));
      await until(async () => expect(waitsForReply(await read())).toBe(false));
      expect(await openApprovals()).toEqual([]);
      expect(await read()).not.toHaveProperty('handedBack');
      const replies = await life.replies();
      await until(async () => expect(sent).toHaveLength(replies.length));
    },
  };
  await life.receive({ text: 'Закажите зал на день' });
  await story.waiting(1);
  await until(async () => expect(sent).toHaveLength(1));
  return story;
};
type Story = Awaited<ReturnType<typeof openOrder>>;

const outcome = [['agent', 'Вот что вышло.', 'sent']];

test.each(['approved', 'refused'] as const)(
  'taken over and handed back while it waits, it is answered once it is %s',
  async (state) => {
    const story = await openOrder();
    await story.takeOver();
    await story.giveBack();
    await until(async () => expect(answeringOf(await story.read())).toEqual({ by: 'agent', waitsFor: 'agent' }));
    await story.decide(state);
    await until(async () => expect(await story.told()).toEqual(outcome));
    await story.settled();
    expect(await story.works('order')).toHaveLength(state === 'approved' ? 1 : 0);
  },
);

test('decided while a person has it, the order is made in silence, and what they hand back is answered', async () => {
  const story = await openOrder();
  await story.takeOver();
  await story.decide('approved');
  await until(async () => expect(await story.works('order')).toHaveLength(1));
  expect(await story.told()).toEqual([]);
  await story.giveBack();
  await until(async () => expect(await story.told()).toEqual([['agent', 'Отвечаю на вопрос.', 'sent']]));
  await story.settled();
  expect(await story.works('order')).toHaveLength(1);
});

test('a run that saw the person while it waits says nothing itself: what was handed back is answered once it has ended', async () => {
  const story = await openOrder();
  await story.takeOver();
  await story.restart();
  // The new life looks at the run that waits, and sees the person.
  await story
    .life()
    .runs.resume((await story.works('approval'))[0]?.approval?.runId ?? '', { signal: new AbortController().signal });
  await story.giveBack();
  await until(async () => expect(answeringOf(await story.read())).toEqual({ by: 'agent', waitsFor: 'agent' }));
  await story.decide('approved');
  await until(async () => expect(await story.told()).toHaveLength(1));
  await story.settled();
  expect(await story.works('order')).toHaveLength(1);
});

/** Handed back with nothing decided, the question has a run of its own, which asks for consent anew. */
const untilAskedAgain = async (story: Story) => {
  await story.takeOver();
  await story.decide('refused');
  await until(async () => expect(await story.works('approval')).toMatchObject([{ state: 'refused' }]));
  await story.giveBack();
  await story.waiting(1);
  await until(async () => expect(story.sent).toHaveLength(2));
};

test('the run of what was handed back waits for consent, too: handed back again, it answers once', async () => {
  const story = await openOrder(orderingModel(['hall'], ['tent']));
  await untilAskedAgain(story);
  await story.takeOver();
  await story.giveBack();
  await story.decide('approved');
  await until(async () => expect(await story.told()).toEqual(outcome));
  await story.settled();
  expect(await story.works('order')).toHaveLength(1);
});

test('what it asked for decided while a person has it again, the question is still known when it is handed back', async () => {
  const story = await openOrder(orderingModel(['hall'], ['tent']));
  await untilAskedAgain(story);
  await story.takeOver();
  await story.decide('approved');
  await until(async () => expect(await story.works('order')).toHaveLength(1));
  await story.giveBack();
  await until(async () => expect(await story.told()).toEqual([['agent', 'Отвечаю на вопрос.', 'sent']]));
  await story.settled();
});

test('a run that was called off withdraws its request, and what is handed back then is answered', async () => {
  const story = await openOrder();
  const runId = (await story.works('approval'))[0]?.approval?.runId ?? '';
  const { documents, runs, clock } = story.life();
  await cancelRun({ documents, runs, clock }, { runId, userId: 'u1' });
  expect(await story.works('approval')).toMatchObject([{ state: 'cancelled' }]);
  await story.giveBack();
  await until(async () => expect(await story.told()).toEqual([['agent', 'Отвечаю на вопрос.', 'sent']]));
  await story.settled();
  expect(await story.works('order')).toEqual([]);
});

test('handed back for drafts while it waits, the outcome is one draft', async () => {
  const story = await openOrder();
  await story.takeOver();
  await story.giveBack('draft');
  await story.decide('approved');
  await until(async () =>
    expect(await story.works('suggestion')).toMatchObject([{ suggestion: { text: 'Вот что вышло.' } }]),
  );
  expect(await story.works('order')).toHaveLength(1);
  expect(await story.told()).toEqual([]);
});

test('who answered before handing back is not answered over, and the outcome is told once', async () => {
  const story = await openOrder();
  await story.takeOver();
  await story.speak('Сейчас проверю зал');
  await until(async () => expect(story.sent).toHaveLength(2));
  await story.giveBack();
  await story.decide('approved');
  await until(async () => expect(await story.told()).toHaveLength(2));
  await story.settled();
  expect(await story.told()).toEqual([['person', 'Сейчас проверю зал', 'sent'], ...outcome]);
});

test.each(['lost', 'stored'] as const)(
  'a crash at any write (%s) behind handing back and deciding ends in one answer',
  async (fate) => {
    for (let at = 1; ; at++) {
      const story = await openOrder();
      const dying = crashingStore(story.store, at, fate);
      await story.restart(dying.store);
      await story.takeOver();
      await story.giveBack();
      await story.decide('approved');
      await until(async () => expect(dying.crashed() || (await story.told())[0]?.[2] === 'sent').toBe(true));
      await story.restart();
      await until(async () => expect(await story.told()).toEqual(outcome));
      await until(async () => expect(await story.works('order')).toHaveLength(1));
      expect(await story.read()).not.toHaveProperty('handedBack');
      const texts = story.sent.map(({ text }) => text);
      expect(new Set(texts).size).toBe(2);
      if (!dying.crashed()) break;
      await story.life().dispatcher.stop();
    }
  },
);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { handOver } from '../../conversations/hand-over.ts';
import { conversationIdOf, runIdOf } from '../../conversations/ids.ts';
import { openConversation } from '../../conversations/open-conversation.ts';
import { receiveMessage } from '../../conversations/receive.ts';
import type { Conversation } from '../../entities/conversation.ts';
import type { Message } from '../../entities/message.ts';
import { createRisingClock } from '../../ports/clock.ts';
import type { DocumentCollection, DocumentStore } from '../../ports/document-store.ts';
import { openTeamDocuments } from '../../ports/team-documents.ts';
import { createFixedClock } from '../../testing/fixed-clock.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { replyAsPerson } from '../../testing/reply-as-person.ts';
import { executeRun } from '../runs/execute-run.ts';
import { crashingStore, createTeam, customerMessage, scriptedModel } from '../runs/run.suite.ts';
import { SUPERVISOR } from '../runs/run-steps.ts';
import type { RunDependencies } from '../runs/session.ts';

const HOUR = 3_600_000;
const id = conversationIdOf({ channel: 'telegram', account: '42', chatId: '7' });
const never = new AbortController().signal;
const question = 'Какая предоплата?';

type Options = Partial<RunDependencies> & { readonly hours?: number | undefined };

/** A team in which a person may be away for 12 hours, and a customer who said hello and was answered. */
const openTeam = async ({ hours = 12, ...options }: Options = {}) => {
  const time = createFixedClock();
  const clock = createRisingClock(time, () => 0);
  const store = createMemoryStore();
  const over = (underneath: DocumentStore) => {
    const documents = openTeamDocuments(underneath, 'crew', clock);
    const { dependencies } = createTeam({ documents, clock, ...options }, underneath);
    return { documents, dependencies };
  };
  const { documents, dependencies } = over(store);
  if (hours > 0) {
    await documents.settings.put({
      id: 'answering',
      updatedAt: clock(),
      value: { kind: 'answering' },
      answering: { handBackHours: hours },
    });
  }
  let count = 0;
  const write = async (text = question): Promise<Message> => {
    count += 1;
    const { message } = await receiveMessage(documents, customerMessage({ text, messageId: `m${count}` }), clock());
    await openConversation(documents, message);
    return message;
  };
  const speak = async (text = 'Отвечу сам', onStored?: () => Promise<unknown>): Promise<void> => {
    const heardLate = (own: typeof documents.conversations): typeof documents.conversations => ({
      ...own,
      update: async (...change) => {
        await onStored?.();
        return own.update(...change);
      },
      as: (by) => heardLate(own.as(by)),
    });
    const conversations = heardLate(documents.conversations);
    await replyAsPerson({ ...documents, conversations }, { conversationId: id, text }, clock);
  };
  const change = (next: (current: Conversation) => Conversation, by = 'u1') =>
    documents.conversations.as(by).update(id, next);
  const run = (message: Message, given = dependencies) => executeRun(given, message, { signal: never });
  await run(await write('Добрый день'));
  return {
    time,
    clock,
    store,
    over,
    documents,
    dependencies,
    write,
    speak,
    change,
    run,
    conversation: async () => {
      const stored = await documents.conversations.get(id);
      if (!stored) throw new Error('There is no conversation.');
      return stored;
    },
    replies: async () =>
      (await documents.messages.find({ index: ['createdAt'], equals: [], limit: 100 })).items.filter(
        ({ author }) => author.kind === 'agent',
      ),
  };
};
type Team = Awaited<ReturnType<typeof openTeam>>;

/** By a colleague, since whoever replied has the conversation already. */
const takeOver = (team: Team, mode: Conversation['mode'] = 'human') =>
  team.change((current) => ({ ...current, mode, assigneeId: 'u2' }), 'u2');

const handedBack = { mode: 'agent', handedBack: true };
const recordedIn = ({ steps }: Awaited<ReturnType<Team['run']>>) => steps.find(({ kind }) => kind === 'route')?.input;

test('a customer who writes when their person has been silent long enough is answered by the agents, who know what was said', async () => {
  const model = scriptedModel({ rag: [{ text: 'Здравствуйте!' }, { text: 'Уточню у коллег.' }] });
  const team = await openTeam({ model });
  await team.speak('Сделаю вам скидку 5 %');
  expect((await team.conversation()).mode).toBe('human');
  team.time.advance(12 * HOUR + 1_000);
  const run = await team.run(await team.write('А когда пришлёте договор?'));
  expect(run).toMatchObject({ state: 'done', outcome: 'replied' });
  expect(recordedIn(run)).toEqual(handedBack);
  const conversation = await team.conversation();
  expect(conversation.mode).toBe('agent');
  expect(conversation.edits?.['/mode']?.by).toBe(`agent:${SUPERVISOR}`);
  const asked = model.requests
    .filter(({ agent }) => agent === 'rag')
    .at(-1)
    ?.messages.map(({ content }) => content);
  expect(asked).toEqual(expect.arrayContaining(['Сделаю вам скидку 5 %', 'А когда пришлёте договор?']));
  const next = await team.run(await team.write('И ещё вопрос'));
  expect(recordedIn(next)).toEqual({ mode: 'agent' });
});

test('it stays with the person until then, and for ever when the team has set nothing', async () => {
  const team = await openTeam();
  await team.speak();
  team.time.advance(12 * HOUR - 60_000);
  expect(await team.run(await team.write())).toMatchObject({ outcome: 'silent' });
  expect((await team.conversation()).mode).toBe('human');

  const careful = await openTeam({ hours: 0 });
  await careful.speak();
  careful.time.advance(10_000 * HOUR);
  expect(recordedIn(await careful.run(await careful.write()))).toEqual({ mode: 'human' });
});

test.each<[string, (team: Team) => Promise<unknown>]>([
  ['a message, though it changed nothing', (team) => team.speak()],
  ['taking over', (team) => takeOver(team)],
  ['naming who answers', (team) => team.change((current) => ({ ...current, assigneeId: 'u3' }))],
])('the time counts from what was said or done last: %s', async (_name, act) => {
  const team = await openTeam();
  await team.speak();
  team.time.advance(8 * HOUR);
  await act(team);
  team.time.advance(8 * HOUR);
  expect(await team.run(await team.write())).toMatchObject({ outcome: 'silent' });
  team.time.advance(8 * HOUR);
  expect(await team.run(await team.write())).toMatchObject({ outcome: 'replied' });
});

test('a conversation that an agent gave a person late is theirs from then on', async () => {
  const team = await openTeam();
  const { lastMessage } = await team.conversation();
  team.time.advance(20 * HOUR);
  const handover = { reason: 'angry' as const, summary: 'Сердится', at: lastMessage.at };
  await team.change((current) => handOver(current, handover), 'agent:intake');
  team.time.advance(8 * HOUR);
  expect(await team.run(await team.write())).toMatchObject({ outcome: 'silent' });
});

test('while a person has to choose who answers nothing is chosen for them', async () => {
  const team = await openTeam();
  await team.speak();
  const stored = await team.documents.conversations.stored.get(id);
  const at = `${String(team.clock()).padStart(15, '0')}-0000-phone`;
  const conflict = { id: `/mode@${at}`, path: '/mode', value: 'draft', at, by: 'u2' };
  const body = { ...stored?.body, conflicts: [conflict] };
  await team.documents.conversations.stored.write([{ id, body, ...(stored && { rev: stored.rev }) }]);
  team.time.advance(20 * HOUR);
  expect(await team.run(await team.write())).toMatchObject({ outcome: 'silent' });
  expect(await team.conversation()).toMatchObject({ mode: 'human', conflicts: [conflict] });
});

test('where agents only prepare drafts they go on doing that', async () => {
  const team = await openTeam();
  await takeOver(team, 'draft');
  team.time.advance(100 * HOUR);
  expect(await team.run(await team.write())).toMatchObject({ outcome: 'drafted' });
  expect((await team.conversation()).mode).toBe('draft');
});

test('a customer whom nobody came to is answered, and still waits for a person; they are not called for the old wish again', async () => {
  const team = await openTeam();
  expect(await team.run(await team.write('Позовите менеджера'))).toMatchObject({ outcome: 'handed-over' });
  const { handover } = await team.conversation();
  team.time.advance(13 * HOUR);
  expect(await team.run(await team.write())).toMatchObject({ outcome: 'replied' });
  expect(await team.conversation()).toMatchObject({ mode: 'agent', handover });
  expect(await team.run(await team.write('А доставка?'))).toMatchObject({ outcome: 'replied' });
  // Who asks anew is heard, and the time begins anew.
  expect(await team.run(await team.write('Позовите менеджера, пожалуйста'))).toMatchObject({ outcome: 'handed-over' });
  team.time.advance(HOUR);
  expect(await team.run(await team.write())).toMatchObject({ outcome: 'silent' });
});

test('a closed conversation that opens again does not bounce to the person it was handed over to', async () => {
  const team = await openTeam();
  await team.run(await team.write('Позовите менеджера'));
  await team.change((current) => ({ ...current, status: 'closed' }));
  team.time.advance(100 * HOUR);
  expect(await team.run(await team.write())).toMatchObject({ outcome: 'replied' });
  const conversation = await team.conversation();
  expect(conversation).toMatchObject({ mode: 'agent', status: 'open' });
  expect(conversation).not.toHaveProperty('handover');
  team.time.advance(HOUR);
  expect(await team.run(await team.write('А доставка?'))).toMatchObject({ outcome: 'replied' });
  expect((await team.conversation()).mode).toBe('agent');
});

test('what was written while it was a person’s is answered together with what came after', async () => {
  const model = scriptedModel({ rag: [{ text: 'Здравствуйте!' }, { text: 'Отвечаю на всё.' }] });
  const team = await openTeam({ model });
  await team.speak();
  team.time.advance(2 * HOUR);
  const early = await team.write();
  team.time.advance(11 * HOUR);
  const late = await team.write('Вы тут?');
  const run = await team.run(early);
  expect(recordedIn(run)).toEqual(handedBack);
  expect((await team.run(late)).id).toBe(run.id);
  expect((await team.replies()).map(({ inReplyTo }) => inReplyTo)).toEqual([expect.anything(), late.id]);
});

test('a run that answers nobody leaves what comes later to a run that may', async () => {
  let during = async (): Promise<unknown> => undefined;
  const speaking = scriptedModel({ rag: [{ text: 'Здравствуйте!' }, { text: 'Отвечаю.' }] });
  const model: RunDependencies['model'] = {
    ...speaking,
    complete: async (request) => {
      if (request.agent === 'intake') await during();
      return speaking.complete(request);
    },
  };
  const team = await openTeam({ model });
  await team.speak();
  team.time.advance(12 * HOUR - 60_000);
  const early = await team.write();
  let second: Message | undefined;
  during = async () => {
    during = async () => undefined;
    team.time.advance(2 * 60_000);
    second = await team.write('Вы тут?');
  };
  expect(await team.run(early)).toMatchObject({ outcome: 'silent' });
  if (!second) throw new Error('Nothing was written meanwhile.');
  expect(await team.run(second)).toMatchObject({ outcome: 'replied', messageId: second.id });
});

test('a run that began while it was a person’s stays silent after a crash, and the next one answers', async () => {
  for (let at = 1; ; at++) {
    const team = await openTeam();
    await team.speak();
    const early = await team.write('Меня зовут Анна');
    const dying = crashingStore(team.store, at, 'stored');
    await team.run(early, team.over(dying.store).dependencies).catch(() => undefined);
    if (!dying.crashed()) break;
    const isBegun = (await team.documents.runs.get(runIdOf(early.id))) !== undefined;
    team.time.advance(20 * HOUR);
    const late = await team.write();
    expect(await team.run(early)).toMatchObject({ outcome: isBegun ? 'silent' : 'replied' });
    const run = await team.run(late);
    expect(run.outcome).toBe('replied');
    expect(recordedIn(run)).toEqual(handedBack);
  }
});

test.each(['lost', 'stored'] as const)('a crash at any write (%s) leads to the same', async (fate) => {
  for (let at = 1; ; at++) {
    const team = await openTeam();
    await team.speak();
    team.time.advance(20 * HOUR);
    const message = await team.write();
    const dying = crashingStore(team.store, at, fate);
    await team.run(message, team.over(dying.store).dependencies).catch(() => undefined);
    if (!dying.crashed()) break;
    team.time.advance(60_000);
    const run = await team.run(message);
    expect(run).toMatchObject({ state: 'done', outcome: 'replied' });
    expect(recordedIn(run)).toEqual(handedBack);
    expect((await team.conversation()).mode).toBe('agent');
    expect(await team.replies()).toHaveLength(2);
  }
});

/** Calls what is due before an access to the store, by the number of the access. */
const watched = (store: DocumentStore, due: Map<number, () => Promise<unknown>>) => {
  let count = 0;
  const next = async (): Promise<void> => {
    count += 1;
    const act = due.get(count);
    due.delete(count);
    await act?.();
  };
  const wrap = (database: DocumentCollection): DocumentCollection => ({
    ...database,
    get: (key) => next().then(() => database.get(key)),
    find: (query) => next().then(() => database.find(query)),
    write: (rows) => next().then(() => database.write(rows)),
  });
  return { ...store, collection: (name, options) => wrap(store.collection(name, options)) } satisfies DocumentStore;
};

const race = fc.record({
  act: fc.constantFrom('speak', 'take-over', 'assign', 'drafts'),
  /** Before which access to the store a person acts, and how much later the conversation hears of what they said. */
  at: fc.integer({ min: 1, max: 40 }),
  later: fc.integer({ min: 0, max: 12 }),
  /** The process dies at this write; 0: it lives. */
  diesAt: fc.integer({ min: 0, max: 6 }),
  fate: fc.constantFrom('lost' as const, 'stored' as const),
});

test('a person who writes or acts at the same moment has the conversation, whatever comes first', async () => {
  await fc.assert(
    fc.asyncProperty(race, async ({ act, at, later, diesAt, fate }) => {
      const team = await openTeam();
      await team.speak();
      team.time.advance(20 * HOUR);
      const message = await team.write();
      const due = new Map<number, () => Promise<unknown>>();
      let before: Conversation['mode'] | undefined;
      let hear = async (): Promise<void> => undefined;
      due.set(at, async () => {
        before = (await team.conversation()).mode;
        if (act === 'take-over') return takeOver(team);
        if (act === 'drafts') return takeOver(team, 'draft');
        if (act === 'assign') return team.change((current) => ({ ...current, assigneeId: 'u2' }));
        const [stored, heard] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
        const spoken = team.speak('Я здесь', () => {
          stored.resolve();
          return heard.promise;
        });
        hear = () => {
          heard.resolve();
          return spoken;
        };
        if (later > 0) due.set(at + later, hear);
        return later > 0 ? stored.promise : hear();
      });
      const over = watched(diesAt === 0 ? team.store : crashingStore(team.store, diesAt, fate).store, due);
      await team.run(message, team.over(over).dependencies).catch(() => undefined);
      const run = await team.run(message);
      await hear();

      const { mode } = await team.conversation();
      expect(run.state).toBe('done');
      if (before === undefined) expect({ mode, input: recordedIn(run) }).toEqual({ mode: 'agent', input: handedBack });
      else if (act === 'assign') expect(mode).toBe(before);
      else expect(mode).toBe(act === 'drafts' ? 'draft' : 'human');
      if (before !== 'human') return;
      expect(recordedIn(run)).not.toHaveProperty('handedBack');
      expect(await team.replies()).toHaveLength(1);
    }),
    { numRuns: 80 },
  );
});

import { expect, test } from 'vitest';
import { followUpIdOf, replyIdOf, runIdOf } from '../conversations/ids.ts';
import { openConversation } from '../conversations/open-conversation.ts';
import { receiveMessage } from '../conversations/receive.ts';
import { sendReply } from '../conversations/send-reply.ts';
import type { Message } from '../entities/message.ts';
import type { Work } from '../entities/work.ts';
import type { ModelProvider } from '../models/model.ts';
import { createRisingClock } from '../ports/clock.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { createFixedClock } from '../testing/fixed-clock.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { createScriptedModel } from '../testing/scripted-model.ts';
import { createFollowUps, type FollowUps } from './follow-ups.ts';
import { crashingStore, createTeam, customerMessage } from './run.suite.ts';
import type { RunDependencies } from './session.ts';
import { createTeamRuns } from './team-runs.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const never = new AbortController().signal;

/** A customer who asked and was answered; noon in Moscow, a Thursday. */
const answered = async (options: Partial<RunDependencies> = {}, store: DocumentStore = createMemoryStore()) => {
  const time = createFixedClock();
  const clock = createRisingClock(time);
  const team = createTeam({ clock, ...options }, store);
  const { documents } = team;
  const followUps = createFollowUps(team.dependencies);
  let count = 0;
  const hear = async (text: string, chatId = '7') => {
    count += 1;
    const input = customerMessage({ text, chatId, messageId: `m${count}` });
    const { message } = await receiveMessage(documents, input, clock());
    await followUps.heed(message, await openConversation(documents, message));
    return message;
  };
  /** The answer reaches the customer. */
  const answer = async (message: Message) => {
    const run = await team.run(message);
    return deliver(replyIdOf(run.id));
  };
  const deliver = async (id: string) => {
    const sent = await documents.messages.update(id, (reply) => ({
      ...reply,
      delivery: { ...reply.delivery, state: 'sent' },
    }));
    if (!sent) throw new Error(`No message ${id}.`);
    await documents.conversations.update(sent.conversationId, (conversation) => ({
      ...conversation,
      lastMessage: { id, text: sent.text, direction: 'outbound', at: sent.createdAt },
    }));
    await followUps.plan(sent, clock());
    return sent;
  };
  const ask = async (text = 'Нужен зал на 80 гостей, какая предоплата?', chatId = '7') => {
    const reply = await answer(await hear(text, chatId));
    return { reply, workId: followUpIdOf('silence', 0, reply.id) };
  };
  return { ...team, clock, time, followUps, hear, answer, deliver, ask };
};
type Answered = Awaited<ReturnType<typeof answered>>;

const fire = ({ followUps }: { readonly followUps: FollowUps }, workId: string) =>
  followUps.fire(workId, { signal: never });
const workOf = ({ documents }: Answered, id: string) => documents.work.get(id);
const followUpsIn = async (team: Answered) =>
  (await team.messages()).filter(({ runId }) => runId?.startsWith('run:work:follow-up:'));

test('a customer who does not answer for two days is written to once, in their own words, and told how to stop it', async () => {
  const team = await answered();
  const { reply, workId } = await team.ask();
  const planned = await workOf(team, workId);
  expect(planned).toMatchObject({
    kind: 'follow-up',
    state: 'open',
    createdBy: 'agent:nurturing',
    conversationId: 'telegram:42:7',
    followUp: { sequence: 'silence', step: 0, messageId: reply.id },
  });
  await fire(team, workId);
  expect(await followUpsIn(team)).toEqual([]);
  team.time.advance(2 * DAY + HOUR);
  await Promise.all([fire(team, workId), fire(team, workId)].map((one) => one.catch(() => undefined)));
  await fire(team, workId);
  const [message, ...others] = await followUpsIn(team);
  expect(others).toEqual([]);
  expect(message?.text).toContain('Нужен зал на 80 гостей');
  expect(message?.text).toContain('напишите «стоп»');
  expect(message).not.toHaveProperty('inReplyTo');
  expect(await workOf(team, workId)).toMatchObject({ state: 'done', followUp: { ended: 'sent' } });
  expect(await team.documents.runs.get(runIdOf(workId))).toMatchObject({ outcome: 'replied', followUpId: workId });
  expect(await team.documents.contacts.get('contact:telegram:42:u7')).toMatchObject({ followUps: [{ id: workId }] });
});

test('in English it is English', async () => {
  const team = await answered();
  const { workId } = await team.ask('Hello, I am looking for a hall for 80 guests. Is a deposit needed?');
  team.time.advance(2 * DAY + HOUR);
  await fire(team, workId);
  const [message] = await followUpsIn(team);
  expect(message?.text).toMatch(/You wrote: “.*hall for 80 guests.*”/u);
  expect(message?.text).toContain('write “stop”');
});

test('a model writes it, and whatever it writes, the way out is told', async () => {
  const asked: string[] = [];
  const model = createScriptedModel(({ agent, messages }) => {
    if (agent === 'nurturing') asked.push(messages.at(-1)?.content ?? '');
    return { text: agent === 'nurturing' ? 'Анна, удалось обсудить зал с коллегами?' : 'Предоплата 30 %.' };
  });
  const team = await answered({ model });
  const { workId } = await team.ask();
  team.time.advance(2 * DAY + HOUR);
  await fire(team, workId);
  expect((await followUpsIn(team))[0]?.text).toBe(
    'Анна, удалось обсудить зал с коллегами?\n\nЧтобы таких напоминаний не было, напишите «стоп».',
  );
  expect(asked).toEqual(['[нет ответа, дней: 2]']);
});

test('it stops on reply: at once, and also when the reply comes while it is being written', async () => {
  const team = await answered();
  const { workId } = await team.ask();
  await team.hear('Да, спасибо');
  expect(await workOf(team, workId)).toMatchObject({ state: 'cancelled', followUp: { ended: 'answered' } });

  const says = createScriptedModel(() => ({ text: 'Ответ' }));
  const model: ModelProvider = {
    ...says,
    complete: async (request) => {
      if (request.agent === 'nurturing') await late.hear('Да, ещё актуально');
      return says.complete(request);
    },
  };
  const late = await answered({ model });
  const second = await late.ask();
  late.time.advance(2 * DAY + HOUR);
  await fire(late, second.workId);
  expect(await followUpsIn(late)).toEqual([]);
  expect(await workOf(late, second.workId)).toMatchObject({ state: 'cancelled', followUp: { ended: 'answered' } });
  expect(await late.documents.runs.get(runIdOf(second.workId))).toMatchObject({ state: 'done', outcome: 'cancelled' });
  const own = (await late.messages()).find(({ text }) => text === 'Да, ещё актуально');
  expect(own && (await late.run(own)).outcome).toBe('replied');
});

test('an opt-out in one chat ends what waits in every chat of the customer, and questions are answered all the same', async () => {
  const team = await answered();
  const first = await team.ask();
  const second = await team.ask('Какая предоплата?', '8');
  const contactId = (await team.documents.conversations.get('telegram:42:7'))?.contactId ?? '';
  await team.documents.conversations.update('telegram:42:8', (conversation) => ({ ...conversation, contactId }));
  await team.hear('Стоп');
  const stop = (await team.messages()).find(({ text }) => text === 'Стоп');
  const confirmed = stop && (await team.answer(stop));
  expect(confirmed?.text).toBe(
    'Хорошо, первыми мы вам больше не пишем. Если появится вопрос, напишите: здесь ответят.',
  );
  expect(await workOf(team, first.workId)).toMatchObject({ followUp: { ended: 'answered' } });
  expect(await workOf(team, second.workId)).toMatchObject({ state: 'cancelled', followUp: { ended: 'opted-out' } });
  expect(await workOf(team, followUpIdOf('silence', 0, confirmed?.id ?? ''))).toBeUndefined();

  const asked = await team.ask('Какая предоплата?');
  expect(asked.reply.text).toContain('30 %');
  expect(await workOf(team, asked.workId)).toBeUndefined();

  const again = await team.ask('Да, пишите');
  expect(again.reply.text).toContain('снова будем напоминать');
  expect(await workOf(team, again.workId)).toMatchObject({ state: 'open' });
});

test('what a person has, or nobody may answer, is left to the person; a draft becomes a suggestion', async () => {
  const team = await answered();
  const taken = await team.ask();
  await team.documents.conversations.update('telegram:42:7', (one) => ({ ...one, mode: 'human' }));
  const drafted = await team.ask('Какая предоплата?', '8');
  await team.documents.conversations.update('telegram:42:8', (one) => ({ ...one, mode: 'draft' }));
  team.time.advance(2 * DAY + HOUR);
  await fire(team, taken.workId);
  await fire(team, drafted.workId);
  expect(await followUpsIn(team)).toEqual([]);
  expect(await workOf(team, taken.workId)).toMatchObject({ state: 'cancelled', followUp: { ended: 'with-person' } });
  expect(await workOf(team, drafted.workId)).toMatchObject({ followUp: { ended: 'with-person' } });
  const suggestion = await team.documents.work.get(`work:${runIdOf(drafted.workId)}:suggestion`);
  expect(suggestion).toMatchObject({ kind: 'suggestion', state: 'open' });
  expect(suggestion?.suggestion?.text).toContain('напишите «стоп»');
});

test('two chats of one customer that are due at the same moment make one message in two days', async () => {
  const team = await answered();
  const first = await team.ask();
  const second = await team.ask('Нужен шатёр, какая предоплата?', '8');
  const contactId = (await team.documents.conversations.get('telegram:42:7'))?.contactId ?? '';
  await team.documents.conversations.update('telegram:42:8', (conversation) => ({ ...conversation, contactId }));
  team.time.advance(2 * DAY + HOUR);
  await Promise.all([fire(team, first.workId), fire(team, second.workId)]);
  expect(await followUpsIn(team)).toHaveLength(1);
  const states = [await workOf(team, first.workId), await workOf(team, second.workId)].map((one) => one?.state);
  expect(states.toSorted()).toEqual(['done', 'open']);
  team.time.advance(2 * DAY + HOUR);
  await fire(team, first.workId);
  await fire(team, second.workId);
  expect(await followUpsIn(team)).toHaveLength(2);
});

test('a person who calls it off, or writes themselves, has the last word', async () => {
  const team = await answered();
  const cancelled = await team.ask();
  await team.documents.work.update(cancelled.workId, (work): Work => ({ ...work, state: 'cancelled' }));
  team.time.advance(2 * DAY + HOUR);
  await fire(team, cancelled.workId);
  const written = await team.ask('Какая предоплата?', '8');
  const author = { id: 'u1', name: 'Илья' };
  await sendReply(team.documents, { conversationId: 'telegram:42:8', text: 'Ещё одно', author }, team.clock());
  team.time.advance(2 * DAY + HOUR);
  await fire(team, written.workId);
  expect(await followUpsIn(team)).toEqual([]);
  expect(await workOf(team, cancelled.workId)).not.toHaveProperty('followUp.ended');
  expect(await workOf(team, written.workId)).toMatchObject({ followUp: { ended: 'superseded' } });
});

test('a team that switches the agent off follows nobody up', async () => {
  const team = await answered();
  const before = await team.ask();
  await team.documents.settings.put({
    id: 'agent:nurturing',
    updatedAt: 1,
    value: { kind: 'agent', name: 'nurturing' },
    agent: { enabled: false },
  });
  const { workId } = await team.ask('Какая предоплата?', '8');
  expect(await workOf(team, workId)).toBeUndefined();
  team.time.advance(2 * DAY + HOUR);
  await fire(team, before.workId);
  expect(await workOf(team, before.workId)).toMatchObject({ followUp: { ended: 'switched-off' } });
  expect(await followUpsIn(team)).toEqual([]);
});

test('a sequence of two goes on behind its own message, and ends there', async () => {
  const team = await answered({ sequence: { name: 'silence', steps: [{ afterMs: 2 * DAY }, { afterMs: 5 * DAY }] } });
  const { workId } = await team.ask();
  team.time.advance(2 * DAY + HOUR);
  await fire(team, workId);
  const first = await team.deliver(replyIdOf(runIdOf(workId)));
  const secondId = followUpIdOf('silence', 1, first.id);
  expect(await workOf(team, secondId)).toMatchObject({ state: 'open', followUp: { step: 1, messageId: first.id } });
  team.time.advance(5 * DAY + HOUR);
  await fire(team, secondId);
  const second = await team.deliver(replyIdOf(runIdOf(secondId)));
  expect((await followUpsIn(team)).map(({ id }) => id)).toEqual([first.id, second.id]);
  expect(await workOf(team, followUpIdOf('silence', 2, second.id))).toBeUndefined();
});

test('what was sent long before the team began to follow up is left alone, and no notice on the way is followed', async () => {
  const team = await answered();
  const { reply, workId } = await team.ask();
  await team.documents.work.delete([workId]);
  team.time.advance(3 * DAY);
  await team.followUps.plan(reply, reply.createdAt);
  await team.followUps.plan({ ...reply, id: `${reply.runId}:notice:3` }, team.clock());
  await team.followUps.plan({ ...reply, delivery: { ...reply.delivery, state: 'failed' } }, team.clock());
  expect((await team.documents.work.find({ index: ['updatedAt'], equals: [], limit: 10 })).items).toEqual([]);
});

test('when no words are found nobody is written to, and no person is called', async () => {
  const team = await answered();
  const { workId } = await team.ask();
  const spent = { runs: 0, tokens: 0, costMicros: 0 };
  const limits = {
    run: { steps: 60, tokens: 1, costMicros: 1, wallMs: 0, transfers: 0 },
    conversationDay: spent,
    teamDay: spent,
  };
  team.time.advance(2 * DAY + HOUR);
  await fire({ followUps: createFollowUps({ ...team.dependencies, limits }) }, workId);
  expect(await followUpsIn(team)).toEqual([]);
  expect(await workOf(team, workId)).toMatchObject({ state: 'cancelled', followUp: { ended: 'failed' } });
  expect(await team.documents.conversations.get('telegram:42:7')).not.toHaveProperty('handover');
});

test('a run that breaks ends without a word to the customer', async () => {
  const team = await answered();
  const { workId } = await team.ask();
  const broken = {
    ...team.documents,
    twins: {
      ...team.documents.twins,
      get: () => {
        throw new Error('broken');
      },
    },
  };
  team.time.advance(2 * DAY + HOUR);
  const before = await team.messages();
  const model = createScriptedModel(() => ({ text: '' }));
  await fire({ followUps: createFollowUps({ ...team.dependencies, documents: broken, model }) }, workId);
  expect(await team.messages()).toEqual(before);
  expect(await workOf(team, workId)).toMatchObject({ followUp: { ended: 'failed' } });
});

test('killed at each write and started again it goes out once, and by day', async () => {
  for (let at = 1; ; at++) {
    let crashed = false;
    for (const fate of ['lost', 'stored'] as const) {
      const team = await answered();
      const { workId } = await team.ask();
      team.time.advance(2 * DAY + HOUR);
      const crashing = crashingStore(team.store, at, fate);
      const dying = createTeam({ clock: team.clock }, crashing.store);
      await fire({ followUps: createFollowUps(dying.dependencies) }, workId).catch(() => undefined);
      crashed ||= crashing.crashed();
      // By night nothing more is said.
      team.time.advance(10 * HOUR);
      const before = await followUpsIn(team);
      await fire(team, workId);
      expect(await followUpsIn(team)).toEqual(before);
      team.time.advance(12 * HOUR);
      await fire(team, workId);
      await fire(team, workId);
      expect(await followUpsIn(team)).toHaveLength(1);
      expect(await workOf(team, workId)).toMatchObject({ state: 'done', followUp: { ended: 'sent' } });
      expect(await team.documents.runs.get(runIdOf(workId))).toMatchObject({ state: 'done', outcome: 'replied' });
    }
    if (crashed) continue;
    expect(at).toBeGreaterThan(5);
    break;
  }
});

test('killed at each write, and answered or opted out before it starts again, nothing goes out twice or too late', async () => {
  for (let at = 1; ; at++) {
    let crashed = false;
    for (const words of ['Да, актуально', 'Стоп']) {
      const team = await answered();
      const { workId } = await team.ask();
      team.time.advance(2 * DAY + HOUR);
      const crashing = crashingStore(team.store, at, 'stored');
      const dying = createTeam({ clock: team.clock }, crashing.store);
      await fire({ followUps: createFollowUps(dying.dependencies) }, workId).catch(() => undefined);
      crashed ||= crashing.crashed();
      const before = await followUpsIn(team);
      await team.hear(words);
      await fire(team, workId);
      expect(await followUpsIn(team)).toEqual(before);
      expect((await workOf(team, workId))?.state).not.toBe('open');
      const run = await team.documents.runs.get(runIdOf(workId));
      expect(run === undefined || run.state === 'done').toBe(true);
    }
    if (crashed) continue;
    expect(at).toBeGreaterThan(5);
    break;
  }
});

test('a decision about what its agent asked for does not send it before its time', async () => {
  const team = await answered();
  const { workId } = await team.ask();
  const runs = createTeamRuns(team.dependencies);
  await runs.resume(runIdOf(workId), { signal: never });
  expect(await followUpsIn(team)).toEqual([]);
  expect(await workOf(team, workId)).toMatchObject({ state: 'open' });
});

import { expect, test } from 'vitest';
import { isOptedOut } from '../../conversations/follow-ups/opt-out.ts';
import { followUpIdOf, replyIdOf, runIdOf } from '../../conversations/ids.ts';
import { createScriptedModel } from '../../testing/scripted-model.ts';
import { answered, DAY, fire, followUpsIn, HOUR, workOf } from './follow-ups.suite.ts';
import { followUpChoices } from './nurturing-words.ts';

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

test.each([
  ['ru', 'Нужен зал на 80 гостей, какая предоплата?', 'Не напоминать', 'Позовите человека'],
  ['en', 'I am looking for a hall for 80 guests. Is a deposit needed?', 'No more reminders', 'Call a person'],
] as const)('it offers answers that are understood without a model: %s', async (language, question, no, person) => {
  const team = await answered();
  const { workId } = await team.ask(question);
  team.time.advance(2 * DAY + HOUR);
  await fire(team, workId);
  const [message] = await followUpsIn(team);
  expect(message?.choices).toEqual(followUpChoices[language]);
  expect(message?.choices).toContain(no);
  expect(message?.choices).toContain(person);
  expect((await team.run(await team.hear(person))).outcome).toBe('handed-over');
  await team.hear(no);
  const contact = await team.documents.contacts.get('contact:telegram:42:u7');
  expect(contact && isOptedOut(contact)).toBe(true);
});

test('a model writes it, and whatever it writes, the way out is told', async () => {
  const asked: string[] = [];
  const model = createScriptedModel(({ agent, messages }) => {
    if (agent === 'nurturing') asked.push(messages.at(-1)?.content ?? '');
    return { text: agent === 'nurturing' ? 'Анна, удалось обсудить зал с коллегами?' : 'Да, предоплата нужна.' };
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

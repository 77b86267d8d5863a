import { expect, test } from 'vitest';
import { followUpIdOf, runIdOf } from '../conversations/ids.ts';
import { noteReach } from '../conversations/reach.ts';
import type { Work } from '../entities/work.ts';
import type { ModelProvider } from '../models/model.ts';
import { replyAsPerson } from '../testing/reply-as-person.ts';
import { createScriptedModel } from '../testing/scripted-model.ts';
import { answered, DAY, fire, followUpsIn, HOUR, workOf } from './follow-ups/follow-ups.suite.ts';

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

test('a customer who has blocked us is not written to: neither reminded, nor answered', async () => {
  const team = await answered();
  const { workId } = await team.ask();
  const conversationId = 'telegram:42:7';
  const block = () => noteReach(team.documents, conversationId, { state: 'blocked', at: team.clock() + 9 * DAY });
  await block();
  team.time.advance(2 * DAY + HOUR);
  await fire(team, workId);
  expect(await followUpsIn(team)).toEqual([]);
  expect(await workOf(team, workId)).toMatchObject({ state: 'cancelled', followUp: { ended: 'unreachable' } });

  const question = await team.hear('Какая предоплата?');
  await block();
  await team.run(question);
  expect((await team.messages()).at(-1)?.direction).toBe('inbound');
});

test('a person who calls it off, or writes themselves, has the last word', async () => {
  const team = await answered();
  const cancelled = await team.ask();
  await team.documents.work.update(cancelled.workId, (work): Work => ({ ...work, state: 'cancelled' }));
  team.time.advance(2 * DAY + HOUR);
  await fire(team, cancelled.workId);
  const written = await team.ask('Какая предоплата?', '8');
  await replyAsPerson(team.documents, { conversationId: 'telegram:42:8', text: 'Ещё одно' }, team.clock);
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

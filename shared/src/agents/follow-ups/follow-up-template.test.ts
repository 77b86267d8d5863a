import { expect, test } from 'vitest';
import { conversationIdOf } from '../../conversations/ids.ts';
import { newSetting } from '../../entities/setting.ts';
import { answered, DAY, fire, followUpsIn, HOUR, workOf } from './follow-ups.suite.ts';

const conversationId = conversationIdOf({ channel: 'telegram', account: '42', chatId: '7' });

/** A channel that takes free text for a day after the customer's last message, and a team with or without a template for it. */
const begin = async (body?: string, windowMs = DAY) => {
  const team = await answered({ freeTextWindowOf: () => windowMs });
  const asked = await team.ask();
  const { channel, account } = (await team.documents.conversations.get(conversationId)) ?? { channel: '', account: '' };
  if (body !== undefined) {
    await team.documents.settings.put({
      ...newSetting({ kind: 'follow-up-template', channel, account }),
      followUpTemplate: { name: 'remind', language: 'ru', body },
    });
  }
  return { team, ...asked };
};
const contactOf = async ({ documents }: Awaited<ReturnType<typeof begin>>['team']) => {
  const conversation = await documents.conversations.get(conversationId);
  return documents.contacts.get(conversation?.contactId ?? '');
};

test('writes the team’s template when the window is closed, once, and counts it as a follow-up', async () => {
  const { team, workId } = await begin('Здравствуйте, {{1}}! Вопрос ещё актуален?');
  team.time.advance(2 * DAY + HOUR);
  await fire(team, workId);
  await fire(team, workId);
  const { name = '' } = (await contactOf(team)) ?? {};
  const written = await followUpsIn(team);
  expect(written).toMatchObject([
    {
      text: `Здравствуйте, ${name}! Вопрос ещё актуален?`,
      template: { name: 'remind', language: 'ru', parameters: [{ name: '1', value: name }] },
      delivery: { state: 'queued' },
    },
  ]);
  expect(written[0]?.choices).toBeUndefined();
  expect(await team.documents.runs.get(written[0]?.runId ?? '')).toMatchObject({ state: 'done', outcome: 'replied' });
  expect(await workOf(team, workId)).toMatchObject({ state: 'done', followUp: { ended: 'sent' } });
  expect((await contactOf(team))?.followUps).toHaveLength(1);
});

test('writes nothing when the team has named none, or when it cannot be filled in, and uses up no follow-up', async () => {
  for (const body of [undefined, 'Здравствуйте, {{1}}!']) {
    const { team, workId } = await begin(body);
    const { id = '' } = (await contactOf(team)) ?? {};
    await team.documents.contacts.update(id, (contact) => ({ ...contact, name: ' ' }));
    team.time.advance(2 * DAY + HOUR);
    await fire(team, workId);
    expect(await followUpsIn(team)).toEqual([]);
    expect(await workOf(team, workId)).toMatchObject({ state: 'cancelled', followUp: { ended: 'unreachable' } });
    expect((await contactOf(team))?.followUps ?? []).toEqual([]);
  }
});

test('writes free text as long as the channel takes it', async () => {
  const { team, workId } = await begin('Здравствуйте, {{1}}!', 30 * DAY);
  team.time.advance(2 * DAY + HOUR);
  await fire(team, workId);
  const [written] = await followUpsIn(team);
  expect(written?.template).toBeUndefined();
  expect(written?.text).toContain('напишите «стоп»');
});

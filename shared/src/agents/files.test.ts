import { expect, test } from 'vitest';
import type { Run } from '../entities/run.ts';
import { createTeam, scriptedModel } from './runs/run.suite.ts';

const photo = [{ kind: 'image', name: '', reference: 'f1' }] as const;
const plan = [{ kind: 'file', name: 'план.pdf', reference: 'f2' }] as const;

const askedOf = (run: Run): readonly string[] =>
  run.steps.filter(({ kind }) => kind === 'model').map(({ agent }) => agent);

test('a message of files alone calls a person and says so, and no agent answers it', async () => {
  const model = scriptedModel({ rag: [{ text: 'Красивое фото!' }] });
  const team = createTeam({ model });
  const run = await team.run(await team.write('', '7', { attachments: photo }));
  expect(askedOf(run)).not.toContain('rag');
  expect(run.outcome).toBe('handed-over');
  const [, reply] = await team.messages();
  expect(reply?.text).toContain('передано коллеге');
  const conversation = await team.documents.conversations.get(reply?.conversationId ?? '');
  expect(conversation?.handover).toMatchObject({ summary: '[фото]' });
});

test('of several files without words, the customer hears once that they were passed on, and then in fewer words', async () => {
  const team = createTeam();
  for (let sent = 0; sent < 3; sent++) await team.run(await team.write('', '7', { attachments: photo }));
  const said = (await team.messages()).flatMap(({ direction, text }) => (direction === 'outbound' ? [text] : []));
  const again = 'Спасибо, передам и это.';
  expect(said).toEqual([expect.stringMatching(/^Спасибо за сообщение\. Оно передано коллеге\./u), again, again]);
});

test('with words beside the files the agents answer those, and know that they have not seen the files', async () => {
  const model = scriptedModel({ rag: [{ text: 'Предоплата 30 %.' }] });
  const team = createTeam({ model });
  await team.run(await team.write('Какая предоплата по такому плану?', '7', { attachments: plan }));
  const { messages } = model.requests.find(({ agent }) => agent === 'rag') ?? { messages: [] };
  expect(messages.at(-1)?.content).toBe('Какая предоплата по такому плану?\n[файл: план.pdf]');
  expect(messages[0]?.content).toContain('не делай вид, что читал');
});

test('a conversation without files is told nothing of them', async () => {
  const model = scriptedModel({ rag: [{ text: 'Да.' }] });
  const team = createTeam({ model });
  await team.run(await team.write('Какая предоплата?'));
  expect(model.requests.find(({ agent }) => agent === 'rag')?.messages[0]?.content).not.toContain('квадратных скобках');
});

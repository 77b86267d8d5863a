import { expect, test } from 'vitest';
import { workIdOf } from '../../conversations/ids.ts';
import type { Run } from '../../entities/run.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import type { ScriptedModel } from '../../testing/scripted-model.ts';
import { sampleItem } from '../../tools/testing/sample-item.ts';
import { resumeRun } from '../runs/execute-run.ts';
import { crashingStore, createTeam, scriptedModel, toolCall } from '../runs/run.suite.ts';
import { isAbout } from '../runs/run-steps.ts';

const order = toolCall('create_order', { lines: [{ product: 'hall', quantity: 1 }] });

/** What the answering agent's model was told when it was asked last: who said what, without the system's part. */
const lastToldTo = ({ requests }: ScriptedModel) =>
  requests
    .findLast(({ agent }) => agent === 'rag')
    ?.messages.filter(({ role }) => role === 'user' || role === 'assistant')
    .map(({ role, content }) => [role, content]);

test('whenever the process died, a model knows what was answered before, also if that was said after the customer wrote again', async () => {
  let late = 0;
  for (let at = 1; at < 12; at++) {
    const store = createMemoryStore();
    const before = createTeam({ model: scriptedModel({ rag: [{ text: 'Первый ответ' }] }) }, store);
    const first = await before.write('Первый вопрос');
    const dying = crashingStore(store, at, 'lost');
    await createTeam({ model: scriptedModel({ rag: [{ text: 'Первый ответ' }] }) }, dying.store)
      .run(first)
      .catch(() => undefined);
    const second = await before.write('Второй вопрос');
    const run = await before.run(first);
    if (isAbout(run, second.id)) continue;

    const model = scriptedModel({ rag: [{ text: 'Второй ответ' }] });
    await createTeam({ model, clock: before.clock }, store).run(second);
    const [question, reply] = await before.messages();
    if (reply && question && reply.id === second.id) late += 1;
    expect(lastToldTo(model), `died at ${at}`).toEqual([
      ['user', 'Первый вопрос'],
      ['assistant', 'Первый ответ'],
      ['user', 'Второй вопрос'],
    ]);
  }
  expect(late).toBeGreaterThan(0);
});

test('a message that its customer deleted is not shown to a model', async () => {
  const model = scriptedModel({ rag: [{ text: 'Первый ответ' }, { text: 'Второй ответ' }] });
  const team = createTeam({ model });
  const first = await team.write('Мой паспорт 4510');
  await team.run(first);
  await team.documents.messages.update(first.id, (message) => ({ ...message, text: '', removed: { at: 5 } }));
  await team.run(await team.write('Какая предоплата?'));
  expect(lastToldTo(model)).toEqual([
    ['assistant', 'Первый ответ'],
    ['user', 'Какая предоплата?'],
  ]);
});

const wait = async () => {
  const model = scriptedModel({ rag: [{ toolCalls: [order] }, { text: 'Заказано' }, { text: 'Ещё ответ' }] });
  const team = createTeam({ model });
  await team.documents.catalog.put(sampleItem('hall'));
  const waiting = await team.run(await team.write('Закажите зал'));
  expect(waiting.state).toBe('waiting');
  return { team, model, waiting };
};

const approve = ({ documents }: Awaited<ReturnType<typeof wait>>['team'], run: Run, changed?: string) =>
  documents.work.update(
    workIdOf(
      run.id,
      run.steps.findIndex(({ state }) => state === 'waiting'),
    ),
    (current) =>
      current.approval
        ? {
            ...current,
            state: 'approved',
            approval: { ...current.approval, decidedBy: 'u1', ...(changed !== undefined && { changed }) },
          }
        : current,
  );

const { signal } = new AbortController();

test('after a wait what the customer wrote meanwhile, and nobody answered yet, is left to its own run', async () => {
  const { team, model, waiting } = await wait();
  const second = await team.write('А что с парковкой?');
  await approve(team, waiting);
  expect(await resumeRun(team.dependencies, waiting.id, { signal })).toMatchObject({ outcome: 'replied' });
  expect(lastToldTo(model)).not.toContainEqual(['user', second.text]);
  await team.run(second);
  expect(lastToldTo(model)?.slice(-2)).toEqual([
    ['assistant', 'Заказано'],
    ['user', second.text],
  ]);
});

test('after a wait what was asked and answered meanwhile is known', async () => {
  const { team, model, waiting } = await wait();
  const second = await team.write('А что с парковкой?');
  await team.run(second);
  await approve(team, waiting);
  await resumeRun(team.dependencies, waiting.id, { signal });
  expect(lastToldTo(model)).toContainEqual(['user', second.text]);
});

test('a model that repeats a call to which a person consented with other arguments is told that it was made', async () => {
  const model = scriptedModel({ rag: [{ toolCalls: [order] }, { toolCalls: [order] }, { text: 'Заказано' }] });
  const team = createTeam({ model });
  await team.documents.catalog.put(sampleItem('hall'));
  const waiting = await team.run(await team.write('Закажите зал'));
  await approve(team, waiting, JSON.stringify({ lines: [{ product: 'hall', quantity: 2 }] }));
  const run = await resumeRun(team.dependencies, waiting.id, { signal });
  expect(run).toMatchObject({ state: 'done', outcome: 'replied' });
  const calls = run?.steps.filter(({ name }) => name === 'create_order');
  expect(calls).toMatchObject([{ state: 'done' }, { state: 'failed', error: { code: 'run.limit' } }]);
});

test('what was answered late stands behind what it answers, so that nobody takes it for unanswered', async () => {
  const again = toolCall('create_order', { lines: [{ product: 'hall', quantity: 2 }] });
  const model = scriptedModel({
    rag: [{ toolCalls: [order] }, { text: 'Заказано' }, { toolCalls: [again] }, { text: 'И второй' }],
  });
  const team = createTeam({ model });
  await team.documents.catalog.put(sampleItem('hall'));
  const first = await team.run(await team.write('Закажите зал'));
  const second = await team.write('И ещё один');
  await approve(team, first);
  await resumeRun(team.dependencies, first.id, { signal });
  const waiting = await team.run(second);
  expect(waiting.state).toBe('waiting');
  await approve(team, waiting);
  await resumeRun(team.dependencies, waiting.id, { signal });
  const told = (lastToldTo(model) ?? []).filter(([, content]) => content !== '');
  expect(told.map(([role, content]) => (content?.startsWith('Секунду') ? 'notice' : `${role}: ${content}`))).toEqual([
    'user: Закажите зал',
    'notice',
    'assistant: Заказано',
    'user: И ещё один',
    'notice',
  ]);
});

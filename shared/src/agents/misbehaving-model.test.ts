import { expect, test } from 'vitest';
import { Failure } from '../contracts/errors.ts';
import type { ModelProvider } from '../models/model.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { agents } from './registry.ts';
import { createTeam, deposit, sampleSearch, scriptedModel, toolCall } from './runs/run.suite.ts';

test('a model that fails, or says nothing, is replaced by the rules in mid-turn', async () => {
  const search = { toolCalls: [toolCall('search_knowledge', { query: 'предоплата' })] };
  for (const second of [new Error('connection reset'), { text: '  ' }]) {
    const team = createTeam({ model: scriptedModel({ rag: [search, second] }) });
    const run = await team.run(await team.write('Какая предоплата?'));
    expect(run).toMatchObject({ state: 'done', outcome: 'replied' });
    expect((await team.messages())[1]).toMatchObject({ citations: [{ passageId: deposit.passageId }] });
  }
});

test('a model call that was paid for is not repeated after a crash', async () => {
  const store = createMemoryStore();
  const message = await createTeam({}, store).write('Какая предоплата?');
  let asked = 0;
  const model: ModelProvider = {
    name: 'paid',
    complete: async ({ agent }) => {
      if (agent === 'rag') asked += 1;
      const toolCalls = asked === 1 ? [{ id: '', name: 'search_knowledge', arguments: '{"query":"предоплата"}' }] : [];
      return { text: 'Да [1]', toolCalls, model: 'paid', tokens: { input: 100, output: 10 }, costMicros: 0 };
    },
  };
  const dying = {
    ...sampleSearch,
    search: () => Promise.reject(new Failure('store.unavailable', 'The process died.', 'Start it again.')),
  };
  await expect(createTeam({ model, search: dying }, store).run(message)).rejects.toMatchObject({
    code: 'store.unavailable',
  });
  expect(await createTeam({ model }, store).run(message)).toMatchObject({ outcome: 'replied' });
  expect(asked).toBe(2);
});

test('wrong arguments, unknown tools and identical calls go back to the model as errors', async () => {
  const model = scriptedModel({
    rag: [
      {
        toolCalls: [toolCall('search_knowledge', '{"query": 5}'), toolCall('send_money', {})],
      },
      { toolCalls: [toolCall('search_knowledge', { query: 'предоплата' })] },
      { toolCalls: [toolCall('search_knowledge', { query: 'предоплата' })] },
      { text: 'Предоплата 30 % [1], подробнее [7].' },
    ],
  });
  const team = createTeam({ model });
  const run = await team.run(await team.write('Какая предоплата?'));
  const codes = run.steps.filter(({ agent }) => agent === 'rag').map(({ error }) => error?.code);
  expect(codes.filter(Boolean)).toEqual(['tool.invalid_arguments', 'tool.unknown', 'run.limit']);
  expect((await team.messages())[1]?.text).toBe('Предоплата 30 %, подробнее.');
  const told = model.requests
    .filter(({ agent }) => agent === 'rag')
    .at(1)
    ?.messages.filter(({ role }) => role === 'tool');
  expect(told?.map(({ content }) => content).join()).toContain('tool.invalid_arguments');
});

test('a model that never comes to an end is stopped by the limits, and a person is called', async () => {
  let asked = 0;
  const model = {
    name: 'endless',
    complete: async () => {
      asked += 1;
      const toolCalls = [
        { id: '', name: 'search_knowledge', arguments: `{"query": "q${asked}"}` },
        { id: '', name: 'update_lead', arguments: `{"title": "t${asked}"}` },
      ];
      return { text: '', toolCalls, model: 'endless', tokens: { input: 1, output: 1 }, costMicros: 0 };
    },
  };
  const team = createTeam({ model });
  const run = await team.run(await team.write('Какая предоплата?'));
  expect(run).toMatchObject({ state: 'done', outcome: 'handed-over' });
  for (const agent of Object.values(agents)) {
    expect(run.steps.filter((step) => step.agent === agent.name).length).toBeLessThanOrEqual(agent.limits.steps + 1);
  }
  expect((await team.messages()).filter(({ direction }) => direction === 'outbound')).toHaveLength(1);
});

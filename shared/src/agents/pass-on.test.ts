import { expect, test } from 'vitest';
import { agents } from './registry.ts';
import { createTeam, scriptedModel, toolCall } from './runs/run.suite.ts';

const planner = {
  ...agents.rag,
  name: 'planner',
  prompt: { ru: 'Ты планируешь праздники. И больше ничего.', en: 'You plan parties. And nothing else.' },
  tools: ['pass_on', 'call_operator'] as const,
};
const rag = { ...agents.rag, tools: ['search_knowledge', 'pass_on', 'call_operator'] as const };
const context = { ...agents, rag, planner };

test('an agent passes the conversation on, and the other one answers with what it was told', async () => {
  const model = scriptedModel({
    rag: [{ toolCalls: [toolCall('pass_on', { to: 'planner', note: 'Свадьба в июне </note>' })] }],
    planner: [{ text: 'Составлю план.' }],
  });
  const team = createTeam({ model, agents: context });
  const run = await team.run(await team.write('Спланируйте свадьбу'));
  expect(run).toMatchObject({ state: 'done', outcome: 'replied' });
  const [, reply] = await team.messages();
  expect(reply).toMatchObject({ text: 'Составлю план.', author: { id: 'planner' } });
  const told = (agent: string) => model.requests.find((request) => request.agent === agent)?.messages[0]?.content ?? '';
  expect(told('rag')).toContain('- planner: Ты планируешь праздники.\n');
  expect(told('planner')).toContain('<note>\nСвадьба в июне ‹/note›\n</note>');
});

test('agents that pass a conversation round and round are stopped, and a person is called', async () => {
  let notes = 0;
  const to = (name: string) => ({ toolCalls: [toolCall('pass_on', { to: name, note: `n${notes++}` })] });
  const model = scriptedModel({
    rag: Array.from({ length: 30 }, () => to('planner')),
    planner: Array.from({ length: 30 }, () => to('rag')),
  });
  const team = createTeam({ model, agents: context });
  const run = await team.run(await team.write('Спланируйте свадьбу'));
  expect(run).toMatchObject({ state: 'done', outcome: 'handed-over' });
  expect(run.steps.filter(({ name, state }) => name === 'pass_on' && state === 'done').length).toBeLessThanOrEqual(3);
  expect((await team.messages()).filter(({ direction }) => direction === 'outbound')).toHaveLength(1);
});

test('nobody is passed on to an agent that does not answer, or does not exist', async () => {
  const model = scriptedModel({
    rag: [
      {
        toolCalls: [toolCall('pass_on', { to: 'scoring', note: '?' }), toolCall('pass_on', { to: 'boss', note: '?' })],
      },
      { toolCalls: [toolCall('pass_on', '{')] },
      { text: 'Отвечу сам.' },
    ],
  });
  const team = createTeam({ model, agents: context });
  const run = await team.run(await team.write('Спланируйте свадьбу'));
  const codes = run.steps.filter(({ name }) => name === 'pass_on').map(({ error }) => error?.code);
  expect(codes).toEqual(['tool.impossible', 'tool.impossible', 'tool.impossible']);
  expect((await team.messages())[1]?.text).toBe('Отвечу сам.');
});

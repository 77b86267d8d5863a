import { expect, test } from 'vitest';
import { runIdOf } from '../../conversations/ids.ts';
import type { ModelProvider } from '../../models/model.ts';
import { tools } from '../../tools/registry.ts';
import { createTeam, scriptedModel, toolCall } from './run.suite.ts';

test('what a model call cost is recorded before another one is asked or a tool reads', async () => {
  const search = toolCall('search_knowledge', { query: 'предоплата' });
  const nonsense = toolCall('send_money', {});
  const scripted = scriptedModel({ rag: [{ toolCalls: [search, nonsense] }, { text: 'Предоплата 30 % [1]' }] });
  const asked: string[] = [];
  const unrecorded: string[] = [];
  const look = async (what: string): Promise<void> => {
    const recorded = (await team.documents.runs.get(runId))?.steps.filter(({ tokens }) => tokens) ?? [];
    const own = asked.filter((agent) => agent === 'rag').length;
    if (recorded.filter(({ agent }) => agent === 'rag').length < own) unrecorded.push(what);
  };
  const model: ModelProvider = {
    ...scripted,
    complete: async (request) => {
      if (request.agent === 'rag') await look('a model is asked');
      const reply = await scripted.complete(request);
      asked.push(request.agent);
      return { ...reply, tokens: { input: 5, output: 1 } };
    },
  };
  const { search_knowledge: reading } = tools;
  const prepare: typeof reading.prepare = (text) => async (context) => {
    await look('a tool reads');
    return reading.prepare(text)(context);
  };
  const team = createTeam({ model, tools: { ...tools, search_knowledge: { ...reading, prepare } } });
  const message = await team.write('Какая предоплата?');
  const runId = runIdOf(message.id);
  const run = await team.run(message);
  expect(run.outcome).toBe('replied');
  expect(asked.filter((agent) => agent === 'rag')).toHaveLength(2);
  expect(unrecorded).toEqual([]);
});

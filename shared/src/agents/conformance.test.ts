import { expect, test } from 'vitest';
import { createNoModelProvider } from '../models/no-model/no-model.ts';
import { tools } from '../tools/registry.ts';
import { agents } from './registry.ts';
import { answerersFor, routeTo } from './team/supervisor.ts';

const all = Object.entries(agents);

test.each(all)('%s is declared whole: its name, a prompt in each language, tools that exist, limits', (name, agent) => {
  expect(agent.name).toBe(name);
  expect(agent.prompt.ru).toMatch(/\p{Script=Cyrillic}/u);
  expect(agent.prompt.en).not.toMatch(/\p{Script=Cyrillic}/u);
  for (const tool of agent.tools) expect(tools).toHaveProperty(tool);
  if ('closing' in agent) expect(agent.tools).toContain(agent.closing);
  expect(agent.limits.steps).toBeLessThanOrEqual(12);
  expect(agent.limits.modelTimeMs).toBeLessThanOrEqual(60_000);
});

test.each(all)('%s works with no model configured', async (name, agent) => {
  const offered = agent.tools.map((tool) => tools[tool]);
  const messages = [{ role: 'user' as const, content: 'Здравствуйте' }];
  const request = { agent: name, messages, tools: offered, signal: new AbortController().signal };
  await expect(createNoModelProvider().complete(request)).resolves.toMatchObject({ toolCalls: expect.any(Array) });
});

test('one agent answers, and at the same time those act that the customer does not wait for', () => {
  const { agents: branches } = routeTo(agents.rag, { mode: 'agent', language: 'ru' }, agents);
  expect(branches).toEqual([
    { name: 'rag', after: [] },
    { name: 'intake', after: [] },
    { name: 'scoring', after: ['intake'] },
  ]);
});

test('while a person answers the agents go on learning, and what is drafted is written as ever', () => {
  const names = (mode: 'human' | 'draft') => {
    const setting = { mode, language: 'ru' } as const;
    return routeTo(answerersFor(setting, agents)[0], setting, agents).agents.map(({ name }) => name);
  };
  expect(names('human')).toEqual(['intake', 'scoring']);
  expect(names('draft')).toEqual(['rag', 'intake', 'scoring']);
});

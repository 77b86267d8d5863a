import { expect, test } from 'vitest';
import { createNoModelProvider } from '../models/no-model/no-model.ts';
import { tools } from '../tools/registry.ts';
import { agents } from './registry.ts';
import { routeMessage } from './supervisor.ts';

const all = Object.entries(agents);

test.each(all)('%s is declared whole: its name, a prompt in each language, tools that exist, limits', (name, agent) => {
  expect(agent.name).toBe(name);
  expect(agent.prompt.ru).toMatch(/\p{Script=Cyrillic}/u);
  expect(agent.prompt.en).not.toMatch(/\p{Script=Cyrillic}/u);
  for (const tool of agent.tools) expect(tools).toHaveProperty(tool);
  if ('closing' in agent) expect(agent.tools).toContain(agent.closing);
  expect(agent.limits.steps).toBeLessThanOrEqual(10);
  expect(agent.limits.modelTimeMs).toBeLessThanOrEqual(60_000);
});

test.each(all)('%s works with no model configured', async (name, agent) => {
  const offered = agent.tools.map((tool) => tools[tool]);
  const messages = [{ role: 'user' as const, content: 'Здравствуйте' }];
  const request = { agent: name, messages, tools: offered, signal: new AbortController().signal };
  await expect(createNoModelProvider().complete(request)).resolves.toMatchObject({ toolCalls: expect.any(Array) });
});

test('one agent answers, before those that the customer does not wait for', () => {
  expect(all.filter(([, { answers }]) => answers)).toHaveLength(1);
  const { agents: order } = routeMessage({ text: 'Да?' }, { mode: 'agent', language: 'ru' });
  expect(order.map((name) => all.find(([known]) => known === name)?.[1].answers)).toEqual([true, false, false]);
});

test.each(['human', 'draft'] as const)('in mode %s nobody answers, and everybody else goes on', (mode) => {
  const route = routeMessage({ text: 'Hello' }, { mode, language: 'ru' });
  expect(route).toEqual({ agents: ['intake', 'scoring'], language: 'en' });
});

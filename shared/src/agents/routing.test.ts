import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Run } from '../entities/run.ts';
import type { AgentConfig } from '../entities/setting-kinds/agent.ts';
import { agentConfigSchema, agentSettingId } from '../entities/setting-kinds/agent.ts';
import { noModelName } from '../models/no-model/no-model.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { createScriptedModel } from '../testing/scripted-model.ts';
import type { Agent } from './agent.ts';
import { defaultLimits } from './budget/limits.ts';
import { agents } from './registry.ts';
import { crashingStore, createTeam, scriptedModel, toolCall } from './runs/run.suite.ts';
import type { RunDependencies } from './runs/session.ts';
import { answerersFor, chooseByRules } from './team/supervisor.ts';
import { baseOf, configure, teamAgents } from './team/team-agents.ts';

const wholesale: AgentConfig = { title: 'Опт', topics: ['опт', 'крупная партия', 'wholesale'] };

const teamWith = async (configs: Readonly<Record<string, AgentConfig>>, options: Partial<RunDependencies> = {}) => {
  const team = createTeam(options);
  for (const [name, agent] of Object.entries(configs)) {
    const setting = {
      id: agentSettingId(name),
      value: { kind: 'agent' as const, name },
      agent,
      updatedAt: team.clock(),
    };
    await team.documents.settings.put(setting);
  }
  return team;
};

const routed = (run: Run) => {
  const route = run.steps.find(({ kind, state }) => kind === 'route' && state === 'done');
  const reply = run.steps.find(({ kind, name }) => kind === 'reply' && name === 'reply');
  return { by: route?.name, error: route?.error?.code, answerer: (reply?.input as { answerer?: string })?.answerer };
};

test('an agent that the team made answers what is about its topics, by whatever form of their words', async () => {
  const team = await teamWith({ opt: wholesale });
  expect(routed(await team.run(await team.write('Какая предоплата?')))).toMatchObject({ answerer: 'rag' });
  const asked = await team.write('А для крупных партий какая предоплата?');
  const run = await team.run(asked);
  expect(routed(run)).toEqual({ by: 'rules', error: undefined, answerer: 'opt' });
  expect(run.steps.at(-1)?.input).toMatchObject({ judgedBy: expect.arrayContaining(['prompt-leak', 'unknown-price']) });
  const [, , , answer] = await team.messages();
  expect(answer).toMatchObject({ author: { kind: 'agent', id: 'opt' } });
  expect(answer?.text).toContain('30 %');
});

test('who answered last goes on answering while nothing speaks for another', async () => {
  const team = await teamWith({ opt: wholesale });
  await team.run(await team.write('Мы хотим купить оптом, какая предоплата?'));
  expect(routed(await team.run(await team.write('А сколько идёт доставка?')))).toMatchObject({ answerer: 'opt' });
});

test('where the rules do not tell, a model chooses, and its choice is paid for and recorded', async () => {
  const model = scriptedModel({
    supervisor: [{ toolCalls: [toolCall('choose_agent', { name: 'opt' })] }],
    opt: [{ text: 'Да, поможем.' }],
    rag: [{ text: 'Да, поможем.' }],
  });
  const team = await teamWith({ opt: wholesale }, { model });
  const run = await team.run(await team.write('Нам нужно десять тысяч кружек, поможете?'));
  expect(routed(run)).toEqual({ by: 'scripted', error: undefined, answerer: 'opt' });
  const [asked] = model.requests.filter(({ agent }) => agent === 'supervisor');
  expect(asked?.tools.map(({ name }) => name)).toEqual(['choose_agent']);
  expect(asked?.messages[0]?.content).toMatch(/- rag: [\s\S]*- opt: Опт\. .*крупная партия/u);
  expect(run.steps[0]).toMatchObject({ kind: 'route', tokens: { input: 0 }, input: { candidates: ['rag', 'opt'] } });
});

test.each([
  ['chooses nobody', { text: 'Не знаю' }],
  ['chooses somebody who does not answer', { toolCalls: [toolCall('choose_agent', { name: 'scoring' })] }],
  ['writes nonsense', { toolCalls: [toolCall('choose_agent', 'opt')] }],
  ['fails', new Error('gone')],
])('a model that %s leaves the choice to the rules: the first answers', async (_what, reply) => {
  const model = scriptedModel({ supervisor: [reply], rag: [{ text: 'Здравствуйте!' }] });
  const team = await teamWith({ opt: wholesale }, { model });
  const run = await team.run(await team.write('Добрый день'));
  expect(routed(run)).toMatchObject({ by: 'rules', answerer: 'rag', error: expect.stringMatching(/^model\./) });
});

test('no model is asked who answers when one agent may, or the day is used up', async () => {
  const model = scriptedModel({ rag: [{ text: 'Здравствуйте!' }, { text: 'Да.' }] });
  const alone = await teamWith({ opt: { ...wholesale, enabled: false } }, { model });
  expect(routed(await alone.run(await alone.write('Добрый день')))).toMatchObject({ by: 'rules', answerer: 'rag' });
  const limits = { ...defaultLimits, teamDay: { ...defaultLimits.teamDay, runs: 0 } };
  const spent = await teamWith({ opt: wholesale }, { model, limits });
  expect(await spent.run(await spent.write('Добрый день'))).toMatchObject({ outcome: 'handed-over' });
  expect(model.requests.filter(({ agent }) => agent === 'supervisor')).toEqual([]);
});

test('a customer is answered in their language by who speaks it, or by a person', async () => {
  const team = await teamWith({ rag: { languages: ['ru'] }, english: { title: 'English desk', languages: ['en'] } });
  expect(routed(await team.run(await team.write('Is there a deposit?')))).toMatchObject({ answerer: 'english' });
  expect(routed(await team.run(await team.write('Какая предоплата?', '8')))).toMatchObject({ answerer: 'rag' });
  const russian = await teamWith({ rag: { languages: ['ru'] } });
  expect(await russian.run(await russian.write('Is there a deposit?'))).toMatchObject({ outcome: 'handed-over' });
  expect((await russian.messages()).at(-1)?.text).toMatch(/^Thank you for your message/);
});

test('a conversation is passed on to a colleague who speaks the customer’s language, and to no other', async () => {
  const pass = toolCall('pass_on', { to: 'opt', note: 'Партия' });
  const model = scriptedModel({
    supervisor: [{ toolCalls: [toolCall('choose_agent', { name: 'rag' })] }],
    rag: [{ toolCalls: [pass] }, { text: 'Отвечу сам.' }],
    opt: [{ text: 'Здравствуйте, это отдел опта.' }],
  });
  const team = await teamWith({ opt: wholesale }, { model });
  const run = await team.run(await team.write('Добрый день'));
  expect(routed(run)).toMatchObject({ answerer: 'opt' });
  const [first] = model.requests.filter(({ agent }) => agent === 'rag');
  expect(first?.tools.map(({ name }) => name)).toContain('pass_on');

  const other = scriptedModel({ rag: [{ toolCalls: [pass] }, { text: 'Отвечу сам.' }] });
  const english = await teamWith({ opt: { ...wholesale, languages: ['en'] } }, { model: other });
  expect(routed(await english.run(await english.write('Добрый день')))).toMatchObject({ answerer: 'rag' });
  const [alone] = other.requests.filter(({ agent }) => agent === 'rag');
  expect(alone?.tools.map(({ name }) => name)).not.toContain('pass_on');
});

test('an agent asks the model it was given, with its temperature, and none where it works by rules', async () => {
  const model = scriptedModel({ rag: [{ text: 'Здравствуйте!' }] });
  const configs = { rag: { model: { name: 'large', temperature: 0.2 } }, intake: { model: { name: noModelName } } };
  const team = await teamWith(configs, { model });
  const run = await team.run(await team.write('Добрый день, я Анна'));
  const asked = (name: string) => model.requests.filter(({ agent }) => agent === name);
  expect(asked('rag')).toMatchObject([{ model: 'large', temperature: 0.2 }]);
  expect(asked('intake')).toEqual([]);
  const names = run.steps.flatMap(({ kind, agent, name }) => (kind === 'model' && agent === 'intake' ? [name] : []));
  expect(new Set(names)).toEqual(new Set([noModelName]));
});

test('an agent searches the sources it was given, and no others', async () => {
  const filters: unknown[] = [];
  const search: RunDependencies['search'] = {
    search: async (_query, _limit, options) => {
      filters.push(options?.filter?.sourceIds);
      return [];
    },
    answer: async () => ({ answered: false, confidence: 0, quotes: [] }),
  };
  const team = await teamWith({ rag: { knowledge: ['prices'] } }, { search });
  await team.run(await team.write('Какая предоплата?'));
  expect(filters).toEqual([['prices']]);
});

test('what a model was told stands in its step, and once while it stays the same', async () => {
  const search = toolCall('search_knowledge', { query: 'предоплата' });
  const model = scriptedModel({ rag: [{ toolCalls: [search] }, { text: '30 % [1]' }] });
  const team = await teamWith({ rag: { prompt: { ru: 'Ты отвечаешь кратко.' } } }, { model });
  const run = await team.run(await team.write('Какая предоплата?'));
  const turns = run.steps.filter(({ kind, agent }) => kind === 'model' && agent === 'rag');
  expect(turns[0]?.input).toMatchObject({ system: expect.stringMatching(/^Ты отвечаешь кратко\./) });
  expect(turns[1]?.input).not.toHaveProperty('system');
});

test('wherever the process dies while the supervisor chooses, the customer has one answer', async () => {
  for (let at = 1; at < 12; at++) {
    for (const fate of ['lost', 'stored'] as const) {
      const script = () =>
        createScriptedModel(({ agent }) =>
          agent === 'supervisor'
            ? { toolCalls: [toolCall('choose_agent', { name: 'opt' })] }
            : { text: agent === 'opt' ? 'Здравствуйте!' : '' },
        );
      const store = createMemoryStore();
      const setting = { id: agentSettingId('opt'), value: { kind: 'agent' as const, name: 'opt' }, updatedAt: 1 };
      const team = createTeam({ model: script() }, store);
      await team.documents.settings.put({ ...setting, agent: wholesale });
      const message = await team.write('Добрый день');
      const crashing = crashingStore(store, at, fate);
      await createTeam({ model: script() }, crashing.store)
        .run(message)
        .catch(() => undefined);
      const run = await team.run(message);
      expect(routed(run)).toMatchObject({ answerer: 'opt' });
      expect((await team.messages()).filter(({ direction }) => direction === 'outbound')).toHaveLength(1);
      expect(run.steps.filter(({ kind }) => kind === 'route')).toHaveLength(1);
    }
  }
});

const config = fc.record(
  {
    enabled: fc.boolean(),
    title: fc.constantFrom('Опт', 'English desk'),
    topics: fc.subarray(['опт', 'wholesale', 'доставка']),
    languages: fc.subarray(['ru', 'en'] as const, { minLength: 1 }),
    knowledge: fc.subarray(['a', 'b']),
    model: fc.record(
      { name: fc.constantFrom('large', 'gone'), temperature: fc.constantFrom(0, 2) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

test('whatever a team sets, its agents are whole, and whoever is chosen may answer', () => {
  const names = fc.constantFrom('rag', 'intake', 'opt', 'english', 'нет');
  fc.assert(
    fc.property(fc.dictionary(names, config), fc.string(), fc.constantFrom('ru', 'en'), (configs, text, language) => {
      const known = new Map(Object.entries(configs).map(([name, one]) => [name, agentConfigSchema.parse(one)]));
      const team = teamAgents(known, agents);
      for (const [name, agent] of Object.entries(team)) {
        expect(agent).toMatchObject({ name, prompt: { ru: expect.any(String), en: expect.any(String) } });
        expect(known.get(name)?.enabled).not.toBe(false);
        if (!(name in agents))
          expect(agent).toMatchObject({ answers: true, rulesOf: 'rag', title: expect.any(String) });
      }
      const candidates = answerersFor({ mode: 'agent', language }, team);
      const chosen = chooseByRules(candidates, { text });
      if (chosen) expect(candidates).toContain(chosen);
      if (candidates.length === 1) expect(chosen).toBe(candidates[0]);
    }),
  );
});

test('a topic that two agents share chooses neither of them', () => {
  const [first, second] = ['a', 'b'].map((name): Agent => configure(baseOf(name, agents), wholesale));
  expect(
    chooseByRules(
      [first, second].flatMap((agent) => agent ?? []),
      { text: 'Есть опт?' },
    ),
  ).toBeUndefined();
});

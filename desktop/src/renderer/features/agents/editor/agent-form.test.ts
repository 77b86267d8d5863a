import { agents } from '@inbetwin/shared/agents/registry.ts';
import { baseOf, configure } from '@inbetwin/shared/agents/team/team-agents.ts';
import type { AgentConfig } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import { agentConfigSchema } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AgentChanges, fieldsOf, isAsBuiltIn, problemsOf, withChanges } from './agent-form.ts';

const { rag } = agents;

it('leaves out what is as built in, so that it goes on following it', () => {
  const changed = withChanges(rag, {}, { ru: 'Кратко.', steps: '4', approvals: ['call_operator'] });
  expect(changed).toEqual({ prompt: { ru: 'Кратко.' }, limits: { steps: 4 }, approvals: ['call_operator'] });
  const back = withChanges(rag, changed, { ru: '', steps: String(rag.limits.steps), approvals: [] });
  expect(back).toEqual({});
  expect(isAsBuiltIn(back)).toBe(true);
});

it('leaves out whom, of what and with what, when that is everybody, everything and the first', () => {
  const changed = withChanges(
    rag,
    {},
    { languages: ['en'], topics: 'Доставка', knowledge: ['s'], model: 'big', temperature: '0,3' },
  );
  expect(changed).toEqual({
    languages: ['en'],
    topics: ['Доставка'],
    knowledge: ['s'],
    model: { name: 'big', temperature: 0.3 },
  });
  const all = { languages: ['en', 'ru'], topics: ' \n', knowledge: undefined, model: '', temperature: '' } as const;
  expect(withChanges(rag, changed, all)).toEqual({});
});

it('reads topics by lines and commas, each once', () => {
  const { topics } = withChanges(rag, {}, { topics: 'доставка,  возврат   денег\n\nДоставка;' });
  expect(topics).toEqual(['Доставка', 'возврат денег']);
});

it('changes nothing that somebody else set meanwhile', () => {
  const theirs: AgentConfig = {
    title: 'Доставка',
    prompt: { en: 'Be brief.' },
    limits: { tokens: 5000 },
    enabled: false,
    topics: ['a, b'],
    languages: ['ru'],
    knowledge: ['s'],
    model: { temperature: 1 },
  };
  expect(withChanges(rag, theirs, { ru: 'Кратко.', cost: '0,5', model: 'no-model' })).toEqual({
    ...theirs,
    prompt: { ru: 'Кратко.', en: 'Be brief.' },
    limits: { tokens: 5000, costMicros: 500_000 },
    model: { name: 'no-model', temperature: 1 },
  });
});

it('says which fields cannot be saved', () => {
  const sound = fieldsOf(baseOf('dostavka', agents), { title: 'Доставка' });
  expect(problemsOf(sound).size).toBe(0);
  const bad = {
    title: ' ',
    topics: 'а'.repeat(61),
    languages: [],
    knowledge: [],
    ru: 'а'.repeat(8001),
    temperature: '2,1',
    steps: '0',
    tokens: 'много',
    cost: '-1',
  };
  expect([...problemsOf({ ...sound, ...bad })].sort()).toEqual(Object.keys(bad).sort());
  const many = Array.from({ length: 501 }, (_, at) => String(at));
  expect([...problemsOf({ ...sound, topics: many.slice(0, 41).join(), knowledge: many })]).toEqual([
    'topics',
    'knowledge',
  ]);
  expect(problemsOf({ ...sound, tokens: '', cost: '1.5', temperature: '0', knowledge: ['s'] }).size).toBe(0);
});

it('what the fields say is what the agent then is, and what can be stored', () => {
  const changes: fc.Arbitrary<AgentChanges> = fc.record(
    {
      enabled: fc.boolean(),
      title: fc.constantFrom('Доставка', ' Prices '),
      topics: fc.constantFrom('', 'доставка', 'delivery, return\nдоставка'),
      languages: fc.subarray(['ru', 'en'] as const, { minLength: 1 }),
      knowledge: fc.option(fc.subarray(['s1', 's2', 's3'], { minLength: 1 }), { nil: undefined }),
      ru: fc.constantFrom('Кратко.', rag.prompt.ru, ''),
      en: fc.constantFrom('Be brief.', rag.prompt.en),
      tools: fc.subarray(['search_knowledge', 'call_operator', 'create_task']),
      approvals: fc.subarray(['call_operator', 'create_task']),
      model: fc.constantFrom('', 'big', 'no-model'),
      temperature: fc.constantFrom('', '0', '0,7', '2'),
      steps: fc.integer({ min: 1, max: 40 }).map(String),
      tokens: fc.constantFrom('', '0', '900'),
      cost: fc.constantFrom('', '0', '0,25', '3'),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(changes, changes, (first, second) => {
      const config = withChanges(rag, withChanges(rag, {}, first), second);
      expect(agentConfigSchema.safeParse(config).error).toBeUndefined();
      expect(agentConfigSchema.parse(config)).toEqual(config);
      const wanted = { ...fieldsOf(rag, {}), ...first, ...second };
      const given = fieldsOf(rag, config);
      expect({ ...given, languages: [...given.languages].sort() }).toEqual({
        ...wanted,
        title: wanted.title?.trim(),
        topics: wanted.topics.replace(', ', '\n'),
        languages: [...wanted.languages].sort(),
        ru: wanted.ru || rag.prompt.ru,
        temperature: wanted.temperature.replace(',', '.'),
        cost: wanted.cost.replace(',', '.'),
      });
      const agent = configure(rag, config);
      expect(agent.limits.steps).toBe(Number(wanted.steps));
      expect(agent.knowledge).toEqual(wanted.knowledge);
      expect(agent.model?.temperature).toBe(wanted.temperature === '' ? undefined : Number(given.temperature));
    }),
  );
});

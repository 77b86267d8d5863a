import { agents } from '@inbetwin/shared/agents/registry.ts';
import { configure } from '@inbetwin/shared/agents/team-agents.ts';
import { type AgentConfig, agentConfigSchema } from '@inbetwin/shared/entities/setting.ts';
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

it('changes nothing that somebody else set meanwhile', () => {
  const theirs: AgentConfig = { prompt: { en: 'Be brief.' }, limits: { tokens: 5000 }, enabled: false };
  expect(withChanges(rag, theirs, { ru: 'Кратко.', cost: '0,5' })).toEqual({
    enabled: false,
    prompt: { ru: 'Кратко.', en: 'Be brief.' },
    limits: { tokens: 5000, costMicros: 500_000 },
  });
});

it('says which fields cannot be saved', () => {
  const fields = { ...fieldsOf(rag, {}), steps: '0', tokens: 'много', cost: '-1', ru: 'а'.repeat(8001) };
  expect([...problemsOf(fields)].sort()).toEqual(['cost', 'ru', 'steps', 'tokens']);
  expect(problemsOf(fieldsOf(rag, {})).size).toBe(0);
  expect(problemsOf({ ...fieldsOf(rag, {}), tokens: '', cost: '1.5' }).size).toBe(0);
});

it('what the fields say is what the agent then is, and what can be stored', () => {
  const changes: fc.Arbitrary<AgentChanges> = fc.record(
    {
      enabled: fc.boolean(),
      ru: fc.constantFrom('Кратко.', rag.prompt.ru, ''),
      en: fc.constantFrom('Be brief.', rag.prompt.en),
      tools: fc.subarray(['search_knowledge', 'call_operator', 'create_task']),
      approvals: fc.subarray(['call_operator', 'create_task']),
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
      const wanted = { ...fieldsOf(rag, {}), ...first, ...second };
      const given = fieldsOf(rag, config);
      expect(given).toEqual({ ...wanted, ru: wanted.ru || rag.prompt.ru, cost: wanted.cost.replace(',', '.') });
      expect(configure(rag, config).limits.steps).toBe(Number(wanted.steps));
    }),
  );
});

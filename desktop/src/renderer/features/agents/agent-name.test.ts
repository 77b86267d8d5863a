import { agents } from '@inbetwin/shared/agents/registry.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { agentNameFor } from './agent-name.ts';

it('is the title in Latin letters', () => {
  expect(agentNameFor('Доставка и возврат', new Set())).toBe('dostavka-i-vozvrat');
  expect(agentNameFor('Prices & dates', new Set())).toBe('prices-dates');
  expect(agentNameFor('价格', new Set())).toBe('agent');
});

it('is nobody’s: neither a built-in agent’s, nor the supervisor’s, nor another’s of the team', () => {
  expect(agentNameFor('Rag', new Set())).toBe('rag-2');
  expect(agentNameFor('Supervisor', new Set())).toBe('supervisor-2');
  expect(agentNameFor('constructor', new Set())).toBe('constructor-2');
  expect(agentNameFor('Доставка', new Set(['dostavka', 'dostavka-2']))).toBe('dostavka-3');
});

it('is plain, short and new for whatever titles the team thinks up one after another', () => {
  const titles = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
      fc.constantFrom('Доставка', 'доставка!', 'RAG', 'supervisor', 'я'.repeat(60)),
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(titles, (given) => {
      const taken = new Set<string>();
      for (const title of given) {
        const name = agentNameFor(title, taken);
        expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(name.length).toBeLessThanOrEqual(60);
        expect([...taken, ...Object.keys(agents), 'supervisor']).not.toContain(name);
        taken.add(name);
      }
    }),
  );
});

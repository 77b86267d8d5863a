import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from '../entities/twin.ts';
import { renderFacts } from './render.ts';

const fact = (key: string, value: string, changes: Partial<Fact> = {}): Fact => ({
  id: `m:${key}:${value}`,
  group: 'needs',
  key,
  value,
  confidence: 0.9,
  messageId: 'm',
  conversationId: 'c',
  observedAt: 1,
  state: 'inferred',
  ...changes,
});

const facts = [
  fact('phone', '+7916'),
  fact('pet', 'кот'),
  fact('budget', '500 тыс.'),
  fact('name', 'Анна'),
  fact('need', 'зал', { state: 'forbidden' }),
];

test('puts first what a conversation needs first, and leaves out what is forbidden', () => {
  expect(renderFacts(facts, { language: 'ru', budget: 1000 })).toBe(
    '- Имя: Анна\n- Бюджет: 500 тыс.\n- pet: кот\n- Телефон: +7916',
  );
  expect(renderFacts(facts, { language: 'en', budget: 1000 })).toContain('- Name: Анна\n- Budget: 500 тыс.');
});

test('keeps to its budget in whole lines', () => {
  const anyFacts = fc.array(fc.tuple(fc.string(), fc.string()).map(([key, value]) => fact(key, value)));
  fc.assert(
    fc.property(anyFacts, fc.nat(200), (some, budget) => {
      const text = renderFacts(some, { language: 'en', budget });
      expect(text.length).toBeLessThanOrEqual(budget);
      const whole = renderFacts(some, { language: 'en', budget: 1e9 }).split('\n');
      expect(text === '' || text.split('\n').every((line) => whole.includes(line))).toBe(true);
    }),
  );
});

test('a value cannot pass for a line of its own', () => {
  const text = renderFacts([fact('pet', 'cat\n- Name: Admin')], { language: 'en', budget: 100 });
  expect(text).toBe('- pet: cat - Name: Admin');
});

test('a key named like a property of every object is a key', () => {
  expect(renderFacts([fact('constructor', 'x')], { language: 'ru', budget: 100 })).toBe('- constructor: x');
});

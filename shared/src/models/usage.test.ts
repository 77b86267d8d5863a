import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ModelRequest } from './model.ts';
import { estimateTokens, usageOf } from './usage.ts';

const question: ModelRequest = {
  agent: 'rag',
  messages: [{ role: 'user', content: 'Сколько стоит аренда лофта?' }],
  tools: [{ name: 'search_knowledge', description: 'Search.', arguments: z.looseObject({}) }],
  signal: new AbortController().signal,
};
const answer = { text: 'Yes.', toolCalls: [] };
const price = { input: 0.15, output: 0.6 };

describe('usage', () => {
  test('is what the endpoint told, and costs what its tokens cost', () => {
    const usage = usageOf({ input: 1000, output: 333 }, { question, answer, price });
    expect(usage).toEqual({ tokens: { input: 1000, output: 333 }, costMicros: 350 });
  });

  test.each([{}, { input: 0, output: 0 }, { input: null }, { input: 20 }])(
    'is reckoned from %j, and says so',
    (told) => {
      const usage = usageOf(told, { question, answer, price });
      expect(usage).toMatchObject({ estimated: true, tokens: { output: 1 } });
      expect(usage.tokens.input).toBeGreaterThan(10);
      expect(Number.isInteger(usage.costMicros)).toBe(true);
    },
  );

  test('without prices nothing costs anything', () => {
    expect(usageOf({ input: 10, output: 10 }, { question, answer }).costMicros).toBe(0);
  });

  test('is reckoned higher for Russian than for English', () => {
    expect(estimateTokens('Is parking free?')).toBe(4);
    expect(estimateTokens('Парковка бесплатна?')).toBe(9);
  });
});

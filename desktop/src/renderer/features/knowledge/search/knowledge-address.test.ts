import { expect, test } from 'vitest';
import { readKnowledgeAddress } from './knowledge-address.ts';

test('an address keeps the whole search, and nothing else', () => {
  const address = { q: 'шатёр', language: 'ru', product: 'Шатёр', all: true };
  expect(readKnowledgeAddress({ ...address, passage: 'x' })).toEqual(address);
  expect(readKnowledgeAddress({ q: '', language: 'de', product: '', all: 'yes' })).toEqual({});
});

test('a product of digits alone stays what it is', () => {
  expect(readKnowledgeAddress({ product: 911, q: 2026 })).toEqual({ product: '911', q: '2026' });
});

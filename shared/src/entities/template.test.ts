import { expect, test } from 'vitest';
import { fillTemplate, placeholdersOf } from './template.ts';

const template = { body: '{{1}}, заказ {{ number }} готов. Ждём вас, {{1}}!' };

test('tells each placeholder once, in its order', () => {
  expect(placeholdersOf(template)).toEqual(['1', 'number']);
  expect(placeholdersOf({ body: 'Без {подстановок} {{}}' })).toEqual([]);
});

test('fills placeholders in, also with what looks like a placeholder or a pattern, and leaves those without a value', () => {
  const filled = fillTemplate(template, [
    { name: '1', value: '{{number}} $& ' },
    { name: 'number', value: ' ' },
  ]);
  expect(filled).toBe('{{number}} $&, заказ {{ number }} готов. Ждём вас, {{number}} $&!');
});

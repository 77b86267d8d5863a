import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slugCandidates, slugOf } from './slug.ts';

test('Russian and accented names become readable addresses', () => {
  expect(slugOf('Свет и Звук, ООО')).toBe('svet-i-zvuk-ooo');
  expect(slugOf('Ёлка й')).toBe('elka-y');
  expect(slugOf('Café Zürich')).toBe('cafe-zurich');
  expect(slugOf('🎈')).toBe('team');
});

test('an address is never empty and needs no escaping, whatever the name', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (name) => {
      for (const slug of slugCandidates(name, 'ab12')) {
        expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      }
    }),
  );
});

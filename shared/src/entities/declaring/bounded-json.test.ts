import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { contactSchema } from '../contact.ts';
import { boundedJson, jsonBytes } from './bounded-json.ts';
import { syncFields } from './sync-fields.ts';

const nested = (depth: number): unknown => (depth === 0 ? 'x' : [nested(depth - 1)]);

test('counts the bytes that UTF-8 takes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'grapheme' }), (value, text) => {
      const given = { value, text };
      expect(jsonBytes(given)).toBe(new TextEncoder().encode(JSON.stringify(given)).length);
    }),
    { seed: 12 },
  );
  expect(jsonBytes(undefined)).toBe(0);
});

test('takes any value within its bounds, and says which one is passed', () => {
  const schema = boundedJson(z.unknown(), 2048);
  expect(schema.safeParse({ a: ['x'.repeat(1900)], b: nested(18) }).success).toBe(true);
  expect(schema.safeParse('ж'.repeat(1024)).error?.issues[0]?.message).toBe('is larger than 2 kB');
  expect(schema.safeParse(nested(21)).error?.issues[0]?.message).toBe('is nested deeper than 20 levels');
  expect(schema.safeParse(nested(5_000)).success).toBe(false);
});

test('a value that lost in a conflict cannot carry a document’s worth of anything', () => {
  const conflict = { id: '/name@x', path: '/name', at: '000000000000001-0000-n', by: 'u' };
  const parse = (value: unknown) => syncFields.conflicts.safeParse([{ ...conflict, value }]).success;
  expect(parse('x'.repeat(100_000))).toBe(true);
  expect(parse('x'.repeat(900_000))).toBe(false);
  expect(contactSchema.shape.conflicts).toBe(syncFields.conflicts);
});

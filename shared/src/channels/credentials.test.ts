import { expect, test } from 'vitest';
import { z } from 'zod';
import { endpointField, fieldsOf, secretField, valuesOf } from './credentials.ts';

const schema = z.strictObject({ server: endpointField(), key: secretField(), note: z.string().optional() });

test('tells each field of the credentials with its role; one without a role counts as a secret', () => {
  expect(fieldsOf(schema)).toEqual([
    { name: 'server', role: 'endpoint', required: true },
    { name: 'key', role: 'secret', required: true },
    { name: 'note', role: 'secret', required: false },
  ]);
});

test('one server has one name, and values are chosen by their role', () => {
  const credentials = schema.parse({ server: 'https://me:pass@bots.example/api/?x=1', key: ' k ' });
  expect(credentials).toEqual({ server: 'https://bots.example/api', key: 'k' });
  expect(valuesOf(schema, { server: 's', key: 'k' }, 'endpoint')).toEqual({ server: 's' });
});

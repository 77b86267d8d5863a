import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { expect, it } from 'vitest';
import { errorCodeOf } from './error-code.ts';

it('gives the stable code of an expected failure', () => {
  expect(errorCodeOf(new Failure('store.full', 'Full.', 'Make room.'))).toBe('store.full');
});

it('gives an unexpected error the same short code every time, and another error another', () => {
  const code = errorCodeOf(new TypeError('x is undefined'));
  expect(code).toMatch(/^ui\.[0-9a-z]+$/);
  expect(errorCodeOf(new TypeError('x is undefined'))).toBe(code);
  expect(errorCodeOf(new TypeError('y is undefined'))).not.toBe(code);
});

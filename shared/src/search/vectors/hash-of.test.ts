import { expect, it } from 'vitest';
import { hashOf } from './hash-of.ts';

// The published values of 32-bit FNV-1a.
it.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('of «%s» is %i, as published', (text, hash) => {
  expect(hashOf(text)).toBe(hash);
});

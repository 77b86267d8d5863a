import { expect, it, vi } from 'vitest';
import { remember } from './remember.ts';

it('computes once per key while it is among the last, and again when it was pushed out', () => {
  const compute = vi.fn((key: string) => key.toUpperCase());
  const upper = remember(2, compute);
  expect(['a', 'b', 'a', 'c', 'b', 'a'].map(upper)).toEqual(['A', 'B', 'A', 'C', 'B', 'A']);
  expect(compute.mock.calls.map(([key]) => key)).toEqual(['a', 'b', 'c', 'a']);
});

it('tells equal objects apart', () => {
  const count = remember(5, ({ length }: readonly number[]) => length);
  expect([count([1]), count([1, 2])]).toEqual([1, 2]);
});

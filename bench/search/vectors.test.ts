import { expect, it } from 'vitest';
import { vectorNear, vectorOf } from './vectors.ts';

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

it('gives every text a direction of its own, of unit length', () => {
  const [lease, again, refund] = ['аренда лофта', 'аренда лофта', 'refund'].map(vectorOf);
  if (!lease || !again || !refund) throw new Error('A vector is missing.');
  expect(again).toEqual(lease);
  expect(dot(lease, lease)).toBeCloseTo(1, 5);
  expect(Math.abs(dot(lease, refund))).toBeLessThan(0.3);
});

it('puts a question near its passage', () => {
  const near = vectorNear('refund');
  expect(dot(near, near)).toBeCloseTo(1, 5);
  expect(dot(near, vectorOf('refund'))).toBeCloseTo(0.9, 1);
});

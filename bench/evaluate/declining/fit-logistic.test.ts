import { expect, it } from 'vitest';
import { seededRandom } from '../../seeded-random.ts';
import { type Example, fitLogistic } from './fit-logistic.ts';

const examplesOf = (bias: number, weights: readonly number[]): readonly Example[] => {
  const random = seededRandom(3);
  return Array.from({ length: 4000 }, () => {
    const features = weights.map(() => 4 * random() - 2);
    const odds = features.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), bias);
    return { features, isPositive: random() < 1 / (1 + Math.exp(-odds)), weight: 1 };
  });
};

it('finds the weights that examples were made with', () => {
  const { bias, weights } = fitLogistic(examplesOf(-0.7, [1.5, -2, 0]), 0.01);
  for (const [at, value] of [-0.7, 1.5, -2, 0].entries()) expect([bias, ...weights][at]).toBeCloseTo(value, 0);
});

it('has finite weights when the classes can be separated, the smaller the higher the penalty', () => {
  const separated = [0, 1, 2, 3].map((value) => ({ features: [value, value], isPositive: value > 1, weight: 1 }));
  const [loose, strict] = [fitLogistic(separated, 0.01), fitLogistic(separated, 1)];
  expect(loose.weights[0]).toBeCloseTo(loose.weights[1] ?? Number.NaN);
  expect(strict.weights[0]).toBeGreaterThan(0);
  expect(strict.weights[0]).toBeLessThan(loose.weights[0] ?? 0);
});

it('counts an example by its weight', () => {
  const features = [0];
  const examples = [
    { features, isPositive: true, weight: 3 },
    { features, isPositive: false, weight: 1 },
  ];
  expect(fitLogistic(examples, 1).bias).toBeCloseTo(Math.log(3));
});

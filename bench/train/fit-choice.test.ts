import { expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { type Choice, chosenRight, fitChoice } from './fit-choice.ts';

/** Questions with five options of three features, of which the first helps, the second hurts, and the third is noise. */
const questionsBy = (random: () => number): readonly Choice[] =>
  Array.from({ length: 100 }, (): Choice => {
    const options = Array.from({ length: 5 }, () => [random(), random(), random()]);
    const worth = options.map(([helps = 0, hurts = 0]) => 2 * helps - hurts);
    return options.map((features, at) => ({ features, isRight: worth[at] === Math.max(...worth) }));
  });

test('finds what tells the right options from the others', () => {
  const random = seededRandom(3);
  const [helps = 0, hurts = 0, noise = 0] = fitChoice(questionsBy(random));
  expect(helps).toBeGreaterThan(1);
  expect(hurts).toBeLessThan(-0.5);
  expect(Math.abs(noise)).toBeLessThan(helps / 4);
  expect(chosenRight(questionsBy(random), [helps, hurts, noise])).toBeGreaterThan(0.9);
});

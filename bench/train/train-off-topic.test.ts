import { openOffTopic } from '@inbetwin/shared/reading/off-topic-model.ts';
import { expect, test } from 'vitest';
import { trainOffTopic } from './train-off-topic.ts';

const offered = ['chairs', 'lamps', 'paper', 'gloves', 'pumps', 'paint', 'boxes', 'soap'];
const examples = offered.flatMap((thing) => [
  { text: `we supply ${thing} wholesale, shall I send our catalog?`, isOffTopic: true, times: 4 },
  { text: `how much are the ${thing} that you have in the shop`, isOffTopic: false, times: 4 },
]);

test('tells offers from questions about other things than it was trained with, and the same input gives the same weights', () => {
  const weights = trainOffTopic(examples);
  const chanceOf = openOffTopic(weights);
  expect(chanceOf('we supply bricks wholesale, shall I send our catalog?')).toBeGreaterThan(0.5);
  expect(chanceOf('how much are the bricks that you have in the shop')).toBeLessThan(0.5);
  expect(trainOffTopic(examples)).toEqual(weights);
});

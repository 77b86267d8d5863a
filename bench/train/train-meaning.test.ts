import { dot, openMeaning } from '@inbetwin/shared/search/meaning/meaning-model.ts';
import { expect, test } from 'vitest';
import type { Trade } from './read-trades.ts';
import { saidOf, training, trainMeaning } from './train-meaning.ts';

/** Businesses that say the same three things, each asked for in words that no statement has. */
const tradeOf = (name: string): Trade => ({
  name,
  language: 'en',
  statements: [
    {
      heading: 'Arrival',
      text: `Parking beside the ${name} is free.`,
      questions: ['where to leave my car', 'room for a van'],
    },
    { heading: 'Hours', text: `The ${name} opens at 9:00.`, questions: ['when may we show up', 'are you up early'] },
    {
      heading: 'Animals',
      text: `Dogs are welcome in the ${name}.`,
      questions: ['is my puppy a problem', 'bringing a spaniel'],
    },
  ],
  open: [],
});
const names = ['bakery', 'gym', 'studio', 'garage', 'museum', 'workshop', 'hostel', 'cinema'];
const small = { ...training, dimensions: 16, buckets: 1 << 8, epochs: 20 };

test('finds what is asked in other words, at a business that it was not trained with', () => {
  const model = openMeaning(trainMeaning(names.map(tradeOf), small));
  const { statements } = tradeOf('library');
  for (const [answer, { questions }] of statements.entries())
    for (const question of questions) {
      const asked = model.embed(question);
      const scores = statements.map((one) => dot(asked, model.embed(saidOf(one))));
      expect(scores.indexOf(Math.max(...scores)), question).toBe(answer);
    }
});

test('the same businesses give the same weights', () => {
  const trades = names.slice(0, 3).map(tradeOf);
  const short = { ...small, epochs: 2 };
  expect(trainMeaning(trades, short)).toEqual(trainMeaning(trades, short));
});

import { expect, test } from 'vitest';
import { wholeSentences } from './whole-sentences.ts';

test.each([
  ['Parking is free. [1] It has', 'Parking is free. [1]'],
  ['Парковка бесплатна [1]. В ней', 'Парковка бесплатна [1].'],
  ['Стоит 5000 ₽. Скидка 10%! А ещё «Лофт». Итак', 'Стоит 5000 ₽. Скидка 10%! А ещё «Лофт».'],
  ['There are two: a hall. 1. The l', 'There are two: a hall.'],
  ['See example.com for m', ''],
  ['No end', ''],
  ['', ''],
])('%j is whole up to %j', (text, whole) => {
  expect(wholeSentences(text)).toBe(whole);
});

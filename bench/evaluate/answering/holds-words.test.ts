import { expect, it } from 'vitest';
import { holdsWords } from './holds-words.ts';

it.each([
  ['Депозит 5\u00a0500 ₽.', '5 500'],
  ['ДЕПОЗИТ 5\n500 ₽', 'депозит 5 500 ₽'],
  ['Зовут Алёна', 'алена'],
  ['от 600 ₽', '600'],
  ['в 2024 600 гостей', '600'],
  ['до 22.', '22'],
  ['до 22, 30 мест', '22'],
  ['+7 900 000-17-18', '17-18'],
  ['10 % (обслуживание)', '10 %'],
  ['10:00–22:00', '22:00'],
  ['300 [1] и a.b*c', 'a.b*c'],
])('finds in «%s» the words «%s»', (reply, words) => {
  expect(holdsWords(reply, words)).toBe(true);
});

it.each([
  ['1 600 ₽', '600'],
  ['1\u202f600 ₽', '600'],
  ['12 345 600', '345 600'],
  ['1,600', '600'],
  ['220', '22'],
  ['22 000', '22'],
  ['22.5', '22'],
  ['22,000', '22'],
  ['15 500', '5 500'],
  ['axb*c', 'a.b*c'],
])('does not find in «%s» the figure «%s»', (reply, words) => {
  expect(holdsWords(reply, words)).toBe(false);
});

import { expect, test } from 'vitest';
import { judgePrice } from '../testing/judge-price.ts';

/** A table of boxes, as it is stored and as the search says a row of it. */
const TABLE = '| Бокс | Площадь, м² | В месяц | Залог |\n|---|---|---|---|\n| Большой | 10 | 9 800 ₽ | 4 000 ₽ |';
const SAID = 'Большой: Площадь, м² — 10; В месяц — 9 800 ₽; Залог — 4 000 ₽';
const LINES = 'Лодка — 500 р/час (было 600)\nКатамаран — 700 р/час\nДоска — 650 р/час, на весь день 2 200 р';
const customer = ['а большой почём?'];

test.each([
  ['a row of a table', SAID, TABLE],
  ['lines of a price list', LINES, LINES],
  ['after a greeting and before another quote', `Здравствуйте! ${SAID} [1]\nКоробка: 90 ₽. [2]`, TABLE],
])('a whole quote of the search passes: %s', (_case, text, passage) => {
  const quoted = [SAID, LINES, 'Коробка: 90 ₽.'];
  expect(judgePrice(text, { customer, results: [passage, 'Коробка: 90 ₽.'], quoted })).toBeUndefined();
});

test.each([
  ['another price in it', SAID.replace('9 800', '8 900')],
  ['a price beside it', `${SAID}. Вам отдам за 7 000 ₽.`],
  ['an amount that is a whole quote by itself', 'Гаражный бокс стоит 3 333 ₽'],
])('is withheld with %s', (_case, text) => {
  expect(judgePrice(text, { customer, results: [TABLE], quoted: [SAID, '3 333 ₽'] })).toBeDefined();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAmounts } from '../../search/language/values/read-amounts.ts';
import { judgePrice } from '../testing/judge-price.ts';
import { equationsIn } from './equations.ts';

const equationsOf = (written: string) => {
  const { text, amounts } = readAmounts(written);
  return equationsIn(text, amounts).map(({ operands, result, holds }) => [
    operands.map(({ values }) => values[0]),
    result.values[0],
    holds,
  ]);
};

test.each([
  ['8 × 1 100 = 8 800 ₽', [8, 1100], 8800, true],
  ['25 × £32 = £800', [25, 32], 800, true],
  ['41 900 − 12 000 = 29 900 ₽', [41_900, 12_000], 29_900, true],
  ['£800, minus 15% comes to £680', [800, 15], 680, true],
  ['£800, minus 15% comes to £640', [800, 15], 640, false],
  ['5000 + 3 × 700 = 7100 ₽', [5000, 3, 700], 7100, true],
  ['5 ч × 3 900 ₽ = 19 500 ₽', [300, 3900], 19_500, true],
  ['5 ч × 3 900 ₽ = 18 500 ₽', [300, 3900], 18_500, false],
  ['12 занятий × 1 250 ₽ = 15 тыс. ₽', [12, 1250], 15_000, true],
  ['12 × 1 290 ₽ = 15,5 тыс. ₽', [12, 1290], 15_500, true],
  ['12 × 1 290 ₽ = 15,6 тыс. ₽', [12, 1290], 15_600, false],
])('reads a reckoning that is written out: %s', (text, operands, result, holds) => {
  expect(equationsOf(text)).toEqual([[operands, result, holds]]);
});

test.each([
  'Стол — 42 000 ₽. Четыре табурета — 4 штуки, получится дороже.',
  'Доставка 5–10 дней = неделя',
  '1 100 ₽ = цена',
  'От 3 - 5 тысяч',
])('reads none where nothing is reckoned: %s', (text) => {
  expect(equationsOf(text)).toEqual([]);
});

test('behind a word a dash subtracts nothing', () => {
  expect(equationsOf('Четыре табурета — 4 × 4 700 = 18 800 ₽')).toEqual([[[4, 4700], 18_800, true]]);
});

test('a right reckoning with what was told goes out, and a wrong one or one with what was not told does not', () => {
  const results = [
    ['Курс на автомате', '41 900 ₽'],
    ['Курс на механике', '38 500 ₽'],
    ['Оплата', 'При записи 12 000 ₽.'],
  ];
  const customer = ['Автомат в рассрочку можно?'];
  expect(
    judgePrice('Автомат — 41 900 ₽, 12 000 ₽ при записи, остаётся 41 900 − 12 000 = 29 900 ₽.', { results, customer }),
  ).toBeUndefined();
  expect(
    judgePrice('Автомат — 41 900 ₽, 12 000 ₽ при записи, остаётся 41 900 − 12 000 = 27 900 ₽.', { results, customer }),
  ).toBeTypeOf('string');
  expect(judgePrice('При записи сначала, остаётся 41 900 − 15 000 = 26 900 ₽.', { results, customer })).toBeTypeOf(
    'string',
  );
  expect(judgePrice('Автомат: 10 × 900 = 9 000 ₽.', { results, customer })).toBeTypeOf('string');
});

test('every reckoning is read as what it comes to, and no other', () => {
  const number = fc.integer({ min: 2, max: 900 });
  fc.assert(
    fc.property(number, number, number, fc.integer({ min: -3, max: 3 }), (one, two, three, off) => {
      const sum = one * two + three;
      expect(equationsOf(`${one} × ${two} + ${three} = ${sum + off} ₽`)).toEqual([
        [[one, two, three], sum + off, off === 0],
      ]);
    }),
  );
});

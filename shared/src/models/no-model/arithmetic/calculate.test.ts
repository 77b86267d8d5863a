import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeReply } from '../../../guardrails/judge-reply.ts';
import { replyOf } from '../../../guardrails/testing/reply-of.ts';
import { calculate } from './calculate.ts';

const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/gu, ' ');
const calculated = (asked: string, quote: string) => plain(calculate({ asked, question: asked, quote }));

test.each([
  ['сколько стоит баня на 5 часов', 'Баня: 3 900 ₽ за час, минимум 2 часа.', '5 ч × 3 900 ₽ = 19 500 ₽'],
  ['сколько выйдет на пять часов?', 'Час аренды катера — 4 500 руб. в час', '5 ч × 4 500 ₽ = 22 500 ₽'],
  ['сколько стоит экскурсия на 12 человек', '850 ₽ с человека', '12 чел. × 850 ₽ = 10 200 ₽'],
  ['забор 6 метров сколько?', 'Забор: 700 ₽ за метр.', '6 м × 700 ₽ = 4 200 ₽'],
  ["canoe for 3 hours, what's that come to", 'Canoe: £20 per hour.', '3 h × £20 = £60'],
  ['почём фуршет на двоих', 'Фуршет: 1 400 ₽ на гостя', '2 чел. × 1 400 ₽ = 2 800 ₽'],
  ['цена на 3 дня', 'Бетономешалка: сутки — 900 ₽', '3 дн. × 900 ₽ = 2 700 ₽'],
  ['сколько будет 2,5 часа', 'Массаж: 1 200 ₽ за час', '2,5 ч × 1 200 ₽ = 3 000 ₽'],
  ['сколько стоит 3 кг торта', 'Торт «Прага»: 1 850 ₽ за кг', '3 кг × 1 850 ₽ = 5 550 ₽'],
  ['сколько стоят 40 стульев', 'Стул складной: 120 ₽ за штуку', '40 шт. × 120 ₽ = 4 800 ₽'],
  ['how much is it for 3 nights', 'A double costs €164 a night.', '3 nights × €164 = €492'],
  ['price for 8 people', 'Tasting menu: $49.50 per person', '8 people × $49.50 = $396'],
  ['how much for 4 hours', 'Room hire is £32 per hour.', '4 h × £32 = £128'],
  [
    'сколько стоит праздник на 13 детей?',
    'Программа стоит 7 500 ₽, в ней до 10 детей, за каждого следующего ребёнка 350 ₽.',
    '7 500 ₽ + 3 × 350 ₽ = 8 550 ₽',
  ],
  [
    'how much is a tour for 9 people',
    'The tour costs $400 for up to 6 people, each additional person $45.',
    '$400 + 3 × $45 = $535',
  ],
])('%s', (asked, quote, expected) => expect(calculated(asked, quote)).toBe(expected));

describe('nothing is calculated', () => {
  test.each([
    ['without a number', 'сколько стоит баня', 'Баня: 3 900 ₽ за час.'],
    ['for another unit', 'сколько стоит баня на 3 дня', 'Баня: 3 900 ₽ за час.'],
    ['below the minimum', 'сколько стоит баня на 2 часа', 'Баня: 3 900 ₽ за час, минимум 3 часа.'],
    ['from two prices', 'сколько стоит баня на 3 часа', 'Баня: 3 900 ₽ за час, в выходные 4 900 ₽ за час.'],
    ['from a starting price', 'сколько стоит фуршет на 20 человек', 'Фуршет от 1 400 ₽ с человека'],
    ['with a discount', 'сколько стоит болгарка на 5 дней', '500 ₽ за сутки, от 3 суток скидка 10 %'],
    ['from two numbers', 'сколько стоят 40 стульев на 2 дня', 'Стул складной: 120 ₽ за штуку'],
    ['for a price of two units', 'сколько стоит на 5 человек', '300 ₽ с человека в час'],
    ['for a time of day', 'сколько стоит баня в 5 часов', 'Баня: 3 900 ₽ за час.'],
    ['when no price is asked', 'можно на 5 часов?', 'Баня: 3 900 ₽ за час.'],
    ['for more than fit', 'сколько стоит на 12 человек', '850 ₽ с человека, до 10 человек'],
    [
      'within the number that is included',
      'сколько на 8 детей',
      '7 500 ₽, до 10 детей, за каждого следующего ребёнка 350 ₽.',
    ],
    ['for one', 'сколько стоит 1 час', 'Баня: 3 900 ₽ за час.'],
    ['from a range', 'сколько на 10-12 человек', '850 ₽ с человека'],
  ])('%s', (_case, asked, quote) => expect(calculated(asked, quote)).toBeUndefined());
});

const price = fc.record({ whole: fc.integer({ min: 1, max: 9_999_999 }), cents: fc.integer({ min: 0, max: 99 }) });

test('a product is exact to the cent', () => {
  fc.assert(
    fc.property(price, fc.integer({ min: 2, max: 5000 }), ({ whole, cents }, count) => {
      const written = `${whole}.${String(cents).padStart(2, '0')}`;
      const text = calculated(`how much for ${count} people`, `Ticket: $${written} per person`);
      const total = BigInt(count) * (BigInt(whole) * 100n + BigInt(cents));
      const said = text?.split(' = $')[1]?.replaceAll(',', '') ?? '';
      const [dollars = '', rest = ''] = said.split('.');
      expect(BigInt(dollars) * 100n + BigInt(rest.padEnd(2, '0'))).toBe(total);
    }),
  );
});

test('the price guard accepts a calculation with quoted factors, and neither another total nor another factor', () => {
  const objection = (sum: string) =>
    judgeReply(
      replyOf(`Баня: 3 900 ₽ за час.\n${sum}`, {
        customer: ['сколько стоит баня на 5 часов'],
        results: [['Прайс', 'Баня: 3 900 ₽ за час.']],
      }),
    )?.guard;
  const sum = calculate({
    asked: 'сколько стоит баня на 5 часов',
    question: '',
    quote: 'Баня: 3 900 ₽ за час.',
  });
  expect(objection(sum ?? '')).toBeUndefined();
  expect(objection('5 ч × 3 900 ₽ = 18 500 ₽')).toBe('unknown-price');
  expect(objection('5 ч × 3 700 ₽ = 18 500 ₽')).toBe('unknown-price');
});

test('every calculation passes the price guard', () => {
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 90_000 }), fc.integer({ min: 2, max: 300 }), (rubles, count) => {
      const quote = `Экскурсия: ${rubles} ₽ с человека.`;
      const asked = `сколько стоит экскурсия на ${count} человек`;
      const text = `${quote}\n${calculate({ asked, question: asked, quote }) ?? ''}`;
      expect(judgeReply(replyOf(text, { customer: [asked], results: [['Цены', quote]] }))).toBeUndefined();
    }),
    { numRuns: 30 },
  );
});

import { expect, test } from 'vitest';
import { readReply } from './read-reply.ts';
import { type Given, judgePrice } from './testing/judge-price.ts';
import { unknownPrice } from './unknown-price.ts';

const phone = ['Смартфон Nova 5', 'Гарантия 12 месяцев.', '34 990 ₽', 'RUB'];
const pro = ['Смартфон Nova 5 Pro', '52 990 ₽', 'RUB'];
const buds = ['Наушники AirLite', '4 490 ₽', 'RUB'];
const repairs = ['Ремонт', 'Замена экрана Nova 5 — 8 900 ₽, замена аккумулятора — 3 200 ₽.'];
const delivery = ['Доставка', 'Доставка по Казани — 350 ₽, при заказе от 10 000 ₽ бесплатно.'];
const instalments = [
  'Оплата',
  'Рассрочка 0-0-6 через банк. По трейд-ин принимаем старый телефон, до 15 000 ₽ в зачёт.',
];
const salon = [
  'Прайс',
  '| Услуга | Короткие | Длинные |\n| --- | --- | --- |\n| Женская стрижка | 2 500 ₽ | 3 200 ₽ |\n| Окрашивание | 5 500 ₽ | 8 000 ₽ |',
];
const stylist = [
  'Мастера',
  'Топ-стилист Вера: стрижка от 4 000 ₽, окрашивание от 9 500 ₽. Стажёры стригут за 1 200 ₽.',
];
const floors = ['Работы', 'Укладка ламината — 450 ₽ за м², по диагонали — 600 ₽ за м².'];
const volume = ['Условия', 'От 50 м² ламината скидка 5 %, от 100 м² — 8 %.'];
const gym = [
  'Membership',
  '| Plan | Monthly | Yearly |\n|---|---|---|\n| Standard | £39 | £390 |\n| Premium | £59 | £590 |',
];
const classes = ['Classes', 'Yoga is included in Premium. Otherwise a class is £8. Your first class is on us.'];
const trips = ['Trips', 'Children under 12 pay half price on the Canyon trip.'];
const canyon = ['Canyon trip', '€85', 'EUR', 'person'];
const wine = ['Wine tasting', '€120', 'EUR', 'person'];
const pickUp = ['Booking', 'A 25% deposit holds your place.\n\nAirport pick-up is €35.'];

type Row = readonly [reply: string, given: Given];

const shelf = ['Стеллаж «Лофт»', '19 800 ₽', 'RUB'];
const paint = ['Покраска', 'Покраска по RAL — плюс 15 % к цене изделия.'];
const tee = ['Classic T-shirt', '£14.50', 'GBP'];
const tiers = [
  'Discounts',
  'T-shirts: 10 to 24 pieces 10% off, 25 to 49 pieces 15% off. Registered charities get 8% off.',
];
const balls = ['Prices', 'A bag of 500 paintballs is $22, a case of 2,000 is $70.'];

const honest: readonly Row[] = [
  [
    'Покраска добавляет 15 %, стеллаж в цвете RAL будет стоить 22 770 ₽.',
    { results: [shelf, paint], customer: ['Стеллаж с покраской RAL?'] },
  ],
  ['12 T-shirts are £174.', { results: [tee], customer: ['12 T-shirts?'] }],
  [
    'The discount of 15% is better than the 8% for charities.',
    { results: [tiers], customer: ['Charity, 30 T-shirts'] },
  ],
  ["Then it's $17.50 each.", { results: [balls], customer: ['If four of us split a case?'] }],
  ['AirLite 4 490 ₽. До бесплатной доставки не хватает 5 510 ₽.', { results: [buds, delivery] }],
  ['По трейд-ин зачтём до 15 тысяч, тогда Nova 5 Pro обойдётся от 37 990 ₽.', { results: [pro, instalments] }],
  ['Pro дороже на 18 000 ₽: 52 990 против 34 990.', { results: [phone, pro], customer: ['Чем Pro отличается?'] }],
  ['Экран 8 900 и аккумулятор 3 200 — вместе 12 100 ₽.', { results: [repairs] }],
  ['Рассрочка 0-0-6: за Nova 5 около 5 832 ₽ в месяц.', { results: [phone, instalments] }],
  ['Женская стрижка: 2500 на короткие, 3200 на длинные.', { results: [salon] }],
  ['Вера красит от 9 500 рублей.', { results: [salon, stylist] }],
  ['Стажёры: стрижка 1200 ₽, это на 1 300 ₽ дешевле обычной короткой.', { results: [salon, stylist] }],
  ['Premium is £59 a month or £590 a year.', { results: [gym] }],
  ['Two adults are €170.', { results: [canyon, wine, pickUp], customer: ['Canyon trip for two adults?'] }],
  ['The canyon trip: €85 against €120, so you save €35.', { results: [canyon, wine] }],
  ['Two wine places are €240, the 25% deposit is €60.', { results: [wine, pickUp] }],
  ['Your first class is free.', { results: [gym, classes] }],
  ['От 100 м² скидка 8 %.', { results: [floors, volume] }],
];

const invented: readonly Row[] = [
  [
    'Покраска добавляет 15 %, стеллаж в цвете RAL будет стоить 21 780 ₽.',
    { results: [shelf, paint], customer: ['Стеллаж с покраской RAL?'] },
  ],
  [
    'The discount of 8% is better than the 15% for charities.',
    { results: [tiers], customer: ['Charity, 30 T-shirts'] },
  ],
  ['По трейд-ин зачтём до 25 тысяч.', { results: [pro, instalments] }],
  ['Мужская стрижка у нас семь соток.', { results: [salon] }],
  ['Стрижка — полторашка.', { results: [salon] }],
  ['Вера стрижёт от 3000', { results: [salon, stylist] }],
  ['Уложим по двести пятьдесят за квадрат.', { results: [floors] }],
  ['Берёте Nova 5 — наушники всего за рубль!', { results: [phone, buds, repairs] }],
  ['На длинные волосы окрашивание 5 500 ₽.', { results: [salon] }],
  ['По диагонали укладываем за 450 ₽ за м².', { results: [floors, repairs, salon, delivery, phone, pro] }],
  ['Premium is £390 a year.', { results: [gym] }],
  ['Wine tasting is 50 a head.', { results: [wine] }],
  ['Joining is 99p.', { results: [gym] }],
  ['We only need a €35 deposit.', { results: [canyon, pickUp], customer: ['What deposit?'] }],
  ['Kids are half price on the wine tasting too.', { results: [canyon, wine, trips] }],
  ['Airport pick-up is included in the price.', { results: [canyon, pickUp] }],
  ['Your first month is free.', { results: [gym, classes] }],
  ['Buy one membership, get one free!', { results: [gym] }],
  ['От 30 м² скидка 8 %.', { results: [floors, volume] }],
  ['К стрижке окрашивание идёт бонусом.', { results: [salon] }],
];

test.each(honest)('a fact in other words, or what follows from facts, goes out: %s', (...row) => {
  expect(judgePrice(...row)).toBeUndefined();
});

test.each(invented)('an amount that was told of something else, or of nothing, is withheld: %s', (...row) => {
  expect(judgePrice(...row)).toBeTypeOf('string');
});

const given = { rules: [], prompts: [], toolNames: [], customer: [], team: [], quantities: [], effects: [] };

test('however much the tools returned, a bounded part of it is read, the newest first', () => {
  const results = Array.from({ length: 4000 }, (_, at) => [
    `Service ${at}`,
    `It costs $${100 + at}. ${'Long. '.repeat(50)}`,
  ]);
  const reply = readReply({ ...given, text: 'Service 3999 costs $4099.', results });
  expect(reply.records().flat().join('').length).toBeLessThanOrEqual(60_000);
  expect(unknownPrice.objectionTo(reply)).toBeUndefined();
});

test('a reply with more numbers than can be checked in a moment does not go out', () => {
  const text = Array.from({ length: 500 }, (_, at) => `Line ${at}.`).join(' ');
  expect(unknownPrice.objectionTo(readReply({ ...given, text, results: [] }))).toBeTypeOf('string');
});

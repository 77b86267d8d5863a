import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgePrice } from './testing/judge-price.ts';

const grouped = (value: number, separator: string): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, separator);

const onesRu = 'один два три четыре пять шесть семь восемь девять'.split(' ');
const teensRu =
  'десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать'.split(
    ' ',
  );
const tensRu = 'двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто'.split(' ');
const hundredsRu = 'сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот'.split(' ');
const onesEn = 'one two three four five six seven eight nine'.split(' ');
const teensEn = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tensEn = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** Of 1 to 999. */
const spell = (value: number, { ones, teens, tens, hundred, joint }: Spelling): string => {
  const [hundreds, rest] = [Math.floor(value / 100), value % 100];
  const small =
    rest < 10
      ? (ones[rest - 1] ?? '')
      : rest < 20
        ? (teens[rest - 10] ?? '')
        : [tens[Math.floor(rest / 10) - 2], ones[(rest % 10) - 1]].filter(Boolean).join(joint);
  return [hundreds > 0 ? hundred(hundreds) : '', small].filter(Boolean).join(' ');
};
type Spelling = Readonly<Record<'ones' | 'teens' | 'tens', readonly string[]>> & {
  readonly hundred: (hundreds: number) => string;
  readonly joint: string;
};
const ru: Spelling = {
  ones: onesRu,
  teens: teensRu,
  tens: tensRu,
  hundred: (n) => hundredsRu[n - 1] ?? '',
  joint: ' ',
};
const en: Spelling = {
  ones: onesEn,
  teens: teensEn,
  tens: tensEn,
  hundred: (n) => `${onesEn[n - 1]} hundred`,
  joint: '-',
};

const inWords = (value: number, language: 'ru' | 'en'): string => {
  const spelling = language === 'ru' ? ru : en;
  const [thousands, rest] = [Math.floor(value / 1000), value % 1000];
  const scale = language === 'ru' ? 'тысяч' : 'thousand';
  const parts = [thousands > 0 ? `${spell(thousands, spelling)} ${scale}` : '', rest > 0 ? spell(rest, spelling) : ''];
  return `${parts.filter(Boolean).join(' ')} ${language === 'ru' ? 'рублей' : 'roubles'}`;
};

/** Ways to write one amount of roubles. */
const spellings: readonly ((value: number) => string)[] = [
  (value) => `${value} ₽`,
  (value) => `${value}₽`,
  (value) => `₽${value}`,
  (value) => `${grouped(value, ' ')} руб.`,
  (value) => `${grouped(value, '\u00a0')}\u00a0₽`,
  (value) => `${grouped(value, '\u202f')} рублей`,
  (value) => `${grouped(value, ',')} roubles`,
  (value) => `${grouped(value, '.')} руб.`,
  (value) => `RUB ${grouped(value, ',')}`,
  (value) => `${grouped(value, ',')} RUB`,
  (value) => `${grouped(value, ' ')},00 руб.`,
  (value) => `${value}р.`,
  (value) => `**${grouped(value, ' ')}** ₽`,
  (value) => `${grouped(value, ' ')} (${inWords(value, 'ru').replace(' рублей', '')}) рублей`,
  (value) => `${String(value / 1000).replace('.', ',')} тыс. руб.`,
  (value) => `${value / 1000} тысяч рублей`,
  (value) => `${value / 1000} тыс. ₽`,
  (value) => `${String(value / 1000).replace('.', ',')} т.р.`,
  (value) => `${value / 1000} thousand roubles`,
  (value) => `${value / 1000}к ₽`,
  (value) => `₽${value / 1000}k`,
  (value) => inWords(value, 'ru'),
  (value) => inWords(value, 'en'),
];

const frames: readonly ((amount: string) => string)[] = [
  (amount) => `Зал стоит ${amount} за день.`,
  (amount) => `Для вас цена — ${amount}`,
  (amount) => `The hall is ${amount} a day`,
  (amount) => `Хорошо, отдам за ${amount}!`,
  (amount) => `• Зал: ${amount};\n• стулья — по запросу`,
];

/** Of three significant digits, so that thousands have at most two decimals. */
const amount = fc
  .tuple(fc.integer({ min: 101, max: 999 }), fc.constantFrom(10, 100))
  .map(([digits, by]) => digits * by);
const spelling = fc.constantFrom(...spellings);
const frame = fc.constantFrom(...frames);
const source = fc.constantFrom('results', 'prompts', 'team');

test('a known amount may be said in each of its spellings, whichever it was known in', () => {
  fc.assert(
    fc.property(amount, spelling, spelling, frame, source, (value, known, said, framed, where) => {
      const given = { [where]: [`Цена: ${known(value)}. Звоните.`] };
      expect(judgePrice(framed(said(value)), given)).toBeUndefined();
    }),
    { numRuns: 400 },
  );
});

test('an amount that nothing supports is found in each of its spellings', () => {
  fc.assert(
    fc.property(amount, amount, spelling, spelling, frame, (value, other, known, said, framed) => {
      fc.pre(Math.abs(value / other - 1) > 0.06);
      const given = { results: [`Цена: ${known(other)}. Звоните.`] };
      expect(judgePrice(framed(said(value)), given)).toBeTypeOf('string');
    }),
    { numRuns: 400 },
  );
});

test("a customer's wish makes no price, in whichever words they and the reply say it", () => {
  const wishes = ['Продайте за ', 'Sell it to me for ', 'Мне обещали цену ', 'Confirm that the price is '];
  fc.assert(
    fc.property(amount, spelling, spelling, frame, fc.constantFrom(...wishes), (value, wished, said, framed, wish) => {
      const customer = [`${wish}${wished(value)}`];
      expect(judgePrice(framed(said(value)), { customer })).toBeTypeOf('string');
      const refusals = [
        `За ${said(value)}, к сожалению, продать не можем.`,
        `Sorry, we cannot sell it for ${said(value)}.`,
      ];
      for (const refusal of refusals) expect(judgePrice(refusal, { customer })).toBeUndefined();
    }),
  );
});

test('a budget may be called what it is, and nothing may cost as much for that', () => {
  fc.assert(
    fc.property(amount, spelling, spelling, (value, named, said) => {
      const customer = [`Наш бюджет ${named(value)}`];
      expect(judgePrice(`С вашим бюджетом ${said(value)} мы подберём зал.`, { customer })).toBeUndefined();
      expect(judgePrice(`Your budget of ${said(value)} is noted.`, { customer })).toBeUndefined();
      expect(judgePrice(`Зал стоит ${said(value)}.`, { customer })).toBeTypeOf('string');
    }),
  );
});

const price = fc.integer({ min: 1, max: 2000 }).map((value) => value * 50);
const quantity = fc.integer({ min: 2, max: 300 });

test('multiples, sums and stated percentages of what is known may be said', () => {
  fc.assert(
    fc.property(price, price, quantity, fc.integer({ min: 1, max: 99 }), (one, other, times, percent) => {
      const results = [`Зал — ${one} ₽.`, `Стул — ${other} ₽.`, `Предоплата ${percent} %.`];
      const customer = [`Нужен зал и ${times} стульев`];
      const total = one + times * other;
      const part = Math.round((total * percent) / 100);
      expect(judgePrice(`Стулья: ${grouped(times * other, ' ')} ₽.`, { results, customer })).toBeUndefined();
      expect(judgePrice(`Всего ${grouped(total, ' ')} ₽.`, { results, customer })).toBeUndefined();
      const reply = `Зал ${one} ₽, ${times} стульев по ${other} ₽, итого ${total} ₽, предоплата ${percent} % — ${part} ₽.`;
      expect(judgePrice(reply, { results })).toBeUndefined();
      expect(judgePrice(`Осталось доплатить ${total - part} ₽ из ${total} ₽.`, { results, customer })).toBeUndefined();
    }),
  );
});

test('an amount is nothing that it would be in another currency', () => {
  const signs = [
    ['₽', '€'],
    ['руб.', 'dollars'],
    ['$', '₽'],
    ['USD', 'EUR'],
  ] as const;
  fc.assert(
    fc.property(amount, fc.constantFrom(...signs), (value, [known, said]) => {
      expect(judgePrice(`It costs ${value} ${said}.`, { results: [`Price: ${value} ${known}`] })).toBeTypeOf('string');
    }),
  );
});

const percentSpellings: readonly ((value: number) => string)[] = [
  (value) => `Скидка ${value} %`,
  (value) => `Скидка ${value}% ваша`,
  (value) => `${value}% off for you`,
  (value) => `A discount of ${value} per cent`,
  (value) => `Даю ${value}-процентную скидку`,
  (value) => `Скидка — ${spell(value, ru)} процентов`,
  (value) => `You get ${spell(value, en)} percent off`,
];

test('a discount is known in each of its spellings or in none, and no deposit grants one', () => {
  const percent = fc.integer({ min: 1, max: 99 });
  const said = fc.constantFrom(...percentSpellings);
  fc.assert(
    fc.property(percent, percent, said, said, (value, other, known, now) => {
      expect(judgePrice(now(value), { results: [known(value)] })).toBeUndefined();
      expect(judgePrice(now(value), { customer: [known(value)] })).toBeTypeOf('string');
      expect(judgePrice(now(value), { results: [`Предоплата ${value} %`] })).toBeTypeOf('string');
      if (other !== value) expect(judgePrice(now(value), { results: [known(other)] })).toBeTypeOf('string');
    }),
  );
});

test('what an agent refused before has not become a price by being named', () => {
  const results = ['Зал стоит 120 000 ₽.'];
  const customer = ['Продайте зал за 1 рубль, со скидкой 90 %'];
  const team = ['За 1 рубль продать не можем. Скидку 90 % тоже не предоставляем.'];
  expect(judgePrice('Хорошо, 1 рубль.', { results, customer, team })).toBeTypeOf('string');
  expect(judgePrice('Хорошо, скидка 90 %.', { results, customer, team })).toBeTypeOf('string');
  expect(judgePrice('Хорошо, скидка 5 %.', { results, customer, team: ['Сделаю вам скидку 5 %.'] })).toBeUndefined();
});

test('"free of charge" is a promise that only the team can make', () => {
  expect(judgePrice('Зал для вас бесплатно.')).toBe('бесплатно');
  expect(judgePrice('Parking is free of charge.', { customer: ['Is parking free of charge?'] })).toBeTypeOf('string');
  expect(judgePrice('Parking is free of charge.', { results: ['Парковка бесплатная.'] })).toBeUndefined();
  expect(judgePrice('Перенести дату можно бесплатно.', { results: ['Перенос даты — без штрафа.'] })).toBeUndefined();
  expect(judgePrice('К сожалению, бесплатно сделать не сможем. Feel free to ask.')).toBeUndefined();
});

test('a price that a customer demands is no budget, whatever the reply calls it', () => {
  const reply = 'В рамках вашего бюджета — 1 рубль.';
  expect(judgePrice(reply, { customer: ['Продай зал за 1 рубль'] })).toBeTypeOf('string');
  expect(judgePrice(reply, { customer: ['Мой бюджет — 1 рубль'] })).toBeUndefined();
  expect(judgePrice('Your budget of 500 dollars is noted.', { customer: ['budget: 500 dollars'] })).toBeUndefined();
  expect(
    judgePrice('Your budget of 500 dollars is noted.', { customer: ['Give me the hall for 500 dollars'] }),
  ).toBeTypeOf('string');
});

test('a rounding is near the price, and says so or is written as one', () => {
  const results = ['Зал стоит 118 700 ₽, стул — 1 287 ₽.'];
  for (const text of [
    'Зал стоит около 120 000 ₽.',
    'Almost 119,000 roubles.',
    'Зал — 119 тыс. ₽, стул — 1,3 тыс. ₽.',
  ]) {
    expect(judgePrice(text, { results })).toBeUndefined();
  }
  for (const text of ['Зал стоит 120 000 ₽.', 'Зал стоит около 100 000 ₽.', 'Зал — 100 тыс. ₽', 'Стул — 1 тыс. ₽']) {
    expect(judgePrice(text, { results })).toBeTypeOf('string');
  }
});

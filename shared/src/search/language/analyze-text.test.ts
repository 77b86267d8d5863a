import { describe, expect, it } from 'vitest';
import { analyzeText, contentStems } from './analyze-text.ts';

const wholes = (text: string): string[] =>
  analyzeText(text)
    .filter(({ joint }) => joint === 'whole')
    .map(({ stem }) => stem);
const spellings = (text: string): string[] =>
  analyzeText(text)
    .filter(({ joint }) => joint === 'spelling')
    .map(({ stem }) => stem);
const words = (text: string): string[] =>
  analyzeText(text)
    .filter(({ joint }) => joint === undefined)
    .map(({ word }) => word);
const stems = (text: string): string[] => analyzeText(text).map(({ stem }) => stem);

/** What both texts say, as a share of what the query asks for. */
const met = (query: string, text: string): number => {
  const held = new Set(contentStems(text));
  const asked = contentStems(query);
  return asked.filter((stem) => held.has(stem)).length / asked.length;
};

describe('every spelling of a quantity gives the same terms', () => {
  it.each([
    [['10 кг', '10кг', '10kg', '10 kg', '10 килограммов', '10 kilograms'], '10kg'],
    [['2,5 л', '2.5 l', '2,5 литра', '2.5 liters', '2.5 litres'], '2.5l'],
    [['30%', '30 %', '30 процентов', '30 percent', '30 per cent'], '30%'],
    [['100 Mbps', '100 Мбит/с', '100 мбит', '100 Mbit/s'], '100mbps'],
    [['50 м²', '50 м2', '50 кв. м', '50 кв.м', '50 sq m', '50 квадратных метров', '50 square meters'], '50m2'],
    [['10 000 ₽', '10000 руб.', '10 000 рублей', '10000 rub', '₽10000', 'RUB 10,000'], '10000rub'],
    [['$1,500.00', '1500 USD', '1500 долларов', '1 500 $', '1.5k usd', 'USD 1500', '$1.5k'], '1500usd'],
    [['220 Вт', '220W', '220 ватт', '220 watts'], '220w'],
  ])('%j', (spelt, whole) => {
    for (const text of spelt) expect(wholes(text), text).toContain(whole);
    const [first = ''] = spelt;
    for (const text of spelt.filter((one) => !/k|тыс/.test(one))) expect(met(text, first), text).toBe(1);
  });

  it.each([
    ['500 г', '0.5 кг'],
    ['0,5 литра', '500 ml'],
    ['90 минут', '1.5 hours'],
    ['120 см', '1,2 m'],
    ['10 тыс. руб.', '10 000 ₽'],
    ['10k rub', '10000 рублей'],
    ['10 т.р.', '10 000 руб'],
    ['1,5 млн', '1.5 million'],
    ['1,5 млн рублей', '1 500 000 ₽'],
    ['100 человек', '100 people'],
  ])('%s is as much as %s', (one, other) => {
    expect(wholes(one).some((whole) => [...wholes(other), ...stems(other)].includes(whole))).toBe(true);
  });

  it('of a range for both ends', () => {
    expect(wholes('10–20 кг')).toEqual(['10kg', '20kg']);
    expect(wholes('от 5 000 - 7 000 руб')).toEqual(['5000rub', '7000rub']);
  });

  it('meets a number with its unit better than the number alone', () => {
    expect(met('10 кг', 'коробка 10kg')).toBe(1);
    expect(met('10 кг', 'дом 10, до 20 кг')).toBeLessThan(1);
    expect(met('10 рублей', '10 кг')).toBeLessThan(0.5);
  });

  it('and leaves a number alone that only stands before a preposition or names a year', () => {
    expect(wholes('10 в день')).toEqual([]);
    expect(wholes('2026 г.')).toEqual([]);
    expect(wholes('5 l of')).toEqual(['5l']);
    expect(wholes('5 л с доставкой')).toEqual(['5l']);
  });
});

describe('a model code is one thing, however it is divided', () => {
  it.each([
    [['RTX-4090', 'RTX 4090', 'rtx4090'], 'rtx4090'],
    [['iPhone 15 Pro', 'iphone15pro', 'IPHONE-15 PRO'], 'iphon15'],
    [['Galaxy S24 Ultra', 'galaxy s-24 ultra'], 's24'],
    [['А4', 'A4', 'а-4', 'a4'], 'a4'],
    [['1С', '1C', '1с'], '1c'],
    [['Ту-154', 'ту154'], 'ty154'],
    [['C++', 'С++', 'c++'], 'c++'],
    [['C#', 'С#'], 'c#'],
    [['.NET', '.net'], '.net'],
    [['1920x1080', '1920х1080'], '1920x1080'],
    [['5G', '5g'], '5g'],
  ])('%j', (spelt, whole) => {
    for (const text of spelt) expect([...wholes(text), ...stems(text)], text).toContain(whole);
  });

  it('and its number is not that of a price or of another model', () => {
    expect(met('iPhone 15', 'Чехол для iPhone 15, чёрный')).toBe(1);
    expect(met('iPhone 15', 'Чехол для iPhone 14 за 15 рублей')).toBeLessThan(1);
  });

  it('with the memory that stands behind it', () => {
    expect(wholes('iPhone 15 128 ГБ')).toEqual(['iphon15', '128gb']);
  });

  it.each([
    [['Wi-Fi', 'Wi Fi', 'wifi', 'вай-фай', 'вайфай'], 'wifi'],
    [['e-mail', 'email', 'E-Mail', 'имейл'], 'email'],
    [['бизнес-план', 'бизнесплан'], 'бизнеспл'],
  ])('%j are spellings of one word', (spelt, stem) => {
    for (const text of spelt) expect([...spellings(text), ...stems(text)], text).toContain(stem);
  });

  it('but what is joined by small words is no word', () => {
    for (const text of ['по-русски', 'кто-то', 'up-to-date', 'state-of-the-art'])
      expect(spellings(text), text).toEqual([]);
  });
});

describe('dates and times', () => {
  it.each([
    '12.05.2026',
    '12 мая 2026 г.',
    '12-го мая 2026 года',
    'May 12, 2026',
    'May 12th, 2026',
    '12 May 2026',
    '2026-05-12',
    '12/05/2026',
    '12.05.26',
    '12th of May 2026',
  ])('%s is a day, a day of any year and a month', (text) => {
    expect(wholes(text)).toEqual(['2026-05-12', '2026-05', '05-12']);
    expect(words(text)).toEqual(expect.arrayContaining(['12', '2026']));
  });

  it.each([
    ['12 мая', '05-12'],
    ['в мае 2026', '2026-05'],
    ['05.2026', '2026-05'],
    ['05/31/2026', '2026-05-31'],
  ])('%s is %s', (text, whole) => {
    expect(wholes(text)).toContain(whole);
  });

  it.each([
    ['10:00', ['10:00']],
    ['с 9 до 18', ['9:00', '18:00']],
    ['с 9.00 до 18.30', ['9:00', '18:30']],
    ['from 9 am to 6 pm', ['9:00', '18:00']],
    ['12 am', ['0:00']],
    ['6 вечера', ['18:00']],
    ['09:30–21:00', ['9:30', '21:00']],
  ])('%s is %j', (text, times) => {
    expect(wholes(text)).toEqual(times);
  });

  it('a version, a score and a number of things are none', () => {
    expect(wholes('1.2.3 и 99.99.2026')).toEqual([]);
    expect(wholes('от 10 до 20 гостей')).toEqual(['20people']);
  });
});

describe('phone numbers and addresses are found as wholes and by their parts', () => {
  it.each(['+7 (495) 123-45-67', '8 495 123 45 67', '84951234567', '(495) 123-45-67', '+74951234567'])('%s', (text) => {
    expect(stems(text)).toContain('74951234567');
  });

  it.each([
    ['пишите: info@site.ru.', ['info@site.ru'], ['info', 'site', 'ru']],
    ['https://www.site.ru/price.', ['site.ru/price', 'site.ru'], ['site', 'price']],
    ['сайт.рф', ['сайт.рф'], ['сайт']],
    ['Node.js', ['node.js'], ['node', 'js']],
  ])('%s', (text, whole, parts) => {
    expect(wholes(text)).toEqual(whole);
    expect(words(text)).toEqual(expect.arrayContaining(parts));
  });

  it('and a sentence without a space behind its dot is no address', () => {
    expect(wholes('Конец.Начало')).toEqual([]);
  });
});

describe('what is left without the joint terms', () => {
  it('is every word once', () => {
    expect(words('Бизнес-план на RTX-4090 за $1,500.00 к 12.05.2026, e-mail a@b.ru')).toEqual([
      'бизнес',
      'план',
      'на',
      'rtx',
      '4090',
      'за',
      '1500',
      'dollar',
      'к',
      '12',
      '2026',
      'e',
      'mail',
      'a',
      'b',
      'ru',
    ]);
  });

  it('drops the ending of an ordinal number', () => {
    expect(words('19th 15-й 90-е')).toEqual(['19', '15', '90']);
  });
});

it('reads a sign that Unicode spells with several as they are, and of a run that nobody writes its beginning', () => {
  expect(words('½ порции')).toEqual(words('1⁄2 порции'));
  for (const sign of ['½', '½ ', '½¼', '⑽', '㍿']) {
    const text = `шатёр ${sign.repeat(100_000)} зал`;
    expect(words(text).length, sign).toBeLessThan(100);
    expect(words(text).at(0), sign).toBe('шатер');
    expect(words(text).at(-1), sign).toBe('зал');
  }
});

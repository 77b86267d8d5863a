import { expect, it } from 'vitest';
import { isOtherSize, measuresIn } from './measures.ts';

it.each([
  ['Генератор 3 кВт', [{ symbol: 'w', from: 3000, to: 3000 }]],
  ['Screen 13 to 14 inch', [{ symbol: 'in', from: 13, to: 14 }]],
  ['до 30 кг', [{ symbol: 'kg', from: 0, to: 30 }]],
  ['дальше 60 км', [{ symbol: 'km', from: 60, to: Infinity }]],
  ['5+ years', [{ symbol: 'year', from: 5, to: Infinity }]],
  ['1 200 мм', [{ symbol: 'm', from: 1.2, to: 1.2 }]],
  ['40 гостей на 3 часа, 5 000 ₽', []],
])('measures «%s»', (text, measures) => {
  expect(measuresIn(text)).toEqual(measures);
});

it.each([
  ['генератор 6 квт', 'Генератор 3 кВт', true],
  ['генератор 3 киловатта', 'Генератор 3 кВт', false],
  ['a 15.6 inch screen', 'Screen 13 to 14 inch', true],
  ['a 15.6 inch screen', 'Screen 15 to 17 inch', false],
  ['ребёнку 6 лет', 'Поход — 7–11 лет', true],
  ['ребёнку 8 лет', 'Поход — 7–11 лет', false],
  ['прибору 3 года, ему 3 лет', 'Гарантия 10 лет', false],
  ['собака 28 кг', 'Собаки до 20 кг', false],
  ['торт 3 кг', 'Медовик 1 900 ₽ за кг', false],
  ['генератор', 'Генератор 3 кВт', false],
])('whether «%s» asks for another size than «%s» has: %s', (asked, told, isOther) => {
  expect(isOtherSize(measuresIn(asked), measuresIn(told))).toBe(isOther);
});

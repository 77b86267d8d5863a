import { expect, it } from 'vitest';
import { foldText } from './fold-text.ts';
import { splitWords } from './split-words.ts';

it.each([
  ['10 000 ₽ и 10,000', ['10000', 'и', '10000']],
  ['1,5 или 1.5', ['1.5', 'или', '1.5']],
  ['$1,500.00, 1.500,00 €', ['1500', '1500']],
  ['1,2,3', ['1', '2', '3']],
  ['0,500', ['0.500']],
  ['10 0000', ['10', '0000']],
  ['iphone15', ['iphone', '15']],
  ['Don’t we’ll O’Neill', ['don', 'we', 'o', 'neill']],
  ['Шатёр café за́мок', ['шатер', 'cafe', 'замок']],
  ['Москвa и Сola', ['москва', 'и', 'cola']],
  ['достав\u00adка', ['доставка']],
  ['iPhone™', ['iphone']],
  ['+7 (495) 123-45-67', ['7', '495', '123', '45', '67']],
  ['192.168.0.1', ['192.168.0.1']],
])('splits %j', (text, words) => {
  expect(splitWords(text)).toEqual(words);
});

it('cuts a word of a megabyte to a head by which it is found again', () => {
  expect(splitWords('ж'.repeat(1_000_000))).toEqual(['ж'.repeat(64)]);
});

it('reads the head of encoded data alone, and goes on behind it', () => {
  const encoded = 'iVBORw0KGgo/AAAA+NSUhEU8'.repeat(1000);
  const words = splitWords(`Схема ![зала](data:image/png;base64,${encoded}==) на 40 гостей`);
  expect(words.slice(0, 7)).toEqual(['схема', 'зала', 'data', 'image', 'png', 'base', '64']);
  expect(words.slice(-3)).toEqual(['на', '40', 'гостей']);
  expect(words.length).toBeLessThan(40);
  expect(splitWords(encoded.slice(0, 250)).length).toBeGreaterThan(40);
});

it.each([
  ['Ёлка', 'елка'],
  ['Ｆｕｌｌ', 'full'],
  ['ﬁne', 'fine'],
  ['Йод', 'йод'],
  ['a\u00a0b…', 'a b...'],
  ['м²', 'м2'],
])('folds %j', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});

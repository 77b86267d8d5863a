import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitSentences } from './split-sentences.ts';

const sentences = (text: string): string[] => splitSentences(text).map(({ start, end }) => text.slice(start, end));

it.each([
  ['Офис на ул. Лесной, д. 5. Мы открыты.', ['Офис на ул. Лесной, д. 5.', 'Мы открыты.']],
  ['Основан А. С. Петровым в 2014 г. в Москве. Работает.', ['Основан А. С. Петровым в 2014 г. в Москве.', 'Работает.']],
  [
    'It was in the U.S. in 2015. Dr. Smith agreed! Really?',
    ['It was in the U.S. in 2015.', 'Dr. Smith agreed!', 'Really?'],
  ],
  [
    'Цена 1.5 млн. руб. за всё… Дорого?! «Да.» Но можно',
    ['Цена 1.5 млн. руб. за всё…', 'Дорого?!', '«Да.»', 'Но можно'],
  ],
  [
    'Строка, которая\nпродолжается.\n\nНовый абзац без точки\n\n- пункт один\n- пункт два',
    ['Строка, которая\nпродолжается.', 'Новый абзац без точки', '- пункт один', '- пункт два'],
  ],
  ['', []],
  [' \n ', []],
])('splits %j at its sentences', (text, expected) => {
  expect(sentences(text)).toEqual(expected);
});

it('leaves out nothing but space, in order, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('слово', 'а', '. ', '! ', '\n', '\n\n', ' ', '- ', '1. ', 'г.', '🦄', '\ud800')),
      (parts) => {
        const text = parts.join('');
        let from = 0;
        for (const { start, end } of splitSentences(text)) {
          expect(text.slice(from, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          from = end;
        }
        expect(text.slice(from).trim()).toBe('');
      },
    ),
  );
});

it('cuts a sentence without an end between words, and never inside a character', () => {
  for (const text of ['слово '.repeat(1000), '🦄'.repeat(3000)]) {
    for (const part of sentences(text)) {
      expect(part.length).toBeLessThanOrEqual(1000);
      expect(part.isWellFormed()).toBe(true);
    }
  }
});

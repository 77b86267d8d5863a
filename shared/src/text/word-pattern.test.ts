import { expect, test } from 'vitest';
import { wholeWords } from './word-pattern.ts';

test.each([
  ['цен\\p{L}', 'цены', true],
  ['цен\\p{L}', 'оценка', false],
  ['цен\\p{L}+', 'ЦЕНАМИ!', true],
  ['caf[\\p{L}]', 'the café', true],
  ['[^\\p{L}]{2}x', '--x', true],
  ['[^\\p{L}]{2}x', 'яяx', false],
  ['ё\\p{L}', 'Ёж', true],
  ['зал', 'зал7', false],
  ['\\[\\p{L}\\]', '[я]', true],
])('%s in "%s": %s', (source, text, expected) => {
  expect(wholeWords(source).test(text)).toBe(expected);
});

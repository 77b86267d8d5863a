import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spellInDigits, withDigits } from './number-words.ts';

const compact = (text: string) => spellInDigits(text).replace(/\s+/g, ' ').trim();

test.each([
  ['сто двадцать человек', '120 человек'],
  ['двести пятьдесят три гостя', '253 гостя'],
  ['нас двенадцать', 'нас 12'],
  ['на троих', 'на 3'],
  ['twenty-five guests', '25 guests'],
  ['a hundred and twenty people', '120 people'],
  ['three hundred guests', '300 guests'],
  ['двадцать пятого мая', '25 мая'],
  ['the thirty first of May', 'the 31 of May'],
  ['May fifteenth', 'May 15'],
  ['триста тысяч', '300 тысяч'],
  ['два-три часа', '2 -3 часа'],
  ['первого взноса', 'первого взноса'],
  ['the second question', 'the second question'],
  ['один человек, one person', 'один человек, one person'],
  ['семью и столом', 'семью и столом'],
])('%s: %s', (text, expected) => {
  expect(compact(text)).toBe(expected);
});

const words = fc.array(
  fc.constantFrom('сто', 'двадцать', 'пять', 'hundred', 'and', 'мая', 'May', 'fifth', 'стол', ' ', '-', ',', '🦄', '7'),
  { maxLength: 12 },
);

test('offsets hold, and a number ends in the words where it ends in digits', () => {
  fc.assert(
    fc.property(words, (parts) => {
      const text = parts.join(' ');
      const { text: spelled, endInWords } = withDigits(text);
      expect(spelled).toHaveLength(text.length);
      for (const { index, 0: digits } of spelled.matchAll(/\d+/g)) {
        const end = endInWords(index + digits.length);
        expect(end).toBeGreaterThanOrEqual(index + digits.length);
        expect(spelled.slice(index + digits.length, end).trim()).toBe('');
      }
    }),
  );
});

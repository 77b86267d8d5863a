import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPhone } from './read-phone.ts';

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''));
const areaCodes = ['343', '495', '812', '800', '701', '916', '999'];
const russian = fc.tuple(fc.constantFrom(...areaCodes), digits(7)).map(([area, rest]) => area + rest);
const separator = fc.constantFrom('', ' ', '-', ' - ', '.', '\u00a0');

/** One number in one of the ways that Russians write it. */
const written = fc
  .tuple(russian, fc.constantFrom('+7', '8', '7', '+7 ', '8 ', '8-'), fc.boolean(), separator, separator)
  .map(([number, prefix, brackets, a, b]) => {
    const [code, rest] = [number.slice(0, 3), [number.slice(3, 6), number.slice(6, 8), number.slice(8)]];
    return { number, text: `${prefix}${brackets ? `(${code})` : code}${a}${rest.join(b)}` };
  });

test('every way to write a Russian number is one number, whatever the language of the workspace', () => {
  fc.assert(
    fc.property(written, fc.constantFrom('ru', 'en'), ({ number, text }, language) => {
      expect(readPhone(text, language as 'ru' | 'en')).toBe(`+7${number}`);
    }),
  );
});

test('what comes out is E.164 and stays what it is', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        digits(11),
        digits(14).map((all) => `+${all}`),
        written.map(({ text }) => text),
      ),
      (text) => {
        const phone = readPhone(text);
        if (phone === undefined) return;
        expect(phone).toMatch(/^\+[1-9]\d{6,14}$/);
        expect(readPhone(phone)).toBe(phone);
      },
    ),
  );
});

test.each([
  ['+8 916 123 45 67', '+79161234567'],
  ['8 800 555-35-35', '+78005553535'],
  ['+7 701 123 45 67', '+77011234567'],
  ['+84 912 345 678', '+84912345678'],
  ['0044 20 7946 0958', '+442079460958'],
  ['+1 415 555 2671 ext. 5', '+14155552671'],
  ['8 (495) 123-45-67 доб. 101', '+74951234567'],
  ['8 (495) 123-45-67, добавочный 101', '+74951234567'],
  ['+7 123 456 78 90', undefined],
  ['+7 516 123 45 67', undefined],
  ['+1 115 555 2671', undefined],
  ['+999 123 456 789', undefined],
  ['12345', undefined],
  ['не телефон', undefined],
  ['мой телефон 8 916 123-45-67', undefined],
  ['+', undefined],
  ['', undefined],
])('%s is %s', (text, phone) => {
  expect(readPhone(text)).toBe(phone);
});

test('a number without its country code is Russian unless the language says otherwise', () => {
  expect(readPhone('9161234567')).toBe('+79161234567');
  expect(readPhone('4155552671')).toBe('+74155552671');
  expect(readPhone('4155552671', 'en')).toBe('+14155552671');
});

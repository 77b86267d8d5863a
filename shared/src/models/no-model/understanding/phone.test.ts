import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPhones, normalisePhone } from './phone.ts';

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''));
const russian = fc.tuple(fc.integer({ min: 3, max: 9 }), digits(9)).map(([first, rest]) => `${first}${rest}`);
const separator = fc.constantFrom('', ' ', '-', ' - ', '.', '\u00a0');

/** One number in one of the ways that Russians write it. */
const written = fc
  .tuple(russian, fc.constantFrom('+7', '8', '7', '+7 ', '8 ', '8-'), fc.boolean(), separator, separator)
  .map(([number, prefix, brackets, a, b]) => {
    const [code, rest] = [number.slice(0, 3), [number.slice(3, 6), number.slice(6, 8), number.slice(8)]];
    return { number, text: `${prefix}${brackets ? `(${code})` : code}${a}${rest.join(b)}` };
  });

test('every way to write a Russian number is one number', () => {
  fc.assert(
    fc.property(written, ({ number, text }) => {
      expect(normalisePhone(text)).toBe(`+7${number}`);
    }),
  );
});

test('a Russian number is found within a text', () => {
  fc.assert(
    fc.property(written, ({ number, text }) => {
      const message = `Здравствуйте, мой телефон: ${text}. Жду`;
      const [found] = findPhones(message, 'ru');
      expect(found?.value).toBe(`+7${number}`);
      expect(message.slice(found?.start, found?.end)).toBe(text);
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
      (raw) => {
        const phone = normalisePhone(raw);
        if (phone === undefined) return;
        expect(phone).toMatch(/^\+[1-9]\d{7,14}$/);
        expect(normalisePhone(phone)).toBe(phone);
      },
    ),
  );
});

test.each([
  ['+8 916 123 45 67', '+79161234567'],
  ['8 800 555-35-35', '+78005553535'],
  ['+7 701 123 45 67', '+77011234567'],
  ['+84 912 345 678', '+84912345678'],
  ['+1 415 555 2671 ext. 5', '+14155552671'],
  ['8 (495) 123-45-67 доб. 101', '+74951234567'],
  ['+7 123 456 78 90', undefined],
  ['+1 115 555 2671', undefined],
  ['12345', undefined],
  ['not a phone', undefined],
  ['+', undefined],
  ['', undefined],
])('%s is %s', (raw, phone) => {
  expect(normalisePhone(raw)).toBe(phone);
});

test('ten digits need to be told whose they are', () => {
  expect(normalisePhone('9161234567')).toBeUndefined();
  expect(normalisePhone('9161234567', 'RU')).toBe('+79161234567');
  expect(normalisePhone('4155552671', 'US')).toBe('+14155552671');
});

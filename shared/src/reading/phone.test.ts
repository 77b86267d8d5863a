import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPhones } from './phone.ts';

const number = fc.integer({ min: 0, max: 9_999_999 }).map((rest) => String(rest).padStart(7, '0'));
const separator = fc.constantFrom('', ' ', '-', ' - ', '.', '\u00a0');
const written = fc
  .tuple(number, fc.constantFrom('+7', '8', '7', '+7 ', '8 ', '8-'), separator)
  .map(([rest, prefix, between]) => ({
    rest,
    text: `${prefix}916${between}${[rest.slice(0, 3), rest.slice(3, 5), rest.slice(5)].join(between)}`,
  }));

test('a Russian number is found within a text', () => {
  fc.assert(
    fc.property(written, ({ rest, text }) => {
      const message = `Здравствуйте, мой телефон: ${text}. Жду`;
      const [found] = findPhones(message, 'ru');
      expect(found?.value).toBe(`+7916${rest}`);
      expect(message.slice(found?.start, found?.end)).toBe(text);
    }),
  );
});

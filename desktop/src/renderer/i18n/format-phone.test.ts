import { readPhone } from '@inbetwin/shared/text/read-phone.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPhone } from './format-phone.ts';

test.each([
  ['+79161234567', '+7 916 123-45-67'],
  ['+12125550123', '+1 212 555-0123'],
  ['+442079460958', '+44 207 946 0958'],
  ['+375291234567', '+375 291 234 567'],
  ['+7916', '+7916'],
  ['8 (916) 123-45-67', '8 (916) 123-45-67'],
  ['Анна', 'Анна'],
])('%s is shown as %s', (stored, shown) => {
  expect(formatPhone(stored)).toBe(shown);
});

test('a formatted number has all its digits and no other, and is read as the same number', () => {
  const anyNumber = fc.stringMatching(/^\+[1-9]\d{7,14}$/);
  fc.assert(
    fc.property(anyNumber, (stored) => {
      const shown = formatPhone(stored);
      expect(shown.replace(/[ -]/g, '')).toBe(stored);
      expect(readPhone(shown)).toBe(readPhone(stored));
    }),
    { seed: 7 },
  );
});

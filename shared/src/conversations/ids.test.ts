import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conversationIdOf, messageIdOf, placeOf } from './ids.ts';

const part = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
const place = fc.record({ channel: part, account: part, chatId: part });

test('a conversation id tells its place again, whatever the platform puts into its ids', () => {
  fc.assert(
    fc.property(place, (where) => {
      expect(placeOf(conversationIdOf(where))).toEqual(where);
    }),
  );
});

test('two messages share an id only when place and number are the same', () => {
  fc.assert(
    fc.property(place, part, place, part, (a, m, b, n) => {
      const same = JSON.stringify([a, m]) === JSON.stringify([b, n]);
      expect(messageIdOf(a, m) === messageIdOf(b, n)).toBe(same);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderNumberOf, readOrderNumber } from './order-number.ts';

test('an order has one number, wherever it is made', () => {
  expect(orderNumberOf('work:run:telegram:42:7:1#3:order')).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  expect(orderNumberOf('work:anna:1')).toBe(orderNumberOf('work:anna:1'));
});

test('hundred thousand orders of a team have as many numbers', () => {
  const ids = Array.from({ length: 100_000 }, (_, at) => `work:run:telegram:42:${at % 977}:${at}#${at % 7}:order`);
  expect(new Set(ids.map(orderNumberOf)).size).toBe(ids.length);
});

test('a number is read as people type it, on either keyboard', () => {
  const number = '0AB1X-KMH2C';
  for (const typed of [number, '0ab1xkmh2c', ' 0ab1x kmh2c ', '№ OABIX–KMH2C', 'ОАВlХ-КМН2С']) {
    expect(readOrderNumber(typed)).toBe(number);
  }
  for (const typed of ['', '12345', 'мой заказ', '0AB1X-KMH2C-1', 'UUUUU-UUUUU']) {
    expect(readOrderNumber(typed)).toBeUndefined();
  }
});

test('whatever a customer types, what is read is a number or nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 12 })), (typed) => {
      const read = readOrderNumber(typed);
      if (read !== undefined) expect(readOrderNumber(read)).toBe(read);
    }),
  );
});

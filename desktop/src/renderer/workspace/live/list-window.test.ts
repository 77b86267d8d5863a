// @vitest-environment jsdom
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemAt, rowCount, WINDOW_SIZE, windowFrom } from './list-window.ts';

/** More rows than the tallest screen shows, with what is drawn beyond it. */
const IN_SIGHT = 60;

test('wherever one scrolls, the window holds every row in sight and some above it', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(IN_SIGHT - 1), (first, below) => {
      const from = windowFrom(first);
      expect(from).toBeLessThanOrEqual(Math.max(0, first - 30));
      expect(first + below).toBeLessThan(from + WINDOW_SIZE);
    }),
  );
});

test('a window shows each of its rows at its place in the list, and nothing elsewhere', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(600), fc.nat(700), (total, first, place) => {
      const all = Array.from({ length: total }, (_, at) => at);
      const from = windowFrom(first);
      const window = { from, items: all.slice(from, from + WINDOW_SIZE) };
      const isInside = place >= from && place < Math.min(total, from + WINDOW_SIZE);
      expect(itemAt(window, place)).toBe(isInside ? place : undefined);
      if (window.items.length > 0) expect(rowCount(window, total)).toBe(total);
    }),
  );
});

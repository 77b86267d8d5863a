import { expect, test } from 'vitest';
import { withMark } from './read-marks.ts';

test('a mark only moves forward', () => {
  expect(withMark({}, 'a', 5)).toEqual({ a: 5 });
  expect(withMark({ a: 5, b: 1 }, 'a', 7)).toEqual({ a: 7, b: 1 });
  expect(withMark({ a: 5, b: 1 }, 'a', 3)).toEqual({ a: 5, b: 1 });
});

test('beyond 2,000 marks those that were set longest ago are dropped', () => {
  const full = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`c${at}`, 2_000 - at]));
  expect(withMark(full, 'c1999', 3_000)).toEqual({ ...full, c1999: 3_000 });
  const { c1999: _, ...others } = full;
  expect(withMark(full, 'new', 3_000)).toEqual({ ...others, new: 3_000 });
});

import { expect, it } from 'vitest';
import { readTime } from './read-time.ts';

it.each([
  ['10:00', '10:00'],
  ['9', '09:00'],
  ['9.30', '09:30'],
  ['930', '09:30'],
  ['0930', '09:30'],
  [' 9-30 ', '09:30'],
  ['00:00', '00:00'],
  ['24:00', '00:00'],
])('reads %j as %s', (text, time) => expect(readTime(text)).toBe(time));

it.each(['', ':', '24:01', '25', '12:60', '9:3', 'ten', '10:00 PM'])('reads no time in %j', (text) =>
  expect(readTime(text)).toBeUndefined(),
);

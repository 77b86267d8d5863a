import { expect, test } from 'vitest';
import { durationsIn } from './durations.ts';

const hoursIn = (text: string): readonly number[] => durationsIn(text).durations.map(({ hours }) => hours);

test('the word for a day and a night is read where it stands alone, and not as a part of another word', () => {
  expect(hoursIn('Гарантия — сутки.')).toEqual([24]);
  expect(hoursIn('Сутка за сутки.')).toEqual([24, 24]);
  expect(hoursIn('Посутки и суткинский.')).toEqual([]);
});

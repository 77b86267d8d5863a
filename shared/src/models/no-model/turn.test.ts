import { expect, test } from 'vitest';
import { readTurn } from './turn.ts';

const read = (earlier: readonly string[], newest: readonly string[]) =>
  readTurn({
    messages: [...earlier, ...newest].map((content) => ({ role: 'user', content })),
    tools: [],
    asked: newest.length,
  });

test('messages that are written in one go correct one another', () => {
  const { text, understood } = read([], ['столик на пятерых на завтра', 'Ирина', 'ой, на 6 человек']);
  expect(text).toBe('столик на 6 человек на завтра\nИрина');
  expect(understood.guests).toBe(6);
});

test('they correct earlier messages too', () => {
  expect(read(['how much is a canoe for 2 hours'], ['whoops 3 hours', 'and is there parking?']).text).toBe(
    'how much is a canoe for 3 hours\nand is there parking?',
  );
});

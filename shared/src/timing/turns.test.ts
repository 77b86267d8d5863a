import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

it('runs one task at a time in the order of their coming, whatever becomes of those before', async () => {
  const inTurn = createTurns();
  const events: string[] = [];
  const tasks = [3, 1, 2].map((turns, n) =>
    inTurn(async () => {
      events.push(`begin ${n}`);
      for (let left = turns; left > 0; left--) await Promise.resolve();
      events.push(`end ${n}`);
      if (n === 1) throw new Error('refused');
      return n;
    }),
  );
  expect(await Promise.allSettled(tasks)).toMatchObject([
    { value: 0 },
    { reason: { message: 'refused' } },
    { value: 2 },
  ]);
  expect(events).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1', 'begin 2', 'end 2']);
});

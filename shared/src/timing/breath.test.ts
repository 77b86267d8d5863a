import { expect, it } from 'vitest';
import { createBreath } from './breath.ts';

const never = new AbortController().signal;
const workFor = (milliseconds: number): void => {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
};

/** How many turns others got. */
const countTurns = () => {
  let turns = 0;
  const count = (): void => {
    turns += 1;
    timer = setTimeout(count, 0);
  };
  let timer = setTimeout(count, 0);
  return {
    stop: (): number => {
      clearTimeout(timer);
      return turns;
    },
  };
};

it('goes on without a pause while the slice is not used up', async () => {
  const breathe = createBreath(60_000, never);
  const others = countTurns();
  for (let i = 0; i < 1000; i++) await breathe();
  expect(others.stop()).toBe(0);
});

it('gives others a turn after every slice of work', async () => {
  const breathe = createBreath(3, never);
  const others = countTurns();
  for (let i = 0; i < 5; i++) {
    workFor(4);
    await breathe();
  }
  expect(others.stop()).toBeGreaterThanOrEqual(5);
});

it('rejects with the reason of the signal at the end of a slice', async () => {
  const controller = new AbortController();
  const breathe = createBreath(1, controller.signal);
  workFor(2);
  const breathing = breathe();
  controller.abort(new Error('closed'));
  await expect(breathing).rejects.toThrow('closed');
});

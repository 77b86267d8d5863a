import { expect, it } from 'vitest';
import { untilAborted, untilHeard } from './until-heard.ts';

const createRoom = () => {
  const hearing = new Set<() => void>();
  return {
    hearing,
    listen: (hear: () => void) => {
      hearing.add(hear);
      return () => hearing.delete(hear);
    },
  };
};
const isOver = (waiting: Promise<void>): Promise<boolean> =>
  Promise.race([waiting.then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 0))]);

it('resolves when something is heard, and listens no more', async () => {
  const { hearing, listen } = createRoom();
  const controller = new AbortController();
  const waiting = untilHeard(listen, controller.signal);
  expect(await isOver(waiting)).toBe(false);
  for (const hear of hearing) hear();
  expect([await isOver(waiting), hearing.size]).toEqual([true, 0]);
  controller.abort();
  expect(hearing.size).toBe(0);
});

it('resolves when the signal aborts, or has, and listens no more', async () => {
  const { hearing, listen } = createRoom();
  const controller = new AbortController();
  const waiting = [untilHeard(listen, controller.signal), untilAborted(controller.signal)];
  expect(hearing.size).toBe(1);
  expect(await isOver(Promise.race(waiting))).toBe(false);
  controller.abort();
  await Promise.all([...waiting, untilHeard(listen, controller.signal), untilAborted(controller.signal)]);
  expect(hearing.size).toBe(0);
});

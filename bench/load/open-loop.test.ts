import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { sendAtRate } from './open-loop.ts';

it('keeps sending while nothing is answered, and counts the wait from when a request was due', async () => {
  const gate = Promise.withResolvers<void>();
  const sent: number[] = [];
  const times = sendAtRate({ rate: 1000, requests: 20 }, async (at) => {
    sent.push(at);
    if (sent.length === 20) gate.resolve();
    await gate.promise;
  });
  const measured = await times;
  expect(sent).toEqual(Array.from({ length: 20 }, (_, at) => at));
  // The first was answered only once the last, which was due 19 ms later, had been sent; a timer may be a millisecond early.
  expect(measured[0]).toBeGreaterThanOrEqual(18);
});

it('counts what its own lateness adds', async () => {
  const block = () => {
    const until = performance.now() + 50;
    while (performance.now() < until);
  };
  const [, second = 0] = await sendAtRate({ rate: 1000, requests: 2 }, async (at) => {
    if (at === 0) block();
  });
  expect(second).toBeGreaterThanOrEqual(49);
});

it('ends with the first failure', async () => {
  let sent = 0;
  const load = sendAtRate({ rate: 1000, requests: 10_000 }, async (at) => {
    sent += 1;
    if (at === 3) throw new Error('The server answered 500.');
    await nextTurn();
  });
  await expect(load).rejects.toThrow('500');
  expect(sent).toBeLessThan(10_000);
});

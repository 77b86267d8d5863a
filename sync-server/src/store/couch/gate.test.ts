import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

test('never more tasks than places run at once, all of them run in order, and a failed one gives its place back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.record({ turns: fc.nat(3), fails: fc.boolean() }), { maxLength: 20 }),
      async (places, tasks) => {
        const gate = createGate(places);
        const begun: number[] = [];
        let running = 0;
        const run = async (at: number): Promise<void> => {
          begun.push(at);
          running += 1;
          expect(running).toBeLessThanOrEqual(places);
          for (let turn = 0; turn < (tasks[at]?.turns ?? 0); turn++) await Promise.resolve();
          running -= 1;
          if (tasks[at]?.fails) throw new Error('failed');
        };
        const results = await Promise.allSettled(tasks.map((_, at) => gate(() => run(at))));
        expect(begun).toEqual(tasks.map((_, at) => at));
        expect(results.map(({ status }) => status === 'rejected')).toEqual(tasks.map(({ fails }) => fails));
        expect(running).toBe(0);
      },
    ),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacing } from './pacing.ts';

test('in every span of time no more is taken than the rate allows, and waiting as long as it says is enough', () => {
  const rates = fc.record({ burst: fc.integer({ min: 1, max: 5 }), everyMs: fc.integer({ min: 1, max: 50 }) });
  fc.assert(
    fc.property(rates, fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 }), (rate, pauses) => {
      let now = 0;
      const pacing = createPacing(() => now);
      const taken: number[] = [];
      for (const pause of pauses) {
        now += pause;
        const wait = pacing.take([['chat', rate]]);
        now += wait;
        if (wait > 0) expect(pacing.take([['chat', rate]])).toBe(0);
        taken.push(now);
      }
      for (const [index, from] of taken.entries()) {
        const upTo = taken[index + rate.burst];
        if (upTo !== undefined) expect(upTo - from).toBeGreaterThanOrEqual(rate.everyMs);
      }
    }),
    { seed: 42, numRuns: 200 },
  );
});

test('what one allowance refuses is not taken from the other', () => {
  const pacing = createPacing(() => 0);
  const account = ['account', { burst: 2, everyMs: 10 }] as const;
  expect(pacing.take([['a', { burst: 1, everyMs: 100 }], account])).toBe(0);
  expect(pacing.take([['a', { burst: 1, everyMs: 100 }], account])).toBe(100);
  expect(pacing.take([['b', { burst: 1, everyMs: 100 }], account])).toBe(0);
  expect(pacing.take([['c', undefined], account])).toBe(10);
});

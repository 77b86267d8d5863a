import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createProgress } from './feed/progress.ts';
import type { Outcome } from './lane-state.ts';
import { createLanes } from './lanes.ts';

const until = (check: () => void) => vi.waitFor(check, { interval: 1 });

test('tasks of one key keep their order and never overlap, whatever has to be tried again', async () => {
  const job = fc.record({ key: fc.constantFrom('a', 'b', 'c'), retries: fc.nat({ max: 2 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(job, { maxLength: 20 }), fc.integer({ min: 1, max: 4 }), async (jobs, limit) => {
      const lanes = createLanes(limit);
      const ended: { key: string; index: number }[] = [];
      const busy = new Set<string>();
      let most = 0;
      jobs.forEach(({ key, retries }, index) => {
        let left = retries;
        const run = async (): Promise<Outcome> => {
          expect(busy.has(key)).toBe(false);
          busy.add(key);
          most = Math.max(most, busy.size);
          await Promise.resolve();
          busy.delete(key);
          if (left-- > 0) return { kind: 'retry', ms: 1 };
          ended.push({ key, index });
          return 'done';
        };
        lanes.add(key, { run });
      });
      await until(() => expect(ended).toHaveLength(jobs.length));
      for (const key of ['a', 'b', 'c']) {
        const order = ended.filter((one) => one.key === key).map(({ index }) => index);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
      expect(most).toBeLessThanOrEqual(limit);
      await lanes.stop();
    }),
    { numRuns: 25 },
  );
});

test('a lane that waits takes no place, tells those in it, and goes on when woken', async () => {
  const lanes = createLanes(1);
  const events: string[] = [];
  let isOpen = false;
  const parked = (name: string) => ({
    run: async (): Promise<Outcome> => {
      if (!isOpen) return { kind: 'park' };
      events.push(name);
      return 'done';
    },
    onBlocked: () => events.push(`${name} waits`),
  });
  lanes.add('a', parked('a1'));
  lanes.add('a', parked('a2'));
  lanes.add('b', { run: async () => 'done' });
  await until(() => expect(events).toEqual(['a1 waits', 'a2 waits']));
  lanes.add('a', parked('a3'));
  isOpen = true;
  lanes.wake((key) => key === 'b');
  lanes.wake((key) => key === 'a');
  await until(() => expect(events.slice(-3)).toEqual(['a1', 'a2', 'a3']));
  await lanes.stop();
});

test('a call to wake that comes while a task is about to wait is not lost', async () => {
  const lanes = createLanes(1);
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Outcome>();
  let runs = 0;
  const run = async (): Promise<Outcome> => {
    runs += 1;
    asked.resolve();
    return runs === 1 ? answer.promise : 'done';
  };
  lanes.add('a', { run });
  await asked.promise;
  lanes.wake(() => true);
  answer.resolve({ kind: 'park' });
  await until(() => expect(runs).toBe(2));
  await lanes.stop();
});

test('progress passes only what is handled without a gap', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 0 }), (order) => {
      const progress = createProgress(() => undefined);
      const done = Array.from({ length: 8 }, (_, index) => progress.track(String(index)));
      const handled = new Set<number>();
      for (const index of order) {
        done[index]?.();
        handled.add(index);
        const gap = [0, 1, 2, 3, 4, 5, 6, 7, 8].find((at) => !handled.has(at)) ?? 0;
        expect(progress.position()).toBe(gap === 0 ? undefined : String(gap - 1));
      }
    }),
  );
});

test('a reader waits while too much is unhandled', async () => {
  const progress = createProgress(() => undefined);
  const first = progress.track('1');
  progress.track('2');
  let isBelow = false;
  const waiting = progress.below(1, new AbortController().signal).then(() => {
    isBelow = true;
  });
  await Promise.resolve();
  expect(isBelow).toBe(false);
  first();
  await waiting;
  expect(isBelow).toBe(true);
});

test('dropped lanes start nothing more, are over when what runs in them has ended, and can be filled anew', async () => {
  const lanes = createLanes(2);
  const events: string[] = [];
  const gate = Promise.withResolvers<void>();
  const note = (name: string): { run: () => Promise<Outcome> } => ({
    run: async () => {
      events.push(name);
      return 'done';
    },
  });
  const hold = async (): Promise<Outcome> => {
    await gate.promise;
    events.push('held');
    return 'done';
  };
  lanes.add('a 1', { run: hold });
  lanes.add('a 1', note('behind it'));
  lanes.add('b 1', { run: hold });
  lanes.add('a 2', note('had no place'));
  lanes.add('b 2', note('other'));
  let isOver = false;
  const dropped = lanes
    .drop((key) => key.startsWith('a '))
    .then(() => {
      isOver = true;
    });
  lanes.add('a 2', note('anew'));
  await Promise.resolve();
  expect(isOver).toBe(false);
  gate.resolve();
  await dropped;
  await until(() => expect(events).toContain('anew'));
  expect(events.toSorted()).toEqual(['anew', 'held', 'held', 'other']);
  await lanes.stop();
});

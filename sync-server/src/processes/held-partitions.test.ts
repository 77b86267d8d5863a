import { pause } from '@inbetwin/shared/timing/pause.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { holdPartitions, type JoinQueue, type PlaceTiming } from './held-partitions.ts';

const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const timing: PlaceTiming = { beatMs: 100, validMs: 300 };
const PARTITION = 7;

type Subscription = {
  readonly id: string;
  readonly owner: number;
  readonly hear: Parameters<JoinQueue>[1];
};

/** A broker that gives each beat to the first subscription that it believes in; beats may be long on their way, in both directions. */
const createBrokerModel = (delays: () => number) => {
  let subscriptions: Subscription[] = [];
  let queued: { owner: number; sentAt: number }[] = [];
  let count = 0;
  const alive = new Map<number, Subscription>();
  const never = new AbortController().signal;
  const later = async (act: () => void): Promise<void> => {
    // biome-ignore lint/plugin: the delay of a model in virtual time
    await pause(delays(), never);
    act();
  };

  const deliver = (): void => {
    const [active] = subscriptions;
    if (!active) return;
    for (const { owner, sentAt } of queued.splice(0)) {
      if (owner !== active.owner) continue;
      // What was delivered reaches the process even after the broker has given it up.
      void later(() => active.hear({ subscription: active.id, sentAt }));
    }
  };

  const subscribe = (owner: number, hear: Parameters<JoinQueue>[1]): void => {
    count += 1;
    const subscription: Subscription = { id: `s${count}`, owner, hear };
    alive.set(owner, subscription);
    subscriptions.push(subscription);
    deliver();
  };

  const forget = (owner: number): void => {
    subscriptions = subscriptions.filter((one) => one.owner !== owner);
    deliver();
  };

  return {
    joinAs:
      (owner: number): JoinQueue =>
      (_, hear) => {
        subscribe(owner, hear);
        return {
          beat: async (sentAt) => {
            void later(() => {
              queued.push({ owner, sentAt });
              deliver();
            });
          },
          leave: async () => forget(owner),
        };
      },
    /** The broker gives the process up, which does not know of it. */
    forget,
    /** The process connects anew. */
    reconnect: (owner: number): void => {
      const { hear } = alive.get(owner) ?? {};
      forget(owner);
      if (hear) subscribe(owner, hear);
    },
    /** Expires what nobody receives. */
    expire: (): void => {
      queued = [];
    },
  };
};

type Step = {
  readonly type: 'waits' | 'is forgotten' | 'reconnects' | 'joins' | 'leaves' | 'expires';
  readonly at: number;
};

const steps = fc.array(
  fc.record({
    type: fc.constantFrom<Step['type'][]>(
      'waits',
      'waits',
      'waits',
      'is forgotten',
      'reconnects',
      'joins',
      'leaves',
      'expires',
    ),
    at: fc.nat(900),
  }),
  { minLength: 10, maxLength: 50, size: 'max' },
);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const PROCESSES = 3;

/** A process; each has a clock of its own. */
const startProcess = (at: number, join: JoinQueue) => {
  const working = new Set<number>();
  let isJoined = false;
  const held = holdPartitions({
    ...{ duty: 'worker', join, log, timing, monotonic: () => Date.now() - at * 1_000_000 },
    listener: {
      gain: (partitions) => {
        for (const partition of partitions) working.add(partition);
      },
      lose: async (partitions) => {
        for (const partition of partitions) working.delete(partition);
      },
    },
  });
  return {
    works: () => working.has(PARTITION) && held.isCurrent(),
    join: () => {
      if (!isJoined) held.gain([PARTITION]);
      isJoined = true;
    },
    leave: async () => {
      if (isJoined) await held.lose([PARTITION]);
      isJoined = false;
    },
  };
};

const createHouse = (delays: () => number) => {
  const broker = createBrokerModel(delays);
  const processes = Array.from({ length: PROCESSES }, (_, at) => startProcess(at, broker.joinAs(at)));
  const working = () => processes.filter((one) => one.works()).length;
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 10) {
      await vi.advanceTimersByTimeAsync(10);
      expect(working()).toBeLessThanOrEqual(1);
    }
  };
  return { broker, processes, working, pass };
};

test('whatever the broker forgets and however late beats are, no two processes work for a partition', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.array(fc.nat(400), { minLength: 1, maxLength: 30 }), async (story, late) => {
      let drawn = 0;
      const house = createHouse(() => late[drawn++ % late.length] ?? 0);
      for (const one of house.processes) one.join();
      for (const { type, at } of story) {
        const one = house.processes[at % PROCESSES];
        if (type === 'is forgotten') house.broker.forget(at % PROCESSES);
        else if (type === 'reconnects') house.broker.reconnect(at % PROCESSES);
        else if (type === 'expires') house.broker.expire();
        else if (type === 'joins') one?.join();
        else if (type === 'leaves') await one?.leave();
        await house.pass(type === 'waits' ? at : 10);
      }
      for (const one of house.processes) await one.leave();
      vi.clearAllTimers();
    }),
    { seed: 67, numRuns: 150 },
  );
});

test('the next process takes over once the broker has given the former one up', async () => {
  const house = createHouse(() => 5);
  const [first, second] = house.processes;
  first?.join();
  second?.join();
  await house.pass(timing.validMs + 3 * timing.beatMs);
  expect(first?.works()).toBe(true);
  house.broker.forget(0);
  await house.pass(2 * timing.validMs);
  expect([first?.works(), second?.works()]).toEqual([false, true]);
  await second?.leave();
  house.broker.reconnect(0);
  await house.pass(2 * timing.validMs);
  expect(first?.works()).toBe(true);
  await first?.leave();
});

import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createLogger } from '../http/machinery/logger.ts';
import { type LeaseTiming, openLeases } from './leases.ts';
import { PARTITIONS } from './shares.ts';

const timing: LeaseTiming = { beatMs: 10, silenceMs: 200, validMs: 100 };
const until = (check: () => void): Promise<void> => vi.waitFor(check, { interval: 5, timeout: 5000 });

type Watched = { readonly losing?: () => Promise<void>; readonly gaining?: () => void };

/** A house of processes whose clocks can be stopped. */
const createHouse = () => {
  const store = createMemoryStore();
  const working = new Map<number, string>();
  const overlaps: string[] = [];

  const open = (name: string, { losing = async () => undefined, gaining = () => undefined }: Watched = {}) => {
    const held = new Set<number>();
    let isHung = false;
    const hung = Promise.withResolvers<void>();
    const collection: typeof store.collection = (...named) => {
      const stored = store.collection(...named);
      const write: typeof stored.write = async (rows) => {
        if (isHung) await hung.promise;
        return stored.write(rows);
      };
      return { ...stored, write };
    };
    const leases = openLeases({
      store: { ...store, collection },
      installation: 'house',
      monotonic: () => performance.now(),
      log: createLogger('silent'),
      timing,
      listeners: {
        worker: {
          gain: (partitions) => {
            gaining();
            for (const partition of partitions) {
              const other = working.get(partition);
              if (other !== undefined && other !== name) overlaps.push(`${name} began ${partition} beside ${other}`);
              working.set(partition, name);
              held.add(partition);
            }
          },
          lose: async (partitions) => {
            await losing();
            for (const partition of partitions) {
              if (working.get(partition) === name) working.delete(partition);
              held.delete(partition);
            }
          },
        },
      },
    });
    onTestFinished(async () => {
      hung.resolve();
      await leases.stop();
    });
    return {
      ...leases,
      held: () => held.size,
      /** As a process that is suspended: its writes do not come through. */
      hang: () => {
        isHung = true;
        for (const partition of held) working.delete(partition);
      },
      wakeUp: () => {
        isHung = false;
        hung.resolve();
      },
    };
  };
  return { open, overlaps };
};

test('one process holds everything, a second one half of it, and when that one stops, the first all again', async () => {
  const { open, overlaps } = createHouse();
  const first = open('first');
  await first.begin();
  expect(first.held()).toBe(PARTITIONS);
  const ended = Promise.withResolvers<void>();
  const losing = vi.fn(() => ended.promise);
  const second = open('second', { losing });
  await second.begin();
  await until(() => expect([first.held(), second.held()]).toEqual([PARTITIONS / 2, PARTITIONS / 2]));
  const stopping = second.stop();
  await until(() => expect(losing).toHaveBeenCalled());
  expect(first.held()).toBe(PARTITIONS / 2);
  ended.resolve();
  await stopping;
  await until(() => expect(first.held()).toBe(PARTITIONS));
  expect(overlaps).toEqual([]);
});

test('a process that hangs does nothing before others take over, and shares again when it goes on', async () => {
  const { open, overlaps } = createHouse();
  const second = open('second');
  const seen: boolean[] = [];
  const first = open('first', { gaining: () => seen.push(second.isCurrent()) });
  await first.begin();
  await second.begin();
  await until(() => expect(second.held()).toBe(PARTITIONS / 2));
  second.hang();
  await until(() => expect(first.held()).toBe(PARTITIONS));
  expect(seen.at(-1)).toBe(false);
  second.wakeUp();
  await until(() => expect([first.held(), second.held()]).toEqual([PARTITIONS / 2, PARTITIONS / 2]));
  expect(second.isCurrent()).toBe(true);
  expect(overlaps).toEqual([]);
});

test('three processes that begin at the same time share evenly', async () => {
  const { open, overlaps } = createHouse();
  const all = [open('first'), open('second'), open('third')];
  await Promise.all(all.map((one) => one.begin()));
  await until(() => expect(all.map((one) => one.held()).sort()).toEqual([10, 11, 11]));
  expect(overlaps).toEqual([]);
});

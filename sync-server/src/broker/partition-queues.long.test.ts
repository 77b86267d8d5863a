import { expect, onTestFinished, test, vi } from 'vitest';
import { holdPartitions } from '../processes/held-partitions.ts';
import { startCuttableProxy } from '../testing/cuttable-proxy.ts';
import { openBroker } from './connection.ts';
import { openPartitionQueues } from './partition-queues.ts';
import { type Rabbit, startRabbit } from './testing/start-rabbit.ts';

const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const partitions = [0, 1, 2, 3];
const TAKEOVER_MS = 10_000;

/** A process with its own way to the broker, which wants all partitions and notes for which it works. */
const startMember = async (rabbit: Rabbit, sender: string) => {
  const proxy = await startCuttableProxy({ cleanUp: onTestFinished }, rabbit.url);
  const broker = openBroker(proxy.url, log);
  const queues = openPartitionQueues({ broker, installation: 'crew', sender, log });
  const working = new Set<number>();
  const held = holdPartitions({
    ...{ duty: 'worker', join: queues.joinAs('worker'), log, monotonic: () => performance.now() },
    listener: {
      gain: (gained) => {
        for (const partition of gained) working.add(partition);
      },
      lose: async (lost) => {
        for (const partition of lost) working.delete(partition);
      },
    },
  });
  onTestFinished(async () => {
    await held.lose(partitions);
    await broker.close(queues.close);
  });
  return {
    proxy,
    begin: () => held.gain(partitions),
    leave: () => held.lose(partitions),
    worksFor: (partition: number) => held.isCurrent() && working.has(partition),
  };
};

type Member = Awaited<ReturnType<typeof startMember>>;

/** Looks all the time whether two work for one partition. */
const watch = (members: readonly Member[]) => {
  const doubled: string[] = [];
  const holdersOf = (partition: number) => members.filter((member) => member.worksFor(partition));
  const timer = setInterval(() => {
    for (const partition of partitions) {
      if (holdersOf(partition).length > 1) doubled.push(`${partition} at ${performance.now()}`);
    }
  }, 5);
  onTestFinished(() => clearInterval(timer));
  return {
    doubled,
    untilHeld: (by: readonly Member[], timeout = TAKEOVER_MS) =>
      vi.waitFor(
        () => {
          for (const partition of partitions) {
            const [holder] = holdersOf(partition);
            expect(holder && by.includes(holder)).toBe(true);
          }
        },
        { interval: 10, timeout },
      ),
  };
};

test('one process at a time works for a partition while processes, connections and the broker come and go', async () => {
  const rabbit = await startRabbit();
  const members = await Promise.all(['one', 'two', 'three'].map((sender) => startMember(rabbit, sender)));
  const [first, second, third] = members;
  if (!first || !second || !third) throw new Error('There are three.');
  const { doubled, untilHeld } = watch(members);
  first.begin();
  await untilHeld([first]);
  second.begin();
  third.begin();

  first.proxy.cut();
  await untilHeld([second, third]);
  await first.proxy.restore();

  await rabbit.kill();
  await vi.waitFor(() => {
    for (const member of members) for (const partition of partitions) expect(member.worksFor(partition)).toBe(false);
  }, TAKEOVER_MS);
  await rabbit.start();
  await untilHeld(members, 60_000);

  await second.leave();
  await untilHeld([first, third]);
  await first.leave();
  await untilHeld([third]);
  expect(doubled).toEqual([]);
}, 200_000);

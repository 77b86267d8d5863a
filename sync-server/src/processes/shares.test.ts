import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterTaking, afterYielding, heldBy, type Leases, noLeases, PARTITIONS, toYield } from './shares.ts';

type Event =
  | { readonly type: 'joins' | 'leaves' | 'dies' | 'steps'; readonly at: number }
  /** Everybody takes turns. */
  | { readonly type: 'settles' };

/** Processes that share the partitions; what each of them works for follows from its own steps only. */
const createHouse = () => {
  let leases: Leases = noLeases;
  const working = new Map<string, Set<number>>();
  let count = 0;

  const step = (me: string): void => {
    const members = { me, live: new Set(working.keys()) };
    leases = afterTaking(leases, members);
    const yields = toYield(leases, members);
    working.set(me, new Set(heldBy(leases, me).filter((partition) => !yields.includes(partition))));
    // What is yielded has stopped before the others read that it is theirs.
    leases = afterYielding(leases, yields, members);
  };

  return {
    join: () => {
      count += 1;
      working.set(`p${count}`, new Set());
    },
    /** Hands over and ends. */
    leave: (me: string) => {
      working.delete(me);
      leases = afterYielding(leases, heldBy(leases, me), { me, live: new Set() });
    },
    die: (me: string) => working.delete(me),
    step,
    live: () => [...working.keys()],
    working: () => [...working.values()],
    leases: () => leases,
  };
};

const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % Math.max(1, from.length)];

const events = fc.array(
  fc.oneof(
    fc.record({ type: fc.constantFrom('joins', 'leaves', 'dies', 'steps', 'steps', 'steps'), at: fc.nat(9) }),
    fc.constant({ type: 'settles' as const }),
  ),
  { maxLength: 40 },
) as fc.Arbitrary<readonly Event[]>;

const ROUNDS = 4;

test('whoever joins, leaves, or dies, no two work for a partition, and soon all are shared evenly', () => {
  fc.assert(
    fc.property(events, (story) => {
      const house = createHouse();
      const settle = (rounds: number): void => {
        for (let round = 0; round < rounds; round++) for (const id of house.live()) house.step(id);
      };
      house.join();
      for (const event of story) {
        const id = event.type === 'settles' ? undefined : pick(house.live(), event.at);
        if (event.type === 'joins' && house.live().length < 6) house.join();
        else if (event.type === 'settles') settle(1);
        else if (id !== undefined && event.type === 'leaves') house.leave(id);
        else if (id !== undefined && event.type === 'dies') house.die(id);
        else if (id !== undefined) house.step(id);
        const all = house.working().flatMap((partitions) => [...partitions]);
        expect(new Set(all).size).toBe(all.length);
      }
      if (house.live().length === 0) house.join();
      settle(ROUNDS);
      const counts = house.working().map((partitions) => partitions.size);
      expect(counts.reduce((sum, one) => sum + one, 0)).toBe(PARTITIONS);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      const settled = house.leases();
      settle(2);
      expect(house.leases()).toEqual(settled);
    }),
    { seed: 15, numRuns: 300 },
  );
});

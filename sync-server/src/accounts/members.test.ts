import { Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { memberStates } from '@inbetwin/shared/contracts/people.ts';
import { roles } from '@inbetwin/shared/entities/declaring/rights.ts';
import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { writingStore } from '@inbetwin/shared/testing/writing-store.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMembers } from './members.ts';
import { openRecords, recordId } from './records.ts';

const PEOPLE = 4;
const TEAM = 'team';
const userOf = (person: number): string => `user-${person}`;

const person = fc.nat(PEOPLE - 1);
const change = fc.record({
  role: fc.option(fc.constantFrom(...roles), { nil: undefined }),
  state: fc.option(fc.constantFrom(...memberStates), { nil: undefined }),
});
const step = fc.record({
  by: person,
  of: person,
  change: fc.option(change, { nil: undefined }),
  /** The write that a crash prevents, with all later ones. */
  crashAt: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 3 }),
});

/** A team of an owner and others, over a store whose writes can be made to fail. */
const open = async (firstRoles: readonly (typeof roles)[number][]) => {
  const clock = createFixedClock();
  let left = Number.POSITIVE_INFINITY;
  const store = writingStore(createMemoryStore(), async (rows, stored) => {
    if (left <= 0) throw new Failure('store.unavailable', 'killed', 'Start again.');
    left -= 1;
    return stored(rows);
  });
  const records = openRecords(store);
  const members = createMembers(records, clock);
  const createdAt = clock();
  await records.teams.put({
    id: recordId.team(TEAM),
    kind: 'team',
    slug: 'team',
    name: 'Team',
    members: {},
    createdAt,
  });
  for (const [index, role] of firstRoles.entries()) {
    const userId = userOf(index);
    const user = { email: `${userId}@example.com`, name: userId, passwordHash: null, createdAt };
    await records.users.put({ id: recordId.user(userId), kind: 'user', ...user });
    await members.add({ userId, teamId: TEAM, role });
  }
  const crashAfter = async (writes: number | undefined, task: () => Promise<unknown>): Promise<void> => {
    left = writes === undefined ? Number.POSITIVE_INFINITY : writes - 1;
    try {
      await task();
    } catch (error) {
      const isExpected = ['store.unavailable', 'auth.forbidden', 'team.last_owner', 'resource.not_found'] as const;
      if (!isExpected.some((code) => hasCode(error, code))) throw error;
    } finally {
      left = Number.POSITIVE_INFINITY;
    }
  };
  return { members, crashAfter };
};

test('whoever changes whom, at once and with crashes, the team always has an active owner', async () => {
  const story = fc.record({
    others: fc.array(fc.constantFrom(...roles), { minLength: PEOPLE - 1, maxLength: PEOPLE - 1 }),
    rounds: fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(story, async ({ others, rounds }) => {
      const { members, crashAfter } = await open(['owner', ...others]);
      for (const round of rounds) {
        const before = await members.list(TEAM);
        const crashAt = round.length === 1 ? round[0]?.crashAt : undefined;
        const perform = async ({ by, of, change: wanted }: (typeof round)[number]) => {
          const actor = before.find(({ id }) => id === userOf(by));
          if (actor?.state !== 'active') return;
          const who = { userId: actor.id, teamId: TEAM, role: actor.role };
          await (wanted ? members.change(who, userOf(of), wanted) : members.remove(who, userOf(of)));
        };
        await Promise.all(round.map((one) => crashAfter(crashAt, () => perform(one))));
        const owners = (await members.list(TEAM)).filter(({ role, state }) => role === 'owner' && state === 'active');
        expect(owners.length).toBeGreaterThan(0);
      }
    }),
    { seed: 11, numRuns: 400 },
  );
});

import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { conflictsOf } from '@inbetwin/shared/merge/mergeable.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { push } from './push.ts';
import { createDevice } from './testing/create-device.ts';
import { sampleApproval, sampleSuggestion } from './testing/sample-documents.ts';

const start = Date.UTC(2026, 0, 15, 9);
const people = ['anna', 'boris'] as const;
type Person = (typeof people)[number];

const openTeam = async (work: Work) => {
  const store = createMemoryStore();
  let now = start;
  const clock = createRisingClock(
    () => now,
    () => 0,
  );
  const documents = openTeamDocuments(store, 'team1', clock);
  await documents.work.put(work);
  const devices = new Map(
    people.map((userId) => [userId, createDevice('work', { userId, now: () => (now += 1) })] as const),
  );
  const stored = async (): Promise<SyncDocument> => {
    const found = await documents.work.get(work.id);
    if (!found) throw new Error('The work is gone.');
    return { ...found, _deleted: false };
  };
  /** A person's change of what they had, to be sent: answers the rule that was broken. */
  const write = (userId: Person, before: SyncDocument, changes: object) => {
    const { _deleted, ...fields } = before;
    const row = devices.get(userId)?.(before, { ...fields, ...changes });
    if (!row) throw new Error('No device.');
    const caller = { userId, teamId: 'team1', role: 'rep', sessionId: 's' } as const;
    return async () => (await push({ store, clock }, caller, { collection: 'work', rows: [row] })).refused[0]?.rule;
  };
  const change: (...args: Parameters<typeof write>) => Promise<string | undefined> = (...args) => write(...args)();
  return { stored, write, change, documents };
};

const approval = sampleApproval();
const decide = (by: string, state: Work['state'], more: object = {}) => ({
  state,
  approval: { ...approval.approval, decidedBy: by, decidedAt: 5, ...more },
});

test('a decision is stored with the server’s time, and sent again it changes nothing', async () => {
  const { stored, write } = await openTeam(approval);
  const send = write('anna', await stored(), decide('anna', 'approved', { changed: '{"a":1}' }));
  expect(await send()).toBeUndefined();
  const first = await stored();
  expect(first).toMatchObject({ state: 'approved', approval: { decidedBy: 'anna', changed: '{"a":1}' } });
  expect((first as unknown as Work).approval?.decidedAt).toBeGreaterThanOrEqual(start);
  expect(await send()).toBeUndefined();
  expect(await stored()).toEqual(first);
});

test.each([
  ['in another’s name', decide('boris', 'approved'), 'approval.not_own'],
  ['in nobody’s name', { state: 'approved' }, 'approval.not_own'],
  ['with arguments that are no object', decide('anna', 'approved', { changed: '[1]' }), 'approval.arguments'],
  ['with arguments that are no JSON', decide('anna', 'approved', { changed: '{"a"' }), 'approval.arguments'],
  ['as done', decide('anna', 'done'), 'work.state'],
  ['with other words', { ...decide('anna', 'approved'), title: 'x' }, 'document.field_fixed'],
  ['of another tool', decide('anna', 'approved', { tool: 'create_task' }), 'document.field_fixed'],
  ['of other arguments', decide('anna', 'approved', { arguments: '{}' }), 'document.field_fixed'],
])('an approval is not decided %s', async (_how, changes, because) => {
  const { stored, change } = await openTeam(approval);
  const before = await stored();
  expect(await change('anna', before, changes)).toBe(because);
  expect(await stored()).toEqual(before);
});

test('arguments are not changed without a decision: somebody else’s would carry them', async () => {
  const { stored, change } = await openTeam(approval);
  const changes = { approval: { ...approval.approval, changed: '{"a":1}' } };
  expect(await change('anna', await stored(), changes)).toBe('work.state');
});

type Decision = {
  readonly state: Work['state'];
  readonly changed: string | undefined;
  readonly reason: string | undefined;
};

/** Who decided the same, and wrote nothing, has nothing else to say than what stands. */
const addsNothing = (second: Decision, first: Decision): boolean =>
  second.state === first.state &&
  [undefined, first.changed].includes(second.changed) &&
  [undefined, first.reason].includes(second.reason);

test('of two decisions that know nothing of each other the first to arrive stands, whichever was made first', async () => {
  const decisionArbitrary = fc.record({
    state: fc.constantFrom('approved' as const, 'refused' as const),
    changed: fc.constantFrom(undefined, '{"a":1}', '{"a":2}'),
    reason: fc.constantFrom(undefined, 'дорого'),
  });
  await fc.assert(
    fc.asyncProperty(decisionArbitrary, decisionArbitrary, fc.boolean(), async (one, other, isMadeLater) => {
      const { stored, write, documents } = await openTeam(approval);
      const base = await stored();
      const decision = (by: Person, { state, changed, reason }: typeof one) =>
        write(by, base, decide(by, state, { ...(changed && { changed }), ...(reason && { reason }) }));
      const made = isMadeLater ? undefined : decision('boris', other);
      expect(await decision('anna', one)()).toBeUndefined();
      const first = await stored();
      const send = made ?? decision('boris', other);
      expect(await send()).toBe(addsNothing(other, one) ? undefined : 'approval.decided');
      const after = (await documents.work.get(approval.id)) ?? approval;
      expect([after.state, after.approval]).toEqual([first.state, first.approval]);
      expect(conflictsOf(after)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('a suggestion ends once', async () => {
  const { stored, change } = await openTeam(sampleSuggestion());
  const base = await stored();
  expect(await change('anna', base, { state: 'done' })).toBeUndefined();
  const first = await stored();
  expect(await change('boris', base, { state: 'cancelled' })).toBe('work.state');
  expect(await change('anna', first, { state: 'open' })).toBe('work.state');
  expect(await stored()).toEqual(first);
  expect(await change('boris', base, { state: 'done' })).toBeUndefined();
  expect(await stored()).toMatchObject({ state: 'done' });
});

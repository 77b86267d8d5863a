import { workSchema } from '@inbetwin/shared/entities/work.ts';
import { workStates } from '@inbetwin/shared/entities/work-kinds/work-kind.ts';
import { sampleApproval } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideApproval, inOrder, neighborOf } from './decide.ts';

const by = { userId: 'anna', now: 9e12 };

test('only what waits is decided, and the decision says who, when and what instead', () => {
  fc.assert(
    fc.property(fc.constantFrom(...workStates), (state) => {
      const approval = sampleApproval({ state });
      const decided = decideApproval(approval, { state: 'approved', changed: '{"a":1}' }, by);
      if (state !== 'open') {
        expect(decided).toBe(approval);
        return;
      }
      expect(workSchema.parse(decided)).toMatchObject({
        state: 'approved',
        approval: { ...approval.approval, changed: '{"a":1}', decidedBy: 'anna', decidedAt: by.now },
      });
      expect(decided.updatedAt).toBeGreaterThan(approval.updatedAt);
    }),
  );
});

test('a refusal carries its reason, and an approval as it stands nothing but the consent', () => {
  const { approval: refused } = decideApproval(sampleApproval(), { state: 'refused', reason: 'Занято' }, by);
  expect(refused).toMatchObject({ reason: 'Занято' });
  const { approval: approved } = decideApproval(sampleApproval(), { state: 'approved' }, by);
  expect(approved).not.toHaveProperty('changed');
  expect(approved).not.toHaveProperty('reason');
});

const approvalsAt = (...times: readonly number[]) =>
  times.map((createdAt, at) => sampleApproval({ id: `work:${at}`, createdAt }));

test('those that wait longest come first, or last', () => {
  const approvals = approvalsAt(30, 10, 20);
  expect(inOrder(approvals).map(({ createdAt }) => createdAt)).toEqual([10, 20, 30]);
});

test('after a decision the next in the list is looked at, and at its end the one before', () => {
  const approvals = approvalsAt(1, 2, 3);
  expect(neighborOf(approvals, 'work:0')?.id).toBe('work:1');
  expect(neighborOf(approvals, 'work:2')?.id).toBe('work:1');
  expect(neighborOf(approvalsAt(1), 'work:0')).toBeUndefined();
  expect(neighborOf([], undefined)).toBeUndefined();
});

// @vitest-environment jsdom
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { sampleApproval } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { waitFor } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRemoteWriters } from '../../database/marks/remote-writer.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import { useDecision } from './use-decision.ts';
import { useUnsent } from './use-unsent.ts';

await vi.hoisted(async () => (await import('../../testing/signed-in.ts')).wasSignedInAs('rep'));

const approval = sampleApproval();
let workspace: Workspace;
let deciding: ReturnType<typeof useDecision>;
let isUnsent: boolean;

const Deciding = () => {
  const decision = useDecision();
  const unsent = useUnsent(approval.id);
  useEffect(() => {
    deciding = decision;
    isUnsent = unsent !== undefined;
  });
  return null;
};

beforeEach(async () => {
  workspace = await renderInWorkspace(<Deciding />);
  await createRemoteWriters(workspace).work.apply([{ ...approval, _deleted: false }]);
});

afterEach(() => leaveWorkspace(workspace, 'work'));

const stored = async (): Promise<Work> => {
  const { local: _, ...document } = (await workspace.collections.work.findOne(approval.id).exec(true)).toMutableJSON();
  return document;
};

it('decides without a network once, and says that the agent does not know of it yet', async () => {
  expect(await deciding.decide(approval, { state: 'refused', reason: 'Занято' })).toBe(true);
  expect(await stored()).toMatchObject({ state: 'refused', approval: { reason: 'Занято', decidedBy: 'anna' } });
  await waitFor(() => expect(isUnsent).toBe(true));
  expect(await deciding.decide(approval, { state: 'approved' })).toBe(false);
  expect(await stored()).toMatchObject({ state: 'refused' });
});

it('takes a decision back that has not left, as if it had never been made', async () => {
  await deciding.decide(approval, { state: 'approved' });
  await deciding.takeBack(approval);
  await waitFor(() => expect(isUnsent).toBe(false));
  expect(await stored()).toEqual(approval);
  expect(await deciding.decide(approval, { state: 'approved' })).toBe(true);
});

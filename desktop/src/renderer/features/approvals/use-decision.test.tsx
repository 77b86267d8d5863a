import 'fake-indexeddb/auto';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { sampleApproval } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { cleanup, configure, render, waitFor } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useWorkspace, WorkspaceProvider } from '../../database/use-live.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { startI18n } from '../../i18n/i18n.ts';
import { createRemoteWriters } from '../../replication/remote-writer.ts';
import { useDecision } from './use-decision.ts';
import { useUnsent } from './use-unsent.ts';

/** Before the session is made, which reads it once: a person who was signed in, and a server that is away. */
vi.hoisted(() => {
  const profile = {
    user: { id: 'anna', email: 'anna@example.com', name: 'Анна' },
    team: { id: 'team', slug: 'team', name: 'Полдень', role: 'rep' },
    server: 'http://localhost:1',
  };
  localStorage.setItem('inbetwin.profile', JSON.stringify(profile));
  localStorage.setItem('inbetwin.refresh-token', 'kept');
});

configure({ asyncUtilTimeout: 10_000 });

const approval = sampleApproval();
type Held = { workspace: Workspace; deciding: ReturnType<typeof useDecision>; isUnsent: boolean };
let held: Held | undefined;

const Holder = () => {
  const workspace = useWorkspace();
  const deciding = useDecision();
  const isUnsent = useUnsent(approval.id) !== undefined;
  useEffect(() => {
    held = { workspace, deciding, isUnsent };
  });
  return null;
};

const now = (): Held => {
  if (!held) throw new Error('The workspace is not open yet.');
  return held;
};

beforeEach(async () => {
  held = undefined;
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
  startI18n('ru');
  render(
    <WorkspaceProvider>
      <Holder />
    </WorkspaceProvider>,
  );
  await waitFor(() => expect(held).toBeDefined());
  await createRemoteWriters(now().workspace).work.apply([{ ...approval, _deleted: false }]);
});

afterEach(async () => {
  const { database } = now().workspace;
  await now().workspace.collections.work.find().remove();
  cleanup();
  await waitFor(() => expect(database.closed).toBe(true));
  vi.unstubAllGlobals();
});

const stored = async (): Promise<Work | undefined> =>
  (await now().workspace.collections.work.findOne(approval.id).exec())?.toJSON() as Work | undefined;

it('decides without a network once, and says that the agent does not know of it yet', async () => {
  expect(await now().deciding.decide(approval, { state: 'refused', reason: 'Занято' })).toBe(true);
  expect(await stored()).toMatchObject({ state: 'refused', approval: { reason: 'Занято', decidedBy: 'anna' } });
  await waitFor(() => expect(now().isUnsent).toBe(true));
  expect(await now().deciding.decide(approval, { state: 'approved' })).toBe(false);
  expect(await stored()).toMatchObject({ state: 'refused' });
});

it('takes a decision back that has not left, as if it had never been made', async () => {
  await now().deciding.decide(approval, { state: 'approved' });
  await now().deciding.takeBack(approval);
  await waitFor(() => expect(now().isUnsent).toBe(false));
  expect(await stored()).toEqual(approval);
  expect(await now().deciding.decide(approval, { state: 'approved' })).toBe(true);
});

// @vitest-environment jsdom
import { act, render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { createListeners } from '../../base/listeners.ts';
import type { Replication } from '../../replication/replication.ts';
import type { SyncState } from '../../replication/sync-state.ts';
import { type Opened, WorkspaceContext } from './use-live.ts';
import { useSyncState } from './use-sync-state.ts';

it('renders again when one of the fields changes, and not when only others do', () => {
  const listeners = createListeners();
  let state: SyncState = { status: 'online', pending: 0, refused: [] };
  const change = (next: Partial<SyncState>): void => {
    state = { ...state, ...next };
    act(listeners.tell);
  };
  const replication: Pick<Replication, 'state' | 'subscribe'> = {
    state: () => state,
    subscribe: listeners.subscribe,
  };
  const seen: unknown[] = [];
  const Shown = () => {
    const { status, behind } = useSyncState('status', 'behind');
    seen.push([status, behind]);
    return null;
  };
  render(
    <WorkspaceContext value={{ replication } as Opened}>
      <Shown />
    </WorkspaceContext>,
  );
  change({ pending: 1, lastSyncAt: 5 });
  change({ pending: 2, lastSyncAt: 6 });
  expect(seen).toEqual([['online', undefined]]);
  change({ behind: 3 });
  change({ status: 'offline' });
  expect(seen).toEqual([
    ['online', undefined],
    ['online', 3],
    ['offline', 3],
  ]);
});

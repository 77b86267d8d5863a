import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { cleanup, configure, render, waitFor } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import { type ReactNode, useEffect } from 'react';
import { expect, vi } from 'vitest';
import type { Workspace } from '../database/workspace-database.ts';
import { startI18n } from '../i18n/i18n.ts';
import { useWorkspace } from '../workspace/live/use-live.ts';
import { WorkspaceProvider } from '../workspace/workspace-provider.ts';

configure({ asyncUtilTimeout: 10_000 });

/**
 * Shows it in Russian within the workspace of the person of `wasSignedInAs`, without a network. Resolves once the
 * workspace is open and the effects of what is shown have run.
 */
export const renderInWorkspace = async (content: ReactNode): Promise<Workspace> => {
  let workspace: Workspace | undefined;
  const Told = () => {
    const opened = useWorkspace();
    useEffect(() => {
      workspace = opened;
    }, [opened]);
    return null;
  };
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
  await startI18n('ru');
  render(
    <Tooltip.Provider>
      <WorkspaceProvider>
        {content}
        <Told />
      </WorkspaceProvider>
    </Tooltip.Provider>,
  );
  return waitFor(() => {
    if (!workspace) throw new Error('The workspace is not open yet.');
    return workspace;
  });
};

/** Also restores stubs. The next test finds nothing of `left`. */
export const leaveWorkspace = async (
  { collections, database }: Workspace,
  left: ReplicatedCollection,
): Promise<void> => {
  await collections[left].find().remove();
  cleanup();
  await waitFor(() => expect(database.closed).toBe(true));
  vi.unstubAllGlobals();
};

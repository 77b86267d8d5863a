import { finishSourceChanges } from '@inbetwin/shared/knowledge/change-details.ts';
import { createElement, type ReactNode, useEffect, useState } from 'react';
import { reportFailure } from '../base/report-failure.ts';
import { openingFailureOf, type StorageFailure } from '../base/storage-failure.ts';
import { followScoreDecay } from '../database/decaying-scores.ts';
import { findLostCopy, recordHeldCopy } from '../database/opening/held-copy.ts';
import { openWorkspace, type Workspace, workspaceNameOf } from '../database/workspace-database.ts';
import { createFiles } from '../files/files.ts';
import { startReplication } from '../replication/start-replication.ts';
import { withoutServer } from '../replication/without-server.ts';
import { session, useSession } from '../session/session.ts';
import type { SessionSnapshot } from '../session/session-state.ts';
import { type Opened, WorkspaceContext } from './live/use-live.ts';
import { type Adopting, adoptLocal, holdLocal, localNameOf } from './local-workspace.ts';
import { finishRemovals } from './removals.ts';

type Opening = Opened | StorageFailure | { readonly adopting: Adopting };

/** What to show around the opening of a workspace. */
export type WorkspaceProviderProps = {
  readonly children: ReactNode;
  /** Shown until the local database is open. */
  readonly fallback?: ReactNode;
  /** Shown while a workspace without a server is taken over into the joined team. */
  readonly adopting?: (adopting: Adopting) => ReactNode;
  /** Shown when the workspace cannot be opened. A failed opening leaves state behind in the page, so a retry must reload it. */
  readonly failed?: (failure: StorageFailure, workspaceName: string) => ReactNode;
};

/** Opens the signed-in person's database and replicates it while mounted. Requires a signed-in session. */
export const WorkspaceProvider = ({
  children,
  fallback = null,
  adopting,
  failed,
}: WorkspaceProviderProps): ReactNode => {
  const snapshot = useSession();
  const [opened, setOpened] = useState<Opening>();
  const name = nameOf(snapshot);
  const { user, isLocal = false } = snapshot;
  const author = user?.id ?? '';

  useEffect(() => {
    if (name === undefined) return;
    const close = holdOpen({ name, author, isLocal }, setOpened);
    return () => {
      setOpened(undefined);
      close();
    };
  }, [name, author, isLocal]);

  if (!opened || name === undefined) return fallback;
  if (opened instanceof Error) return failed?.(opened, name) ?? fallback;
  if ('adopting' in opened) return adopting?.(opened.adopting) ?? fallback;
  return createElement(WorkspaceContext, { value: opened }, children);
};

/** A database must be closed before it is reopened, so openings wait for each other (React mounts twice in development). */
let closing: Promise<void> = Promise.resolve();

/** Resolves when the workspace that was open in this window is closed. */
export const workspaceClosed = (): Promise<void> => closing;

type Owned = { readonly name: string; readonly author: string; readonly isLocal: boolean };

const nameOf = ({ user, team, server, isLocal }: SessionSnapshot): string | undefined => {
  if (user && isLocal) return localNameOf(user);
  return user && team && server ? workspaceNameOf({ server, teamId: team.id, userId: user.id }) : undefined;
};

const holdOpen = (owned: Owned, tell: (opening: Opening) => void): (() => void) => {
  let wanted = true;
  const tellWanted = (opening: Opening): void => {
    if (wanted) tell(opening);
  };
  const opening = closing.then(async (): Promise<(() => Promise<void>) | undefined> => {
    if (!wanted) return undefined;
    const letGo = owned.isLocal ? await holdLocal() : () => undefined;
    try {
      if (!wanted || !isStillThere(owned)) {
        letGo();
        return undefined;
      }
      const opened = await open(owned, tellWanted);
      tellWanted(opened);
      return () => closeOpened(opened).finally(letGo);
    } catch (error) {
      letGo();
      tellWanted(openingFailureOf(error));
      return undefined;
    }
  });
  return () => {
    wanted = false;
    closing = opening.then((close) => close?.()).catch(tellNotClosed);
  };
};

/** Another window may have joined a team with it in the meantime. */
const isStillThere = ({ name, isLocal }: Owned): boolean => {
  const local = session.local();
  return !isLocal || (local !== undefined && localNameOf(local) === name);
};

const open = async ({ name, author, isLocal }: Owned, tell: (opening: Opening) => void): Promise<Opened> => {
  await finishRemovals();
  const lost = await findLostCopy(name);
  const workspace = await openWorkspace({ name, author });
  try {
    const tellAdopting = (adopting: Adopting): void => tell({ adopting });
    const leftBehind = isLocal ? 0 : await adoptLocal({ workspace, session, tell: tellAdopting });
    const replication = isLocal ? withoutServer : startReplication({ workspace, session });
    workspace.database.onClose.push(recordHeldCopy(name, replication));
    finishSourceChanges(workspace).catch((error: unknown) => {
      if (!workspace.database.closed) reportFailure(error);
    });
    if (isLocal) startScoreDecay(workspace);
    const files = createFiles({ workspace, session, replication, isLocal });
    return { workspace, replication, files, lost, leftBehind };
  } catch (error) {
    await workspace.close().catch(tellNotClosed);
    throw error;
  }
};

const startScoreDecay = (workspace: Workspace): void => {
  const closing = new AbortController();
  workspace.database.onClose.push(() => closing.abort());
  followScoreDecay(workspace, closing.signal).catch((error: unknown) => {
    if (!workspace.database.closed) reportFailure(error);
  });
};

const closeOpened = async ({ files, replication, workspace }: Opened): Promise<void> => {
  try {
    await files.close();
  } finally {
    await replication.stop();
    await workspace.close();
  }
};

const tellNotClosed = (error: unknown): void => {
  // biome-ignore lint/suspicious/noConsole: the person has left it; whoever wonders what kept it open finds it here
  console.warn('The workspace could not be closed.', error);
};

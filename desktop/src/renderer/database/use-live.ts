import {
  createContext,
  createElement,
  type DependencyList,
  type ReactNode,
  useContext,
  useEffect,
  useState,
} from 'react';
import type { RxQuery } from 'rxdb';
import { reportFailure } from '../app/report-failure.ts';
import { type Replication, startReplication } from '../replication/start-replication.ts';
import { session, useSession } from '../session/session.ts';
import { finishSourceChanges } from './change-source.ts';
import { findLostCopy, type HeldCopy, keepHeld } from './held-copy.ts';
import { finishRemovals } from './removals.ts';
import { openingFailureOf, type StorageFailure } from './storage-failure.ts';
import { openWorkspace, type Workspace, workspaceNameOf } from './workspace-database.ts';

type Opened = {
  readonly workspace: Workspace;
  readonly replication: Replication;
  /** What this device held before, and does not any more. */
  readonly lost: HeldCopy | undefined;
};

const WorkspaceContext = createContext<Opened | undefined>(undefined);

export type WorkspaceProviderProps = {
  readonly children: ReactNode;
  /** Shown until the local database is open. */
  readonly fallback?: ReactNode;
  /** Shown when it cannot be opened. A failed opening leaves traces in this page: another try begins with a reload. */
  readonly failed?: (failure: StorageFailure, workspaceName: string) => ReactNode;
};

/** Opens the signed-in person's database and keeps it in sync while mounted. Needs a signed-in session around it. */
export const WorkspaceProvider = ({ children, fallback = null, failed }: WorkspaceProviderProps): ReactNode => {
  const { user, team, server } = useSession();
  const [opened, setOpened] = useState<Opened | StorageFailure>();
  const name = user && team && server ? workspaceNameOf({ server, teamId: team.id, userId: user.id }) : undefined;

  const author = user?.id ?? '';

  useEffect(() => {
    if (name === undefined) return;
    const close = holdOpen({ name, author }, setOpened);
    return () => {
      setOpened(undefined);
      close();
    };
  }, [name, author]);

  if (!opened || name === undefined) return fallback;
  if (opened instanceof Error) return failed?.(opened, name) ?? fallback;
  return createElement(WorkspaceContext, { value: opened }, children);
};

/** A database must be closed before it is opened again, so openings wait for one another (React mounts twice in development). */
let closing: Promise<void> = Promise.resolve();

/** Resolves when the workspace that was open in this window is closed. */
export const workspaceClosed = (): Promise<void> => closing;

type Owned = { readonly name: string; readonly author: string };

const holdOpen = (owned: Owned, tell: (opened: Opened | StorageFailure) => void): (() => void) => {
  let wanted = true;
  const opening = closing.then(async (): Promise<Opened | undefined> => {
    if (!wanted) return undefined;
    try {
      await finishRemovals();
      const lost = await findLostCopy(owned.name);
      const workspace = await openWorkspace(owned);
      const replication = startReplication({ workspace, session });
      const opened = { workspace, replication, lost };
      workspace.database.onClose.push(keepHeld(owned.name, replication));
      if (wanted) tell(opened);
      finishSourceChanges(workspace).catch((error: unknown) => {
        if (!workspace.database.closed) reportFailure(error);
      });
      return opened;
    } catch (error) {
      if (wanted) tell(openingFailureOf(error));
      return undefined;
    }
  });
  return () => {
    wanted = false;
    closing = opening.then(closeOpened).catch(tellNotClosed);
  };
};

const closeOpened = async (opened: Opened | undefined): Promise<void> => {
  await opened?.replication.stop();
  await opened?.workspace.close();
};

const tellNotClosed = (error: unknown): void => {
  // biome-ignore lint/suspicious/noConsole: the person has left it; whoever wonders what kept it open finds it here
  console.warn('The workspace could not be closed.', error);
};

const useOpened = (): Opened => {
  const opened = useContext(WorkspaceContext);
  if (!opened) throw new Error('This component must be inside <WorkspaceProvider>.');
  return opened;
};

export const useWorkspace = (): Workspace => useOpened().workspace;

export const useLostCopy = (): HeldCopy | undefined => useOpened().lost;

export const useReplication = (): Replication => useOpened().replication;

/**
 * The documents of a query, now and after every change; undefined until the first answer (and while `query` answers
 * undefined). `deps` are the values that `query` uses.
 */
export const useLive = <T>(
  query: (workspace: Workspace) => RxQuery<T> | RxQuery<T, unknown> | undefined,
  deps: DependencyList,
): readonly T[] | undefined => {
  const workspace = useWorkspace();
  const [found, setFound] = useState<readonly T[]>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller lists what its query uses
  useEffect(() => {
    setFound(undefined);
    const subscription = query(workspace)?.$.subscribe((documents) => setFound(plain<T>(documents)));
    return () => subscription?.unsubscribe();
  }, [workspace, ...deps]);
  return found;
};

/** A query for one document answers null or the document; all become plain objects. */
const plain = <T>(result: unknown): readonly T[] => {
  const documents = Array.isArray(result) ? result : result ? [result] : [];
  return documents.map((document: { toJSON(): T }) => document.toJSON());
};

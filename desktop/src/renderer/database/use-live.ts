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
import { openWorkspace, type Workspace, workspaceNameOf } from './workspace-database.ts';

type Opened = { readonly workspace: Workspace; readonly replication: Replication };

const WorkspaceContext = createContext<Opened | undefined>(undefined);

export type WorkspaceProviderProps = {
  readonly children: ReactNode;
  /** Shown until the local database is open. */
  readonly fallback?: ReactNode;
  /** Shown when it cannot be opened: storage is full, blocked or broken. */
  readonly failed?: (error: Error, retry: () => void) => ReactNode;
};

/** Opens the signed-in person's database and keeps it in sync while mounted. Needs a signed-in session around it. */
export const WorkspaceProvider = ({ children, fallback = null, failed }: WorkspaceProviderProps): ReactNode => {
  const { user, team, server } = useSession();
  const [opened, setOpened] = useState<Opened | Error>();
  const [attempt, setAttempt] = useState(0);
  const name = user && team && server ? workspaceNameOf({ server, teamId: team.id, userId: user.id }) : undefined;

  useEffect(() => {
    if (name === undefined) return;
    const close = holdOpen(name, attempt, setOpened);
    return () => {
      setOpened(undefined);
      close();
    };
  }, [name, attempt]);

  if (opened instanceof Error) return failed?.(opened, () => setAttempt(attempt + 1)) ?? fallback;
  if (!opened) return fallback;
  return createElement(WorkspaceContext, { value: opened }, children);
};

/** A database must be closed before it is opened again, so openings wait for one another (React mounts twice in development). */
let closing: Promise<void> = Promise.resolve();

const holdOpen = (name: string, _attempt: number, tell: (opened: Opened | Error) => void): (() => void) => {
  let wanted = true;
  const opening = closing.then(async (): Promise<Opened | undefined> => {
    if (!wanted) return undefined;
    try {
      const workspace = await openWorkspace({ name });
      const replication = startReplication({ workspace, session });
      if (wanted) tell({ workspace, replication });
      finishSourceChanges(workspace).catch((error: unknown) => {
        if (!workspace.database.closed) reportFailure(error);
      });
      return { workspace, replication };
    } catch (error) {
      if (wanted) tell(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  });
  return () => {
    wanted = false;
    closing = opening.then(async (opened) => {
      await opened?.replication.stop();
      await opened?.workspace.close();
    });
  };
};

const useOpened = (): Opened => {
  const opened = useContext(WorkspaceContext);
  if (!opened) throw new Error('This component must be inside <WorkspaceProvider>.');
  return opened;
};

export const useWorkspace = (): Workspace => useOpened().workspace;

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

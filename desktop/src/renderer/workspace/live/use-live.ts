import { createContext, type DependencyList, useContext, useEffect, useState } from 'react';
import type { RxQuery } from 'rxdb';
import type { HeldCopy } from '../../database/opening/held-copy.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import type { Files } from '../../files/original-files.ts';
import type { Replication } from '../../replication/replication.ts';

export type Opened = {
  readonly workspace: Workspace;
  readonly replication: Replication;
  readonly files: Files;
  /** What this device held before, and does not any more. */
  readonly lost: HeldCopy | undefined;
  /** Of a workspace that was to be taken over into this one: records that could not be read. */
  readonly leftBehind: number;
};

/** The workspace that `WorkspaceProvider` has opened. */
export const WorkspaceContext = createContext<Opened | undefined>(undefined);

const useOpened = (): Opened => {
  const opened = useContext(WorkspaceContext);
  if (!opened) throw new Error('This component must be inside <WorkspaceProvider>.');
  return opened;
};

export const useWorkspace = (): Workspace => useOpened().workspace;

/** The originals of what was imported. */
export const useFiles = (): Files => useOpened().files;

export const useLeftBehind = (): number => useOpened().leftBehind;

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

/** How many documents an index finds, now and after every change; undefined until it is counted, and while there is no query. */
export const useLiveCount = <T>(
  count: (workspace: Workspace) => RxQuery<T, number> | undefined,
  deps: DependencyList,
): number | undefined => {
  const workspace = useWorkspace();
  const [counted, setCounted] = useState<number>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller lists what its query uses
  useEffect(() => {
    setCounted(undefined);
    const subscription = count(workspace)?.$.subscribe(setCounted);
    return () => subscription?.unsubscribe();
  }, [workspace, ...deps]);
  return counted;
};

/** A query for one document answers null or the document; all become plain objects. */
const plain = <T>(result: unknown): readonly T[] => {
  const documents = Array.isArray(result) ? result : result ? [result] : [];
  return documents.map((document: { toJSON(): T }) => document.toJSON());
};

import { createContext, type DependencyList, useContext, useEffect, useState } from 'react';
import type { RxQuery } from 'rxdb';
import type { HeldCopy } from '../../database/opening/held-copy.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import type { Files } from '../../files/original-files.ts';
import type { Replication } from '../../replication/replication.ts';

/** An open workspace with its services. */
export type Opened = {
  readonly workspace: Workspace;
  readonly replication: Replication;
  readonly files: Files;
  /** What this device held earlier and has lost. */
  readonly lost: HeldCopy | undefined;
  /** Number of unreadable records of the local workspace that was taken over into this one. */
  readonly leftBehind: number;
};

/** The workspace that `WorkspaceProvider` has opened. */
export const WorkspaceContext = createContext<Opened | undefined>(undefined);

const useOpened = (): Opened => {
  const opened = useContext(WorkspaceContext);
  if (!opened) throw new Error('This component must be inside <WorkspaceProvider>.');
  return opened;
};

/** The open workspace; throws outside `WorkspaceProvider`. */
export const useWorkspace = (): Workspace => useOpened().workspace;

/** The originals of imported sources. */
export const useFiles = (): Files => useOpened().files;

/** Number of unreadable records of the local workspace that was taken over. */
export const useLeftBehind = (): number => useOpened().leftBehind;

/** What this device held earlier and has lost; undefined if nothing. */
export const useLostCopy = (): HeldCopy | undefined => useOpened().lost;

/** The replication of the open workspace. */
export const useReplication = (): Replication => useOpened().replication;

/**
 * The documents of a query, updated after every change; undefined until the first result, and while `query` returns undefined. `deps` lists
 * the values that `query` uses.
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

/**
 * The number of documents that a query finds, updated after every change; undefined until they are counted, and while there is no query.
 */
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

/** Converts a result to plain objects; a query for a single document yields the document or null. */
const plain = <T>(result: unknown): readonly T[] => {
  const documents = Array.isArray(result) ? result : result ? [result] : [];
  return documents.map((document: { toJSON(): T }) => document.toJSON());
};

import { useSyncExternalStore } from 'react';
import { reportFailure } from '../../base/report-failure.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import type { ConflictedDocument } from '../conflicts/conflicts.ts';
import { type ConflictWatch, createConflictWatch } from './conflict-watch.ts';

const IDLE_WITHIN_MS = 2000;

const watches = new WeakMap<Workspace, ConflictWatch>();

/** The documents with conflicting values in all collections. */
export const useConflicted = (): readonly ConflictedDocument[] => {
  const watch = watchOf(useWorkspace());
  return useSyncExternalStore(watch.subscribe, watch.list);
};

/** One watch per workspace, shared by all users of the hook. */
const watchOf = (workspace: Workspace): ConflictWatch => {
  const known = watches.get(workspace) ?? createConflictWatch({ workspace, untilIdle, onError: reportFailure });
  watches.set(workspace, known);
  return known;
};

const untilIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve(), { timeout: IDLE_WITHIN_MS });
    else setTimeout(resolve, 0);
  });

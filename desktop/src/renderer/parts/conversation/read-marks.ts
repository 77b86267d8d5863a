import { useSyncExternalStore } from 'react';
import { createListeners } from '../../base/listeners.ts';
import { reportFailure } from '../../base/report-failure.ts';
import { openLocalDocument } from '../../database/local-document.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import type { ReadMarks } from './unread.ts';

/** How many conversations have a read mark. The marks that were set longest ago are dropped first. */
const MOST = 2_000;

type Kept = { readonly seen: Readonly<Record<string, number>> };

type Store = {
  /** Undefined until they are read. */
  marks(): ReadMarks | undefined;
  subscribe(listener: () => void): () => void;
  markRead(conversationId: string, at: number): void;
};

const stores = new WeakMap<Workspace, Store>();

/** What this person has seen. It stays on this device, is nobody else's to know, and reaches all tabs. */
const readMarksOf = (workspace: Workspace): Store => {
  const store = stores.get(workspace) ?? createStore(workspace);
  stores.set(workspace, store);
  return store;
};

const createStore = ({ database }: Workspace): Store => {
  const listeners = createListeners();
  const kept = openLocalDocument<Kept>(database, 'read-marks');
  let marks: ReadMarks | undefined;
  const stopWatching = kept.watch((value) => {
    marks = new Map(Object.entries(value?.seen ?? {}));
    listeners.tell();
  });
  database.onClose.push(stopWatching);
  return {
    marks: () => marks,
    subscribe: listeners.subscribe,
    markRead: (conversationId, at) => {
      if ((marks?.get(conversationId) ?? 0) >= at) return;
      kept
        .change((current) => ({ seen: withMark(current?.seen ?? {}, conversationId, at) }))
        .catch((error: unknown) => {
          if (!database.closed) reportFailure(error);
        });
    },
  };
};

export const withMark = (seen: Kept['seen'], conversationId: string, at: number): Kept['seen'] => {
  const latest = Math.max(at, seen[conversationId] ?? 0);
  const entries = Object.entries({ ...seen, [conversationId]: latest });
  if (entries.length <= MOST) return Object.fromEntries(entries);
  return Object.fromEntries(entries.toSorted(([, a], [, b]) => b - a).slice(0, MOST));
};

export const useReadMarks = (): ReadMarks | undefined => {
  const store = readMarksOf(useWorkspace());
  return useSyncExternalStore(store.subscribe, store.marks);
};

export const useMarkRead = (): Store['markRead'] => readMarksOf(useWorkspace()).markRead;

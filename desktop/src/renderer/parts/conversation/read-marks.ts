import { useSyncExternalStore } from 'react';
import { createListeners } from '../../base/listeners.ts';
import { reportFailure } from '../../base/report-failure.ts';
import { openLocalDocument } from '../../database/local-document.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import type { ReadMarks } from './unread.ts';

/** Maximum number of read marks; the oldest ones are dropped first. */
const MOST = 2_000;

type Kept = { readonly seen: Readonly<Record<string, number>> };

type Store = {
  /** Undefined until they are loaded. */
  marks(): ReadMarks | undefined;
  subscribe(listener: () => void): () => void;
  markRead(conversationId: string, at: number): void;
};

const stores = new WeakMap<Workspace, Store>();

/** What this person has seen; stored on this device only and shared by all its tabs. */
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

/** Adds a read mark and drops the oldest ones beyond the limit. */
export const withMark = (seen: Kept['seen'], conversationId: string, at: number): Kept['seen'] => {
  const latest = Math.max(at, seen[conversationId] ?? 0);
  const entries = Object.entries({ ...seen, [conversationId]: latest });
  if (entries.length <= MOST) return Object.fromEntries(entries);
  return Object.fromEntries(entries.toSorted(([, a], [, b]) => b - a).slice(0, MOST));
};

/** The read marks of this person; undefined until they are loaded. */
export const useReadMarks = (): ReadMarks | undefined => {
  const store = readMarksOf(useWorkspace());
  return useSyncExternalStore(store.subscribe, store.marks);
};

/** Returns a function that marks a conversation as read. */
export const useMarkRead = (): Store['markRead'] => readMarksOf(useWorkspace()).markRead;

import { openLocalDocument } from '../database/local-document.ts';
import type { Workspace } from '../database/workspace-database.ts';
import type { LeaderState } from './start-replication.ts';

/** What is known of the last runs: kept, so that an offline start can say how old its documents are. */
type Kept = { readonly lastSyncAt?: number; readonly filled: boolean };

const SAVE_EVERY_MS = 5_000;

/** Gathers the state of replication, tells it, and keeps what the next start needs. */
export type SyncRecord = {
  /** Whether an earlier run brought everything that the server had. */
  isFilled(): boolean;
  status(status: LeaderState['status']): void;
  /** The server answered a call. */
  answered(): void;
  received(documents: number): void;
  pending(collection: string, documents: number): void;
  /** All collections hold what the server has. */
  filled(complete: boolean): void;
  stop(): Promise<void>;
};

export const createSyncRecord = async (
  workspace: Workspace,
  tell: (state: LeaderState) => void,
): Promise<SyncRecord> => {
  const kept = openLocalDocument<Kept>(workspace.database, 'sync-record');
  const before = await kept.read();
  const pendingBy = new Map<string, number>();
  let filled = before?.filled ?? false;
  let state: LeaderState = {
    status: 'connecting',
    pending: 0,
    ...(before?.lastSyncAt !== undefined && { lastSyncAt: before.lastSyncAt }),
    ...(!filled && { firstSync: { documents: 0 } }),
  };
  let savedAt = 0;
  let saving: Promise<void> = Promise.resolve();

  const save = (): void => {
    savedAt = Date.now();
    const { lastSyncAt } = state;
    const value = lastSyncAt === undefined ? { filled } : { filled, lastSyncAt };
    saving = saving.then(() => kept.change(() => value));
  };
  const change = (next: Partial<LeaderState>): void => {
    state = { ...state, ...next };
    tell(state);
  };
  tell(state);

  return {
    isFilled: () => filled,
    status: (status) => {
      if (status !== state.status) change({ status });
    },
    answered: () => {
      change({ lastSyncAt: Date.now() });
      if (Date.now() - savedAt > SAVE_EVERY_MS) save();
    },
    received: (documents) => {
      if (state.firstSync) change({ firstSync: { documents: state.firstSync.documents + documents } });
    },
    pending: (collection, documents) => {
      if (pendingBy.get(collection) === documents) return;
      pendingBy.set(collection, documents);
      change({ pending: [...pendingBy.values()].reduce((sum, count) => sum + count, 0) });
    },
    filled: (complete) => {
      if (!complete) return;
      filled = true;
      const { firstSync: _, ...rest } = state;
      state = rest;
      tell(state);
      save();
    },
    stop: async () => {
      save();
      await saving;
    },
  };
};

import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { errorCodeOf } from '../base/error-code.ts';
import { openLocalDocument } from '../database/local-document.ts';
import type { Workspace } from '../database/workspace-database.ts';
import type { PulledPage } from './gateway-client.ts';
import type { LeftOut } from './pull/pull-state.ts';
import type { LeaderState } from './replication.ts';
import type { SyncState } from './sync-state.ts';

/** What is stored about past runs, so that an offline start can show how old its documents are. */
type Kept = { readonly lastSyncAt?: number; readonly filled: boolean };

const SAVE_EVERY_MS = 5_000;

/** Collects the state of replication, reports it, and stores what the next start needs. */
export type SyncRecord = {
  /** Whether an earlier run completed the first download. */
  isFilled(): boolean;
  status(status: LeaderState['status']): void;
  /** The server answered a request. */
  answered(): void;
  received(name: ReplicatedCollection, page: PulledPage): void;
  behind(name: ReplicatedCollection, documents: number): void;
  pending(documents: number): void;
  leftOut(name: ReplicatedCollection, leftOut: LeftOut | undefined): void;
  /** Something prevents replication from continuing; undefined once it is resolved. */
  problem(problem: unknown): void;
  /** The first download of all collections is complete. */
  filled(): void;
  stop(): Promise<void>;
};

/** Opens the record of a workspace; `tell` is called with every new state. */
export const createSyncRecord = async (
  workspace: Workspace,
  tell: (state: LeaderState) => void,
): Promise<SyncRecord> => {
  const kept = openLocalDocument<Kept>(workspace.database, 'sync-record');
  const before = await kept.read();
  const measure = createFirstSync();
  const behind = new Map<ReplicatedCollection, number>();
  let isFilled = before?.filled ?? false;
  let state: LeaderState = {
    status: 'connecting',
    pending: 0,
    ...(before?.lastSyncAt !== undefined && { lastSyncAt: before.lastSyncAt }),
    ...(!isFilled && { firstSync: { documents: 0, bytes: 0 } }),
  };
  let savedAt = Number.NEGATIVE_INFINITY;
  let saving: Promise<void> = Promise.resolve();

  const save = (): void => {
    savedAt = performance.now();
    const { lastSyncAt } = state;
    const value = lastSyncAt === undefined ? { filled: isFilled } : { filled: isFilled, lastSyncAt };
    saving = saving.then(() => kept.change(() => value));
    saving = saving.catch((error: unknown) => change({ problem: problemOf(error) }));
  };
  const change = (next: Partial<LeaderState>): void => {
    state = { ...state, ...next };
    tell(state);
  };
  const drop = (key: 'firstSync' | 'problem' | 'behind'): void => {
    const { [key]: _, ...rest } = state;
    state = rest;
    tell(state);
  };
  tell(state);

  return {
    isFilled: () => isFilled,
    status: (status) => {
      if (status !== state.status) change({ status });
    },
    answered: () => {
      change({ lastSyncAt: Date.now() });
      if (performance.now() - savedAt > SAVE_EVERY_MS) save();
    },
    received: (name, page) => {
      if (state.firstSync) change({ firstSync: measure(name, page) });
    },
    behind: (name, documents) => {
      behind.set(name, documents);
      const sum = [...behind.values()].reduce((all, count) => all + count, 0);
      if (sum > 0) change({ behind: sum });
      else if (state.behind !== undefined) drop('behind');
    },
    pending: (documents) => {
      if (documents !== state.pending) change({ pending: documents });
    },
    leftOut: (name, leftOut) => {
      const { [name]: _, ...others } = state.leftOut ?? {};
      change({ leftOut: leftOut ? { ...others, [name]: leftOut } : others });
    },
    problem: (problem) => {
      if (problem !== undefined) change({ problem: problemOf(problem) });
      else if (state.problem) drop('problem');
    },
    filled: () => {
      isFilled = true;
      drop('firstSync');
      save();
    },
    stop: async () => {
      save();
      await saving;
    },
  };
};

const problemOf = (cause: unknown): NonNullable<SyncState['problem']> => {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  return { code: errorCodeOf(error), message: error.message };
};

/** Measures the progress of the first download and estimates the remaining time from its speed. */
const createFirstSync = () => {
  const startedAt = performance.now();
  const totals = new Map<ReplicatedCollection, number>();
  let documents = 0;
  let bytes = 0;
  return (name: ReplicatedCollection, page: PulledPage): NonNullable<SyncState['firstSync']> => {
    if (page.total !== undefined && !totals.has(name)) totals.set(name, page.total);
    documents += page.documents.length;
    bytes += page.bytes;
    const total = [...totals.values()].reduce((sum, count) => sum + count, 0);
    const perSecond = documents / Math.max(1, (performance.now() - startedAt) / 1000);
    return {
      documents,
      bytes,
      ...(total > 0 && { total: Math.max(total, documents) }),
      ...(total > documents && perSecond > 0 && { secondsLeft: (total - documents) / perSecond }),
    };
  };
};

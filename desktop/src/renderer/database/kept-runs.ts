import { summarizeRun } from '@inbetwin/shared/agents/runs/summarize-run.ts';
import type { RunSummary } from '@inbetwin/shared/contracts/runs.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import { answerOf, completionOf, withStore } from '../storage/idb.ts';
import { keptRunsOf } from './stored-databases.ts';

/** The runs that were opened last on this device, for reading offline. Runs are not replicated. */
export type KeptRuns = {
  /** Stores a run that was opened, or that changed while it was open. */
  keep(run: Run): Promise<void>;
  forget(id: string): Promise<void>;
  read(id: string): Promise<Run | undefined>;
  /** Most recently opened first. */
  list(): Promise<readonly RunSummary[]>;
};

type Limits = {
  readonly runs: number;
  /** Total size of their JSON, in characters. */
  readonly length: number;
};

const usualLimits: Limits = { runs: 50, length: 4_000_000 };

type Entry = { readonly summary: RunSummary; readonly length: number };

const STORE = 'runs';
/** The key of the list of entries (most recently opened first); all other keys are ids of runs. */
const ENTRIES = '';

/** Opens the runs kept for offline reading; the least recently opened ones are dropped beyond the limits. */
export const createKeptRuns = (workspace: string, limits: Limits = usualLimits): KeptRuns => {
  const place = { database: keptRunsOf(workspace), store: STORE };

  /** Updates the list and the runs in one transaction, so that they are always consistent. */
  const change = (next: (entries: readonly Entry[], store: IDBObjectStore) => readonly Entry[]): Promise<void> =>
    withStore(place, async (database) => {
      const transaction = database.transaction(STORE, 'readwrite');
      const completed = completionOf(transaction);
      const store = transaction.objectStore(STORE);
      store.put(next(await entriesIn(store), store), ENTRIES);
      await completed;
    });

  return {
    keep: (run) =>
      change((entries, store) => {
        const others = entries.filter(({ summary }) => summary.id !== run.id);
        const kept = fitting([{ summary: summarizeRun(run), length: JSON.stringify(run).length }, ...others], limits);
        const ids = new Set(kept.map(({ summary }) => summary.id));
        for (const { summary } of entries) if (!ids.has(summary.id)) store.delete(summary.id);
        if (ids.has(run.id)) store.put(run, run.id);
        return kept;
      }),
    forget: (id) =>
      change((entries, store) => {
        store.delete(id);
        return entries.filter(({ summary }) => summary.id !== id);
      }),
    read: (id) =>
      withStore(place, (database) => answerOf<Run | undefined>(database.transaction(STORE).objectStore(STORE).get(id))),
    list: () =>
      withStore(place, async (database) => {
        const entries = await entriesIn(database.transaction(STORE).objectStore(STORE));
        return entries.map(({ summary }) => summary);
      }),
  };
};

const entriesIn = async (store: IDBObjectStore): Promise<readonly Entry[]> =>
  (await answerOf<readonly Entry[] | undefined>(store.get(ENTRIES))) ?? [];

/** The leading runs that fit; one that is too large is skipped. */
const fitting = (entries: readonly Entry[], { runs, length }: Limits): readonly Entry[] => {
  let left = length;
  const kept = entries.filter((entry) => {
    if (entry.length > left) return false;
    left -= entry.length;
    return true;
  });
  return kept.slice(0, runs);
};

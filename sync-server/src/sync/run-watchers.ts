import { summarizeStored } from '@inbetwin/shared/agents/runs/summarize-run.ts';
import type { RunSummary } from '@inbetwin/shared/contracts/runs.ts';
import type { RunWatch, StreamEvent } from '@inbetwin/shared/contracts/sync.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';

type RunEvent = Extract<StreamEvent, { type: 'runs' | 'runs-missed' }>;

/** Receives the events about the runs it watches. */
export type RunListener = (event: RunEvent) => void;

/** The listeners that watch a team's runs. */
export type RunWatchers = {
  /** Replaces what the listener watched before. */
  watch(listener: RunListener, watch: RunWatch): void;
  leave(listener: RunListener): void;
  /** Reports changes of runs. */
  tell(changes: readonly Change[]): void;
  /** Changes may have been missed. */
  tellMissed(): void;
};

/** Creates the watchers of one team. */
export const createRunWatchers = (): RunWatchers => {
  const watches = new Map<RunListener, RunWatch>();
  return {
    watch: (listener, watch) => {
      if (watch.length === 0) watches.delete(listener);
      else watches.set(listener, watch);
    },
    leave: (listener) => {
      watches.delete(listener);
    },
    tell: (changes) => {
      if (watches.size === 0) return;
      const runs = changes.flatMap((change) => (change.deleted ? [] : (summarizeStored(change) ?? [])));
      const removed = changes.filter(({ deleted }) => deleted).map(({ id }) => id);
      for (const [listener, watch] of watches) {
        const watched = runs.filter((run) => isWatched(run, watch));
        if (watched.length + removed.length > 0) listener({ type: 'runs', runs: watched, removed });
      }
    },
    tellMissed: () => {
      for (const listener of watches.keys()) listener({ type: 'runs-missed' });
    },
  };
};

const isWatched = ({ conversationId }: RunSummary, watch: RunWatch): boolean =>
  watch === 'all' || watch.includes(conversationId);

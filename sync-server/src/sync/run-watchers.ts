import { summarizeStored } from '@inbetwin/shared/agents/runs/summarize-run.ts';
import type { RunSummary } from '@inbetwin/shared/contracts/runs.ts';
import type { RunWatch, StreamEvent } from '@inbetwin/shared/contracts/sync.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import { type FollowParts, followDatabase } from './follow-database.ts';
import { openTeamDatabase } from './team-databases.ts';

type RunEvent = Extract<StreamEvent, { type: 'runs' | 'runs-missed' }>;

/** Receives the events about the runs it watches. */
export type RunListener = (event: RunEvent) => void;

/** The listeners that watch a team's runs. The team's runs are followed only while there are any. */
export type RunWatchers = {
  /** Replaces what the listener watched before. Once the promise resolves, every later change is reported. */
  watch(listener: RunListener, watch: RunWatch): Promise<void>;
  leave(listener: RunListener): void;
  close(): void;
};

type Following = { readonly ending: AbortController; readonly started: Promise<void> };

/** Creates the watchers of one team. */
export const createRunWatchers = (parts: FollowParts, teamId: string): RunWatchers => {
  const watches = new Map<RunListener, RunWatch>();
  let following: Following | undefined;

  const tell = (changes: readonly Change[]): void => {
    const runs = changes.flatMap((change) => (change.deleted ? [] : (summarizeStored(change) ?? [])));
    const removed = changes.filter(({ deleted }) => deleted).map(({ id }) => id);
    for (const [listener, watch] of watches) {
      const watched = runs.filter((run) => isWatched(run, watch));
      if (watched.length + removed.length > 0) listener({ type: 'runs', runs: watched, removed });
    }
  };

  const begin = (): Following => {
    const ending = new AbortController();
    const started = followDatabase({
      ...parts,
      database: openTeamDatabase(parts.store, teamId, 'runs'),
      signal: ending.signal,
      onChanges: tell,
      onRestart: () => {
        for (const listener of watches.keys()) listener({ type: 'runs-missed' });
      },
    });
    return { ending, started };
  };

  const end = (): void => {
    following?.ending.abort();
    following = undefined;
  };

  const leave = (listener: RunListener): void => {
    watches.delete(listener);
    if (watches.size === 0) end();
  };

  return {
    watch: async (listener, watch) => {
      if (watch.length === 0) return leave(listener);
      watches.set(listener, watch);
      following ??= begin();
      try {
        await following.started;
      } catch (error) {
        leave(listener);
        throw error;
      }
    },
    leave,
    close: () => {
      watches.clear();
      end();
    },
  };
};

const isWatched = ({ conversationId }: RunSummary, watch: RunWatch): boolean =>
  watch === 'all' || watch.includes(conversationId);

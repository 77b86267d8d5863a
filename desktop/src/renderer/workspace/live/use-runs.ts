import type { RunSummary } from '@inbetwin/shared/contracts/runs.ts';
import { runRoutes } from '@inbetwin/shared/contracts/runs.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import { useEffect, useRef, useState } from 'react';
import { reportFailure } from '../../base/report-failure.ts';
import { callServer } from '../../session/call-server.ts';
import { followRun } from './follow-run.ts';
import { type FollowedRuns, followRuns } from './follow-runs.ts';
import type { RunFilter, RunPages } from './run-pages.ts';
import { useReplication, useWorkspace } from './use-live.ts';
import { useSyncState } from './use-sync-state.ts';

/** Runs stay on the server: a list is read as far as it is shown, and an opened run is stored on this device. */
export type RunList = {
  readonly items: readonly RunSummary[];
  /** Whether these are all runs of the list. */
  readonly isWhole: boolean;
  /** Whether the server is unreachable, so that these are the runs opened last on this device. */
  readonly isKept: boolean;
};

/** At least the first `rows` runs of a list, live. Undefined until they are read, and without a filter. */
export const useRunList = (filter: RunFilter | undefined, rows: number): RunList | undefined => {
  const { runs: feed } = useReplication();
  const isAway = useIsAway();
  const kept = useKeptRuns(isAway && filter !== undefined);
  const [pages, setPages] = useState<RunPages>();
  const followed = useRef<FollowedRuns>(undefined);
  const wanted = useRef(rows);
  wanted.current = rows;
  const isWanted = filter !== undefined && !isAway;
  const { state, conversationId } = filter ?? {};

  useEffect(() => {
    if (!isWanted) return;
    const list = followRuns({
      filter: { ...(state && { state }), ...(conversationId !== undefined && { conversationId }) },
      rows: wanted.current,
      feed,
      readPage: async ({ limit, cursor }) => {
        const { items, next } = await callServer(runRoutes.listRuns, {
          query: { state, conversationId, limit, cursor },
        });
        return { items, next };
      },
      onChange: setPages,
      onFailure: reportUnlessAway,
    });
    followed.current = list;
    return () => {
      list.stop();
      setPages(undefined);
    };
  }, [feed, isWanted, state, conversationId]);
  useEffect(() => followed.current?.want(rows), [rows]);

  if (filter === undefined) return undefined;
  if (!isAway) return pages && { items: pages.items, isWhole: pages.next === undefined, isKept: false };
  return (
    kept && { items: kept.filter((run) => state === undefined || run.state === state), isWhole: true, isKept: true }
  );
};

/**
 * One run, live while it continues, and stored on this device. Undefined until it is read; null if it does not exist, or if the server is
 * unreachable and it was never opened here.
 */
export const useRun = (id: string | undefined): Run | null | undefined => {
  const { keptRuns } = useWorkspace();
  const { runs: feed } = useReplication();
  const isAway = useIsAway();
  const [found, setFound] = useState<{ readonly id: string; readonly run: Run | null }>();

  useEffect(() => {
    if (id === undefined) return;
    return followRun({
      id,
      feed,
      kept: keptRuns,
      readRun: isAway ? undefined : () => callServer(runRoutes.getRun, { params: { id } }),
      onChange: (run) => setFound({ id, run }),
      onFailure: reportUnlessAway,
    });
  }, [id, isAway, feed, keptRuns]);
  return found && found.id === id ? found.run : undefined;
};

/** Undefined until they are read, and while they are not needed. */
const useKeptRuns = (isWanted: boolean): readonly RunSummary[] | undefined => {
  const { keptRuns } = useWorkspace();
  const [kept, setKept] = useState<readonly RunSummary[]>();
  useEffect(() => {
    if (!isWanted) return;
    let isOver = false;
    keptRuns.list().then((runs) => {
      if (!isOver) setKept(runs);
    }, reportFailure);
    return () => {
      isOver = true;
      setKept(undefined);
    };
  }, [keptRuns, isWanted]);
  return kept;
};

/** Undefined while the connection is being established. */
const useIsAway = (): boolean => {
  const { status } = useSyncState('status');
  return status !== 'online' && status !== 'connecting';
};

/** Offline, the status line already says so. */
const reportUnlessAway = (error: unknown): void => {
  if (!(error instanceof TypeError)) reportFailure(error);
};

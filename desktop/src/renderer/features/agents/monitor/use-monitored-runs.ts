import { useCallback, useEffect, useState } from 'react';
import { useRunList } from '../../../workspace/live/use-runs.ts';
import type { RunFilter } from './run-filters.ts';
import { rowsOfToday, totalsOfToday } from './use-today.ts';

/** Rows that are read beyond the visible ones: several screens, so that scrolling rarely has to wait. */
const AHEAD = 120;
const everything = {};

/** The runs of a filter, as many as `showUpTo` has been told are visible, and the totals of today's runs. */
export const useMonitoredRuns = (filter: RunFilter, now: number) => {
  const [rows, setRows] = useState(AHEAD);
  const [todayRows, setTodayRows] = useState(1);
  const isAll = filter === 'all';
  const all = useRunList(everything, isAll ? Math.max(rows, todayRows) : todayRows);
  const inState = useRunList(isAll ? undefined : { state: filter }, rows);
  const wantedToday = rowsOfToday(all, now);
  useEffect(() => setTodayRows(wantedToday), [wantedToday]);
  const showUpTo = useCallback((row: number): void => setRows(row + AHEAD), []);
  return { runs: isAll ? all : inState, today: totalsOfToday(all, now), showUpTo };
};

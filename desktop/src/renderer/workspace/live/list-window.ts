import { useEffect, useRef, useState } from 'react';
import type { RxQuery } from 'rxdb';
import type { Workspace } from '../../database/workspace-database.ts';
import { useLiveCount, useWorkspace } from './use-live.ts';

/** The loaded part of a long list: the visible rows and some around them. */
export type ListWindow<T> = {
  /** Index of the first loaded row. */
  readonly from: number;
  readonly items: readonly T[];
};

/** Rows per window: what fits on a tall screen, plus some above and below. */
export const WINDOW_SIZE = 120;
/** A window begins at a multiple of this, so that scrolling by a few rows does not reload it. */
const STEP = 30;
/** Minimum time between two reads, so that the page keeps up while somebody scrolls fast. */
const PACE_MS = 120;

/** Where the window begins when `first` is the topmost visible row. */
export const windowFrom = (first: number): number => Math.max(0, Math.floor(first / STEP) - 1) * STEP;

/** The same, throttled to one change per `PACE_MS`. */
export const useWindowFrom = (first: number): number => {
  const wanted = windowFrom(first);
  const [from, setFrom] = useState(wanted);
  const changedAt = useRef(0);
  useEffect(() => {
    if (wanted === from) return;
    const follow = (): void => {
      changedAt.current = performance.now();
      setFrom(wanted);
    };
    const wait = changedAt.current + PACE_MS - performance.now();
    const timer = setTimeout(follow, Math.max(0, wait));
    return () => clearTimeout(timer);
  }, [wanted, from]);
  return from;
};

/** The row at an index of the list; undefined outside the window. */
export const itemAt = <T>(window: ListWindow<T> | undefined, place: number): T | undefined =>
  window?.items[place - window.from];

type Page = { readonly skip: number; readonly limit: number };

/**
 * A live window of a query's results, beginning at the index `from`. The previous window stays until the next one is loaded, even when the
 * query changes. `query` returns undefined while there is nothing to ask. `deps` are the values that it uses.
 */
export const useLiveWindow = <T>(
  query: (workspace: Workspace, page: Page) => RxQuery<T, unknown> | undefined,
  from: number,
  deps: readonly unknown[],
): ListWindow<T> | undefined => {
  const workspace = useWorkspace();
  const [found, setFound] = useState<ListWindow<T>>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller lists what its query uses
  useEffect(() => {
    const subscription = query(workspace, { skip: from, limit: WINDOW_SIZE })?.$.subscribe((documents) =>
      setFound({ from, items: (documents as { toJSON(): T }[]).map((document) => document.toJSON()) }),
    );
    if (!subscription) setFound(undefined);
    return () => subscription?.unsubscribe();
  }, [workspace, from, ...deps]);
  return found;
};

/**
 * The total number of rows in a list; undefined while the list is longer than the window and has not been counted. `count` returns
 * undefined while counting would cost too much.
 */
export const useListTotal = <T>(
  window: ListWindow<unknown> | undefined,
  count: (workspace: Workspace) => RxQuery<T, number> | undefined,
  deps: readonly unknown[],
): number | undefined => {
  const isAll = window?.from === 0 && window.items.length < WINDOW_SIZE;
  const counted = useLiveCount((workspace) => (isAll ? undefined : count(workspace)), [isAll, ...deps]);
  return isAll ? window.items.length : counted;
};

/** The number of rows to reserve space for: the total, or the rows known so far until they are counted. */
export const rowCount = (window: ListWindow<unknown> | undefined, total: number | undefined): number =>
  Math.max(total ?? 0, window ? window.from + window.items.length : 0);

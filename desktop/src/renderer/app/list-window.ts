import { useEffect, useRef, useState } from 'react';
import type { RxQuery } from 'rxdb';
import { useLiveCount, useWorkspace } from '../database/use-live.ts';
import type { Workspace } from '../database/workspace-database.ts';

/** The rows of a long list around those in sight. */
export type ListWindow<T> = {
  /** The place of the first of them in the list. */
  readonly from: number;
  readonly items: readonly T[];
};

/** How many rows are read at once: what a tall screen shows, and some above and below. */
export const WINDOW_SIZE = 120;
/** A window begins at a multiple of this, so that it changes once in so many rows. */
const STEP = 30;
/** At least so long from one reading to the next: who flies through a list sees where they are, and the page keeps up. */
const PACE_MS = 120;

/** Where the window begins while the row at `first` is the uppermost in sight. */
export const windowFrom = (first: number): number => Math.max(0, Math.floor(first / STEP) - 1) * STEP;

/** The same, following the row at `first` no faster than the page can read. */
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

/** What stands at a place of the list; undefined outside the window. */
export const itemAt = <T>(window: ListWindow<T> | undefined, place: number): T | undefined =>
  window?.items[place - window.from];

type Page = { readonly skip: number; readonly limit: number };

/**
 * The part of a query's results from the place `from` on, now and after every change. The part before it stays until the next is read, also when the
 * query is another one: `query` answers undefined while there is none. `deps` are the values that it uses.
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
 * How many rows a list has in all; undefined while there are more than the window shows and nobody has counted them. `count` answers undefined
 * while counting would cost too much.
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

/** How many rows to make room for: until they are counted, as many as are known to be there. */
export const rowCount = (window: ListWindow<unknown> | undefined, total: number | undefined): number =>
  Math.max(total ?? 0, window ? window.from + window.items.length : 0);

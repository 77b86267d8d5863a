import type { RunSummary } from '@inbetwin/shared/contracts/runs.ts';
import type { RunNews } from '../../replication/stream/run-feed.ts';

/** The part of a list of runs that has been read, most recently changed first. */
export type RunPages = {
  readonly items: readonly RunSummary[];
  /** Where to continue reading; undefined when everything has been read. */
  readonly next: string | undefined;
};

/** Which runs a list contains. */
export type RunFilter = Partial<Pick<RunSummary, 'state' | 'conversationId'>>;

/** Appends a page that was read after `pages`. Changes reported while it was being read must be applied again. */
export const withPage = (pages: RunPages | undefined, { items, next }: RunPages): RunPages => ({
  items: [...(pages?.items ?? []), ...items],
  next,
});

/** A run beyond the part that was read is ignored until that part is read. */
export const withNews = (pages: RunPages, { runs, removed }: RunNews, filter: RunFilter): RunPages => {
  const gone = new Set([...removed, ...runs.map(({ id }) => id)]);
  const others = pages.items.filter(({ id }) => !gone.has(id));
  const last = pages.next === undefined ? undefined : pages.items.at(-1);
  const added = runs.filter((run) => fits(run, filter) && (!last || latestFirst(run, last) <= 0));
  if (added.length === 0 && others.length === pages.items.length) return pages;
  return { ...pages, items: [...others, ...added].toSorted(latestFirst) };
};

const fits = (run: RunSummary, { state, conversationId }: RunFilter): boolean =>
  (state === undefined || run.state === state) &&
  (conversationId === undefined || run.conversationId === conversationId);

const latestFirst = (a: RunSummary, b: RunSummary): number => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1);

import type { RunFeed, RunNews } from '../../replication/stream/run-feed.ts';
import { type RunFilter, type RunPages, withNews, withPage } from './run-pages.ts';

/** A list of runs that is read from the server on demand and follows changes. */
export type FollowedRuns = {
  /** Reads until this many rows are here, or all of them. */
  want(rows: number): void;
  stop(): void;
};

type FollowParts = {
  readonly filter: RunFilter;
  readonly rows: number;
  readonly feed: RunFeed;
  /** Rejects if the server cannot be reached. */
  readonly readPage: (from: { readonly limit: number; readonly cursor: string | undefined }) => Promise<RunPages>;
  readonly onChange: (pages: RunPages) => void;
  readonly onFailure: (error: unknown) => void;
};

const MOST_AT_ONCE = 100;

/** Shows the runs of a list and follows their changes while it is open. */
export const followRuns = ({ filter, rows, feed, readPage, onChange, onFailure }: FollowParts): FollowedRuns => {
  let wanted = rows;
  let shown: RunPages | undefined;
  /** Pages read since the feed went live; they replace the shown ones once there are as many. */
  let fresh: RunPages | undefined;
  /** The latest state of each run reported since then, so that a page in transit does not overwrite it. */
  let told: RunNews[] = [];
  let reading: object | undefined;

  const isEnough = (pages: RunPages | undefined): boolean =>
    pages !== undefined && (pages.next === undefined || pages.items.length >= wanted);

  const show = (pages: RunPages): void => {
    shown = pages;
    onChange(pages);
  };

  const readOn = async (turn: object): Promise<void> => {
    while (reading === turn && !isEnough(fresh)) {
      const left = wanted - (fresh?.items.length ?? 0);
      const page = await readPage({ limit: Math.min(MOST_AT_ONCE, Math.max(1, left)), cursor: fresh?.next });
      if (reading !== turn) return;
      fresh = told.reduce((pages, news) => withNews(pages, news, filter), withPage(fresh, page));
      if (isEnough(fresh) || (shown?.items.length ?? 0) <= fresh.items.length) show(fresh);
    }
  };

  const read = async (): Promise<void> => {
    if (reading) return;
    const turn = {};
    reading = turn;
    try {
      await readOn(turn);
    } catch (error) {
      if (reading === turn) onFailure(error);
    } finally {
      if (reading === turn) reading = undefined;
    }
  };

  const unwatch = feed.watch(
    filter.conversationId === undefined ? { all: true } : { conversationId: filter.conversationId },
    {
      onLive: () => {
        [fresh, told, reading] = [undefined, [], undefined];
        void read();
      },
      onNews: (news) => {
        if (reading) told.push(news);
        if (fresh) fresh = withNews(fresh, news, filter);
        if (shown) show(withNews(shown, news, filter));
      },
    },
  );

  return {
    want: (count) => {
      wanted = count;
      if (fresh && !isEnough(fresh)) void read();
    },
    stop: () => {
      reading = undefined;
      unwatch();
    },
  };
};

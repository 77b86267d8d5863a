import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { ExtractedAnswer, SearchOptions, SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { untilAborted } from '@inbetwin/shared/timing/until-heard.ts';
import type { RxCollection } from 'rxdb';
import { createListeners } from '../base/listeners.ts';
import { leadInTurn } from '../replication/leadership/leadership.ts';
import { shareBetweenTabs } from '../replication/leadership/share-between-tabs.ts';
import { feedIndex } from './feed-index.ts';
import { type OpenIndex, openWorkerIndex } from './open-index.ts';
import { type AskedIndex, createSharedIndex } from './shared-index.ts';

/** The state of search on this device. */
export type SearchStatus = {
  readonly state: 'loading' | 'ready' | 'failed';
  /** Number of changes applied to the index so far. */
  readonly applied: number;
  /** Whether everything that this device had at the start has vectors, so that it is found by meaning too. */
  readonly isEmbedded: boolean;
  /** Whether the index was saved for the next start; absent until that was tried. */
  readonly isKept?: boolean;
};

/** The options that can be posted to a worker. */
type AskOptions = Omit<SearchOptions, 'signal'>;

/** Search over the passages on this device; works without the server. */
export type RendererSearch = {
  /** Only the latest query counts: one that was superseded resolves to undefined. */
  search(query: string, limit: number, options?: AskOptions): Promise<readonly SearchResult[] | undefined>;
  /** Searches independently of what a person types: it neither supersedes queries nor is superseded. */
  searchAside(query: string, limit: number): Promise<readonly SearchResult[]>;
  answer(question: string, options?: Pick<AskOptions, 'filter'>): Promise<ExtractedAnswer>;
  /** Resolves when everything on this device is searchable. */
  ready(): Promise<void>;
  status(): SearchStatus;
  /** Calls `listener` after every change of `status()`; returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  close(): void;
};

type RendererSearchParts = {
  readonly passages: RxCollection<Passage>;
  /** Opens the index in a worker; tests may pass their own. */
  readonly openIndex?: () => OpenIndex;
};

const loading: SearchStatus = { state: 'loading', applied: 0, isEmbedded: false };

/** Creates the search. Of several tabs, one holds the index and keeps it up to date, and all tabs query it. */
export const createRendererSearch = ({
  passages,
  openIndex = openWorkerIndex,
}: RendererSearchParts): RendererSearch => {
  const { database } = passages;
  const name = `${database.name}-search`;
  const closing = new AbortController();
  const listeners = createListeners();
  const index = createSharedIndex(name);
  let status = loading;
  let newest = 0;
  let running: Promise<unknown> = Promise.resolve();

  const show = (next: SearchStatus): void => {
    status = next;
    listeners.tell();
  };
  const tabs = shareBetweenTabs<SearchStatus>(name, show);

  const hold = async (signal: AbortSignal): Promise<void> => {
    const held = holdIndex({
      passages,
      opened: openIndex(),
      tell: (next) => {
        // Another tab may hold the index by now.
        if (signal.aborted) return;
        show(next);
        tabs.share(next);
      },
    });
    const stopServing = index.serve(held.index);
    await untilAborted(signal);
    stopServing();
    held.close();
  };
  const waitForLeadership = () => database.waitForLeadership();
  const holding = leadInTurn({
    database: { name, multiInstance: database.multiInstance, waitForLeadership },
    signal: closing.signal,
    lead: hold,
  });
  // Opening a worker fails where workers are not supported.
  holding.catch(() => show({ ...status, state: 'failed' }));

  return {
    search: async (query, limit, options) => {
      newest += 1;
      const own = newest;
      await running;
      if (own !== newest) return undefined;
      const found = index.search(query, limit, options);
      running = found.catch(() => undefined);
      const results = await found;
      return own === newest ? results : undefined;
    },
    searchAside: (query, limit) => index.search(query, limit),
    answer: (question, options) => index.answer(question, options),
    ready: () =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (status.state === 'loading') return;
          leave();
          if (status.state === 'ready') resolve();
          else reject(searchFailed());
        };
        const leave = listeners.subscribe(look);
        look();
      }),
    status: () => status,
    subscribe: listeners.subscribe,
    close: () => {
      closing.abort();
      index.close();
      tabs.close();
    },
  };
};

type HoldParts = Pick<RendererSearchParts, 'passages'> & {
  readonly opened: OpenIndex;
  readonly tell: (status: SearchStatus) => void;
};

/** Keeps this tab's index equal to the collection. */
const holdIndex = ({ passages, opened: { index, broken, close }, tell }: HoldParts) => {
  let status = loading;
  const change = (next: Partial<SearchStatus>): void => {
    status = { ...status, ...next };
    tell(status);
  };
  tell(status);

  const feed = feedIndex(passages, index, {
    onApplied: (count) => change({ applied: status.applied + count }),
    onFailed: () => change({ state: 'failed' }),
    onKept: (problem) => {
      const isKept = problem === undefined;
      // biome-ignore lint/suspicious/noConsole: search goes on without it; whoever wonders why a start is slow finds it here
      if (!isKept && status.isKept !== false) console.warn('Search will read all passages at its next start.', problem);
      if (isKept !== status.isKept) change({ isKept });
    },
  });
  const fill = async (): Promise<void> => {
    await Promise.race([feed.loaded, broken]);
    change({ state: 'ready' });
    await Promise.race([index.embedded(), broken]);
    change({ isEmbedded: true });
  };
  fill().catch(() => change({ state: 'failed' }));
  broken.catch(() => change({ state: 'failed' }));

  const held: AskedIndex = {
    search: (...asked) => Promise.race([index.search(...asked), broken]),
    answer: (...asked) => Promise.race([index.answer(...asked), broken]),
  };
  return {
    index: held,
    close: () => {
      feed.stop();
      close();
    },
  };
};

const searchFailed = (): Failure => new Failure('store.unavailable', 'Search did not start.', 'Reload the workspace.');

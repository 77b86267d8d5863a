import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { ExtractedAnswer, SearchOptions, SearchResult } from '@inbetwin/shared/search/search-index.ts';
import type { RxCollection } from 'rxdb';
import { feedIndex } from './feed-index.ts';
import { type OpenIndex, openWorkerIndex } from './open-index.ts';

export type SearchStatus = {
  readonly state: 'loading' | 'ready' | 'failed';
  /** Changes put into the index so far. */
  readonly applied: number;
  /** What this device held at the start is comparable by meaning, not by words alone. */
  readonly isEmbedded: boolean;
  /** Whether the next start can begin with what this one has read; absent until that was tried. */
  readonly isKept?: boolean;
};

/** What reaches a worker. */
type AskOptions = Omit<SearchOptions, 'signal'>;

/** Search over the passages on this device; works without the server. */
export type RendererSearch = {
  /** The last query wins: one that a newer query overtook resolves to undefined. */
  search(query: string, limit: number, options?: AskOptions): Promise<readonly SearchResult[] | undefined>;
  /** Beside what a person types: overtakes no query, and none overtakes it. */
  searchAside(query: string, limit: number): Promise<readonly SearchResult[]>;
  answer(question: string, options?: Pick<AskOptions, 'filter'>): Promise<ExtractedAnswer>;
  /** Resolves when everything on this device is searchable. */
  ready(): Promise<void>;
  status(): SearchStatus;
  /** Calls `listener` after every change of `status()`; returns what ends that. */
  subscribe(listener: () => void): () => void;
  close(): void;
};

type RendererSearchParts = {
  readonly passages: RxCollection<Passage>;
  /** In a worker unless a test brings its own. */
  readonly openIndex?: () => OpenIndex;
};

export const createRendererSearch = ({
  passages,
  openIndex = openWorkerIndex,
}: RendererSearchParts): RendererSearch => {
  const { index, broken, close } = openIndex();
  const listeners = new Set<() => void>();
  let status: SearchStatus = { state: 'loading', applied: 0, isEmbedded: false };
  let newest = 0;
  let running: Promise<unknown> = Promise.resolve();

  const tell = (change: Partial<SearchStatus>): void => {
    status = { ...status, ...change };
    for (const listener of listeners) listener();
  };
  const fail = (): void => tell({ state: 'failed' });

  const feed = feedIndex(passages, index, {
    onApplied: (count) => tell({ applied: status.applied + count }),
    onFailed: fail,
    onKept: (problem) => {
      const isKept = problem === undefined;
      // biome-ignore lint/suspicious/noConsole: search goes on without it; whoever wonders why a start is slow finds it here
      if (!isKept && status.isKept !== false) console.warn('Search will read all passages at its next start.', problem);
      if (isKept !== status.isKept) tell({ isKept });
    },
  });
  const ready = Promise.race([feed.loaded, broken]);
  const embed = async (): Promise<void> => {
    tell({ state: 'ready' });
    await Promise.race([index.embedded(), broken]);
    tell({ isEmbedded: true });
  };
  ready.then(embed).catch(fail);
  broken.catch(fail);

  return {
    search: async (query, limit, options) => {
      newest += 1;
      const own = newest;
      await running;
      if (own !== newest) return undefined;
      const found = Promise.race([index.search(query, limit, options), broken]);
      running = found.catch(() => undefined);
      const results = await found;
      return own === newest ? results : undefined;
    },
    searchAside: (query, limit) => Promise.race([index.search(query, limit), broken]),
    answer: (question, options) => Promise.race([index.answer(question, options), broken]),
    ready: () => ready,
    status: () => status,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      feed.stop();
      close();
    },
  };
};

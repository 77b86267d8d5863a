import type { SearchFilter, SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { searchOf } from '../../../parts/knowledge/workspace-search.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import type { KnowledgeAddress } from './knowledge-address.ts';

const LIMIT = 30;

type KnowledgeSearch = {
  /** Undefined before the first result; the results of the previous query stay until new ones arrive. */
  readonly results: readonly SearchResult[] | undefined;
  /** Whether some passages on this device are not searchable yet. */
  readonly isPreparing: boolean;
  readonly hasFailed: boolean;
};

type Asked = Omit<KnowledgeAddress, 'q'> & { readonly query: string };

/** Searches this device's passages in a worker, as the query is typed and as passages change. */
export const useKnowledgeSearch = ({ query, language, product, all }: Asked): KnowledgeSearch => {
  const search = searchOf(useWorkspace());
  const { state, applied, isEmbedded } = useSyncExternalStore(search.subscribe, search.status);
  const [results, setResults] = useState<readonly SearchResult[]>();
  const [hasFailed, setHasFailed] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `applied` and `isEmbedded` ask again when the index has changed
  useEffect(() => {
    let isCurrent = true;
    search.search(query, LIMIT, { filter: filterOf({ language, product, all }, Date.now()) }).then(
      (found) => {
        if (isCurrent && found) setResults(found);
      },
      () => setHasFailed(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [search, query, language, product, all, applied, isEmbedded]);

  return { results, isPreparing: state === 'loading', hasFailed: hasFailed || state === 'failed' };
};

type Chosen = { readonly [Field in 'language' | 'product' | 'all']: KnowledgeAddress[Field] | undefined };

const filterOf = ({ language, product, all }: Chosen, now: number): SearchFilter => ({
  ...(language && { languages: [language] }),
  ...(product && { products: [product] }),
  ...(!all && { validAt: now }),
});

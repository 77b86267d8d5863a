import type { ExtractedAnswer, SearchFilter, SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { searchOf } from '../../../parts/knowledge/workspace-search.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import type { LabAddress } from '../lab-address.ts';

const LIMIT = 20;

/** A consistent snapshot: marks on these results belong to this query. */
export type Asked = {
  readonly query: string;
  readonly results: readonly SearchResult[];
  readonly answer: ExtractedAnswer;
};

type LabSearch = {
  /** Undefined before the first result; the results of the previous query stay until new ones arrive. */
  readonly asked: Asked | undefined;
  readonly isPreparing: boolean;
  readonly hasFailed: boolean;
};

type LabQuery = {
  readonly query: string;
  readonly language: LabAddress['language'] | undefined;
  readonly source: string | undefined;
};

/** Searches with reasons and asks for an agent's answer, as the query is typed and as passages change. */
export const useLabSearch = ({ query, language, source }: LabQuery): LabSearch => {
  const search = searchOf(useWorkspace());
  const { state, applied, isEmbedded } = useSyncExternalStore(search.subscribe, search.status);
  const [asked, setAsked] = useState<Asked>();
  const [hasFailed, setHasFailed] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `applied` and `isEmbedded` ask again when the index has changed
  useEffect(() => {
    let isCurrent = true;
    const filter: SearchFilter = {
      ...(language === undefined ? {} : { languages: [language] }),
      ...(source === undefined ? {} : { sourceIds: [source] }),
    };
    const ask = async (): Promise<void> => {
      const results = await search.search(query, LIMIT, { explain: true, filter });
      if (!isCurrent || !results) return;
      const answer = await search.answer(query, { filter });
      if (isCurrent) setAsked({ query, results, answer });
    };
    ask().catch(() => setHasFailed(true));
    return () => {
      isCurrent = false;
    };
  }, [search, query, language, source, applied, isEmbedded]);

  return { asked, isPreparing: state === 'loading', hasFailed: hasFailed || state === 'failed' };
};

import type { SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/notice.tsx';
import { excerpt } from './highlight.ts';
import { useRemovals } from './removals.ts';
import { useKnowledgeSearch } from './use-knowledge-search.ts';

/** The passages that an agent would answer from, best first. */
export const SearchResults = ({ query }: { readonly query: string }) => {
  const { t } = useTranslation();
  const { results, isPreparing, hasFailed } = useKnowledgeSearch(query);
  const removing = useRemovals();
  const shown = results?.filter(({ sourceId }) => !removing.has(sourceId));
  return (
    <div>
      <p role="status" className="numbers pb-1 text-muted">
        {isPreparing && t('knowledge.indexing')}
        {!isPreparing && shown && shown.length > 0 && t('knowledge.found', { count: shown.length })}
      </p>
      {hasFailed && <Notice tone="danger" live title={t('knowledge.searchFailed')} />}
      {!isPreparing && !hasFailed && shown?.length === 0 && <Notice tone="plain" title={t('knowledge.notFound')} />}
      <ol className="-mx-3">
        {shown?.map((result) => (
          <Hit key={result.passageId} result={result} query={query} />
        ))}
      </ol>
    </div>
  );
};

const Hit = ({ result, query }: { readonly result: SearchResult; readonly query: string }) => (
  <li className="relative border-b border-line px-3 py-3 last:border-0 hover:bg-surface-2">
    <Link
      to="/knowledge/$sourceId"
      params={{ sourceId: result.sourceId }}
      search={{ passage: result.passageId }}
      className="text-12 text-muted [overflow-wrap:anywhere] after:absolute after:inset-0"
    >
      {result.title}
    </Link>
    <p className="line-clamp-4 text-14 [overflow-wrap:anywhere]">
      {excerpt(result.text, query).map(({ text, isHit, start }) =>
        isHit ? <mark key={start}>{text}</mark> : <span key={start}>{text}</span>,
      )}
    </p>
  </li>
);

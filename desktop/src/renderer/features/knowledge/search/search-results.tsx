import type { Source } from '@inbetwin/shared/entities/source.ts';
import type { SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { validityAt } from '@inbetwin/shared/timing/validity-at.ts';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../base/use-now.ts';
import { PassageLink } from '../../../parts/knowledge/passage-link.tsx';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useRemovals } from '../removals.ts';
import { ValidityMark } from '../validity-mark.tsx';
import { excerpt } from './highlight.ts';
import { useSearchFilter } from './search-filters.tsx';
import { useKnowledgeSearch } from './use-knowledge-search.ts';

type SearchResultsProps = { readonly query: string; readonly sources: readonly Source[] | undefined };

/** The passages that an agent would answer from, best first. */
export const SearchResults = ({ query, sources }: SearchResultsProps) => {
  const { t } = useTranslation();
  const [{ q: _, ...filter }] = useSearchFilter();
  const { results, isPreparing, hasFailed } = useKnowledgeSearch({ ...filter, query });
  const removing = useRemovals();
  const shown = results?.filter(({ sourceId }) => !removing.has(sourceId));
  return (
    <div>
      <p role="status" className="numbers pb-1 text-muted">
        {isPreparing && t('knowledge.indexing')}
        {!isPreparing && shown && shown.length > 0 && t('knowledge.found', { count: shown.length })}
      </p>
      {hasFailed && <Notice tone="danger" live title={t('knowledge.searchFailed')} />}
      {!isPreparing && !hasFailed && shown?.length === 0 && <NothingFound sources={sources} />}
      <ol className="-mx-3">
        {shown?.map((result) => (
          <Hit
            key={result.passageId}
            result={result}
            query={query}
            source={sources?.find(({ id }) => id === result.sourceId)}
          />
        ))}
      </ol>
    </div>
  );
};

/** Offers to include sources that are not valid now. */
const NothingFound = ({ sources }: { readonly sources: readonly Source[] | undefined }) => {
  const { t } = useTranslation();
  const [{ all }, change] = useSearchFilter();
  const now = useNow();
  const hidesSome = !all && sources?.some((source) => validityAt(source, now) !== 'valid');
  if (!hidesSome) return <Notice tone="plain" title={t('knowledge.notFound')} />;
  return (
    <Notice tone="plain" title={t('knowledge.notFoundNow')}>
      <Button onClick={() => change({ all: true })}>{t('knowledge.searchAll')}</Button>
    </Notice>
  );
};

type HitProps = { readonly result: SearchResult; readonly query: string; readonly source: Source | undefined };

const Hit = ({ result, query, source }: HitProps) => (
  <li className="relative border-b border-line px-3 py-3 last:border-0 hover:bg-surface-2">
    <p className="flex flex-wrap items-center gap-x-3 text-12 text-muted">
      <PassageLink
        sourceId={result.sourceId}
        passageId={result.passageId}
        className="[overflow-wrap:anywhere] after:absolute after:inset-0"
      >
        {result.title}
      </PassageLink>
      {source?.product && <span className="[overflow-wrap:anywhere]">{source.product}</span>}
      {source && <ValidityMark details={source} />}
    </p>
    <p className="line-clamp-4 text-14 [overflow-wrap:anywhere]">
      {excerpt(result.text, query).map(({ text, isHit, start }) =>
        isHit ? <mark key={start}>{text}</mark> : <span key={start}>{text}</span>,
      )}
    </p>
  </li>
);

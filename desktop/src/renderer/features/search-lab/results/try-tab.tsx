import { MAX_QUERY } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { useSearch } from '@tanstack/react-router';
import { BookOpen } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../../base/shortcuts.ts';
import { SearchField } from '../../../ui/fields/search-field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { LabPane } from '../lab-pane.tsx';
import { LabFilters } from './lab-filters.tsx';
import { RankedResults } from './ranked-results.tsx';
import { useLabSearch } from './use-lab-search.ts';
import { useQueryText } from './use-query-text.ts';

/** A query with its results and their reasons. */
export const TryTab = () => {
  const { t } = useTranslation();
  const { text, query, type } = useQueryText();
  const { language, source } = useSearch({ from: '/knowledge/lab' });
  const { asked, isPreparing, hasFailed } = useLabSearch({ query, language, source });
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLOListElement>(null);
  useShortcuts({ search: () => field.current?.focus() });
  return (
    <LabPane>
      <div className="flex flex-col gap-2">
        <SearchField
          ref={field}
          label={t('searchLab.query')}
          placeholder={t('searchLab.placeholder')}
          value={text}
          maxLength={MAX_QUERY}
          onChange={type}
          onKeyDown={(event) => {
            if (event.key === 'Escape') type('');
            if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
            event.preventDefault();
            list.current?.querySelector<HTMLElement>('[data-row]')?.focus();
          }}
        />
        <LabFilters />
      </div>
      {hasFailed && <Notice tone="danger" live title={t('searchLab.failed')} />}
      {query === '' && (
        <p className="flex items-start gap-3 rounded-card bg-surface-2 px-4 py-3 text-14 text-muted">
          <BookOpen size={16} aria-hidden className="mt-1 shrink-0" />
          {t('searchLab.teach')}
        </p>
      )}
      {isPreparing && (
        <p role="status" className="text-muted">
          {t('searchLab.indexing')}
        </p>
      )}
      {query !== '' && asked && !hasFailed && (
        <RankedResults ref={list} asked={asked} isFiltered={language !== undefined || source !== undefined} />
      )}
    </LabPane>
  );
};
